"""The outputs shown in README.md: ``python -m tests.readme`` writes them anew from real runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SHOWN = re.compile(r"(<!-- run: (?P<command>[^\n]+) -->\n```text\n)(?P<output>.*?)(?P<end>```)", re.DOTALL)


def run(command: str) -> str:
    """What a command of ours prints, without spaces at the ends of lines."""
    words = [sys.executable, "-m", "eligibility.cli", *shlex.split(command)[1:]]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def settled(output: str) -> str:
    """An output with the hash of the rules left out, which changes with any rule file."""
    return re.sub(r"rules [0-9a-f]{12}", "rules ............", output)


def shown() -> list[tuple[str, str]]:
    """The commands of the README and the outputs it shows for them."""
    return [(found["command"], found["output"]) for found in SHOWN.finditer(README.read_text("utf-8"))]


def main() -> None:
    """Write the outputs anew."""
    text = README.read_text("utf-8")
    README.write_text(SHOWN.sub(lambda found: found[1] + run(found["command"]) + found["end"], text), "utf-8")


if __name__ == "__main__":
    main()
