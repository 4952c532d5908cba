"""docs/UNITS.md shows what the commands print, and the answers to the traps are the real ones."""

from __future__ import annotations

import pytest

from tests.readme import ROOT, SHOWN, run, settled
from tests.traps import NOT_READ, TRAPS, answers, table
from tests.ucum_table import conversions, totals, validation

UNITS = (ROOT / "docs" / "UNITS.md").read_text("utf-8")
COMMANDS = [(found["command"], found["output"]) for found in SHOWN.finditer(UNITS)]


def test_the_table_of_traps_is_the_printed_one() -> None:
    assert "\n".join(table()) in UNITS, "print it anew with 'python -m tests.traps' and read it"


def test_the_share_of_ucum_is_the_printed_one() -> None:
    failed = [str(outcome) for outcome in (*validation(), *conversions()) if not outcome.passed]
    assert "\n".join(["```text", *failed, *totals(), "```"]) in UNITS


def test_every_trap_is_answered_by_us() -> None:
    assert len(TRAPS) >= 20
    assert len({(trap.text, trap.quantity) for trap in TRAPS}) == len(TRAPS)
    assert all(found.ours and found.ours != NOT_READ for found in answers())


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_the_document_shows_the_real_output(command: str, output: str) -> None:
    assert settled(output) == settled(run(command))
