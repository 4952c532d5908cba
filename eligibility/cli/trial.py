"""The command that compiles a trial, and the rules that a trial's document gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eligibility.cli.console import printing
from eligibility.cli.files import check_outputs, content_of, file_of, write
from eligibility.cli.group import clear_errors, main

if TYPE_CHECKING:
    from eligibility.bind.rules import RuleSet


@main.command("compile")
@click.argument("trial")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "canonical"]), default="text", show_default=True
)
@click.option("-o", "--output", metavar="FILE", help="Write to this file.")
def compile_command(trial: str, form: str, output: str | None) -> None:
    """Show what the criteria of TRIAL mean, or save them as a rule set (json).

    TRIAL is a registry page, a study's record (API JSON, XML) or its criteria as plain text; "-" reads
    standard input, and FILE#NCT01234567 picks one of several studies.
    """
    with clear_errors():
        from eligibility.bind.rules import save

        check_outputs({"-o": output}, file_of(trial))
        rules = rules_of(trial, canonical=form != "text")
        if form == "json":
            write(save(rules), output)
            return
        from eligibility.report.as_text import print_canonical, print_rules

        with printing(output) as console:
            (print_rules if form == "text" else print_canonical)(rules, console)


def rules_of(trial: str, *, canonical: bool = False) -> RuleSet:
    """The rules of a trial, a document or a compiled rule set; in canonical English too if asked."""
    from eligibility.screen import read_rules

    return read_rules(*content_of(trial), canonical=canonical)
