"""README.md shows what the commands print."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from eligibility.cli import main
from tests.readme import README, run, settled, shown

TEXT = README.read_text("utf-8")
NAMED = sorted(set(re.findall(r"`eligibility ([^`]*)`", TEXT)))
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize(("command", "output"), shown())
def test_readme_shows_the_real_output(command: str, output: str) -> None:
    assert settled(output) == settled(run(command)), "write it anew with 'python -m tests.readme' and read it"


def test_readme_tells_where_the_command_is_before_it_calls_it() -> None:
    told = TEXT.index("    . .venv/bin/activate\n")
    first = re.search(r"^    eligibility |`eligibility [a-z]", TEXT, re.MULTILINE)
    assert first is not None and told < first.start()
    assert ".venv/bin/eligibility" in TEXT[:told]


@pytest.mark.parametrize("words", NAMED)
def test_readme_names_commands_and_options_that_there_are(words: str) -> None:
    name, *rest = shlex.split(words.replace("[", " ").replace("]", " ").replace("\\|", " "))
    command = main.commands[name]
    known = {one for option in command.params if isinstance(option, click.Option) for one in option.opts}
    assert {word for word in rest if word.startswith("-")} <= known


@pytest.mark.parametrize("code", PYTHON)
def test_readme_shows_python_that_runs(
    code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(README.parent)
    exec(code, {})
    assert capsys.readouterr().out
