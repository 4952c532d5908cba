"""The command on the notation of laboratories."""

from __future__ import annotations

import click

from eligibility.cli.files import show, write
from eligibility.cli.group import clear_errors, main


@main.command("karyotype", context_settings={"ignore_unknown_options": True})
@click.argument("text")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def karyotype_command(text: str, form: str) -> None:
    """Read TEXT, a karyotype, FISH result or array in ISCN, such as "46,XY,t(9;22)(q34;q11.2)[20]".

    Shows the clones, their abnormalities in words, the alterations that follow, and what the method
    cannot see.  Refused, with exit status 2, where the text cannot be read; a caret shows the character.
    """
    with clear_errors():
        from eligibility.genomics.report import only_notation
        from eligibility.knowledge.load import knowledge
        from eligibility.report.of_genomics import told

        result = told(only_notation(text), knowledge())
        if form == "json":
            write(result.as_json() + b"\n", None)
        else:
            show(result.as_text())
