"""The outputs shown in README.md and docs/FORMULAS.md; ``python -m tests.readme`` writes them anew."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCUMENTS = (README, ROOT / "docs" / "FORMULAS.md")
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
    """The commands of the documents and the outputs that they show for them."""
    found = [one for path in DOCUMENTS for one in SHOWN.finditer(path.read_text("utf-8"))]
    return [(one["command"], one["output"]) for one in found]


def main() -> None:
    """Write the outputs anew."""
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        anew = SHOWN.sub(lambda found: found[1] + run(found["command"]) + found["end"], text)
        path.write_text(anew, "utf-8")


if __name__ == "__main__":
    main()
