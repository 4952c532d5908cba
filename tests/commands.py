"""Commands run in this process, for the tests of the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from eligibility.cli import main
from tests.cases_table import TRIAL

PAGE = str(TRIAL / "page.txt")
FOLDER = TRIAL / "candidates"
ELIGIBLE = str(FOLDER / "eligible.json")


def run(*words: str) -> Result:
    """A command run in this process."""
    return CliRunner().invoke(main, words)


def screened(*words: str) -> list[dict[str, Any]]:
    """The JSON of a screening that went well, one object for each candidate."""
    result = run("screen", *words, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(*words: str) -> str:
    """The one message of a command that could not use its input."""
    result = run(*words)
    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    errors = [line for line in result.stderr.splitlines() if line.lower().startswith("error: ")]
    assert len(errors) == 1, result.stderr
    return errors[0]


def saved(folder: Path, content: object, name: str = "p.json") -> str:
    """A file with bytes, a text, or a value as JSON."""
    path = folder / name
    match content:
        case bytes():
            path.write_bytes(content)
        case str():
            path.write_text(content, "utf-8")
        case _:
            path.write_text(json.dumps(content), "utf-8")
    return str(path)
