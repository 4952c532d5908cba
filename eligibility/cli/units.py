"""The commands on units and quantities."""

from __future__ import annotations

import click

from eligibility.cli.console import printing
from eligibility.cli.files import show, write
from eligibility.cli.group import clear_errors, main
from eligibility.core.errors import InputError


@main.command("convert", context_settings={"ignore_unknown_options": True})
@click.argument("amount")
@click.argument("unit")
@click.option("--quantity", "name", metavar="NAME", help="What is measured: a name, an id or a LOINC code.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def convert_command(amount: str, unit: str, name: str | None, form: str) -> None:
    """Convert AMOUNT into UNIT, such as "88.4 umol/L" mg/dL --quantity creatinine.

    Refused, with exit status 2, where no factor leads from one unit to the other.
    """
    with clear_errors():
        from eligibility.knowledge.amount import convert, read_amount
        from eligibility.knowledge.load import knowledge
        from eligibility.report.of_units import conversion_json, conversion_text

        known, given = knowledge(), read_amount(amount)
        quantity = None if name is None else known.quantities.named(name) or known.quantities.coded(name)
        if name is not None and quantity is None:
            raise InputError(f"'{name}' is no quantity known here; `eligibility quantities` lists them")
        made = convert(given, unit, quantity, known)
        if form == "json":
            write(conversion_json(given, made, quantity) + b"\n", None)
        else:
            show(f"{conversion_text(given, made, quantity)}\n")


@main.command("quantities")
@click.argument("word", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def quantities_command(word: str | None, form: str) -> None:
    """List the quantities that criteria can set limits on, or those whose names hold WORD."""
    with clear_errors():
        from eligibility.knowledge.load import knowledge
        from eligibility.report.of_units import print_quantities, quantities_json

        found = knowledge().quantities.with_word(word or "")
        if not found:
            raise InputError(f"no quantity has '{word}' in its names; try a shorter word")
        if form == "json":
            write(quantities_json(found) + b"\n", None)
            return
        with printing() as console:
            print_quantities(found, console)
