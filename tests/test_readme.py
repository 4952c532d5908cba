"""README.md shows what the commands print."""

from __future__ import annotations

import pytest

from tests.readme import run, settled, shown


@pytest.mark.parametrize(("command", "output"), shown())
def test_readme_shows_the_real_output(command: str, output: str) -> None:
    assert settled(output) == settled(run(command)), "write it anew with 'python -m tests.readme' and read it"
