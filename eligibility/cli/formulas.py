"""The commands on formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from eligibility.cli.console import printing
from eligibility.cli.files import show, write
from eligibility.cli.group import clear_errors, main
from eligibility.core.errors import InputError

if TYPE_CHECKING:
    from eligibility.formulas.table import Formula


@main.command("derive")
@click.argument("name")
@click.argument("inputs", nargs=-1, metavar="INPUT=VALUE...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def derive_command(name: str, inputs: tuple[str, ...], form: str) -> None:
    """Compute a value by the formula NAME, such as

    \b
    eligibility derive schwartz_bedside height="120 cm" creatinine="80 umol/L"

    A value without a unit is in that of the formula; `eligibility formulas NAME` shows it.  Refused, with
    exit status 2, for an age that the formula is not for.
    """
    with clear_errors():
        from eligibility.formulas.given import read_given, refuse_implausible
        from eligibility.formulas.grammar import FormulaError
        from eligibility.formulas.table import AGE
        from eligibility.knowledge.load import knowledge
        from eligibility.report.of_formulas import ages, derived_json, derived_text

        formula = _one(name)
        given = read_given(formula, inputs, knowledge())
        age = given.values.get(AGE)
        if isinstance(age, float) and not formula.is_for(age):
            raise InputError(f"{formula.name} is for {ages(formula)}, not for {age:.6g} years")
        _refuse_open(formula, given.values)
        try:
            value = formula.value(given.values)
        except FormulaError as error:
            raise InputError(str(error)) from error
        quantities = knowledge().quantities
        if (of := quantities.by_id.get(formula.of)) is not None:
            refuse_implausible(of.name, value, formula.unit, of, knowledge())
        if form == "json":
            write(derived_json(formula, given, value, quantities) + b"\n", None)
        else:
            show(f"{derived_text(formula, given, value, quantities)}\n")


@main.command("formulas")
@click.argument("word", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def formulas_command(word: str | None, form: str) -> None:
    """List the formulas for derived values, or those whose names hold WORD; a single one in full."""
    with clear_errors():
        from eligibility.knowledge.load import knowledge
        from eligibility.report.of_formulas import formulas_json, print_formulas

        found, quantities = _with_word(word or ""), knowledge().quantities
        if not found:
            raise InputError(f"no formula has '{word}' in its names; try a shorter word, or leave it out")
        if form == "json":
            write(formulas_json(found, quantities) + b"\n", None)
            return
        with printing() as console:
            print_formulas(found, quantities, console)


def _refuse_open(formula: Formula, given: Mapping[str, object]) -> None:
    """Refuse inputs that lack a word: a single value is asked for.

    Raises: InputError that lists the words.
    """
    lacking = {name: needed for name, needed in formula.inputs.items() if needed.words and name not in given}
    if lacking:
        ways = " ".join(f"{name}={'|'.join(needed.words)}" for name, needed in lacking.items())
        raise InputError(f"{formula.name} lacks {' and '.join(lacking)}; give {ways}")


def _one(name: str) -> Formula:
    """The formula of an id, or the only one that a name fits.

    Raises: InputError that lists those that fit, or where they are listed.
    """
    found = _with_word(name, of=False)
    exact = [one for one in found if one.id == name.lower()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise InputError(f"'{name}' is no formula known here; `eligibility formulas` lists them")
    listed = ", ".join(one.id for one in found)
    raise InputError(f"'{name}' may be one of several formulas: {listed}; name one of these")


def _with_word(word: str, *, of: bool = True) -> list[Formula]:
    """The formulas with a word in their id, their names or, with ``of``, the names of what they compute."""
    from eligibility.formulas.table import formulas
    from eligibility.knowledge.load import knowledge

    said, known = word.lower().strip(), knowledge()
    found = []
    for one in formulas(known.folder).by_id.values():
        quantity = known.quantities.by_id.get(one.of)
        names = (one.id, one.name, *one.names, *((one.of, *quantity.names) if quantity and of else ()))
        if any(said in name.lower() for name in names):
            found.append(one)
    return found
