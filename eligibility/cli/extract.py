"""The command that writes the constraints of a trial, or of a corpus, as stated."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from eligibility.cli.files import check_outputs, content_of, file_of, read_any, write, write_all
from eligibility.cli.group import clear_errors, main
from eligibility.core.errors import InputError

if TYPE_CHECKING:
    from eligibility.extract import Extracts


@main.command()
@click.argument("text", metavar="TRIAL|CORPUS")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), help="The form of a trial's table.")
@click.option("-o", "--output", metavar="FILE", help="Write a trial's table to this file.")
@click.option("--constraints", metavar="OUT", help="Write the constraints of a corpus to this file.")
@click.option("--atoms", metavar="OUT", help="Write the phrases of a corpus to this file.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def extract(
    text: str, form: str | None, output: str | None, constraints: str | None, atoms: str | None, jobs: int
) -> None:
    """Write the thresholds, ages and windows of a trial, or of a corpus, as stated, with their place.

    TRIAL is a document as for compile; its constraints are a table, one a row.
    With --constraints or --atoms the argument is a CORPUS: a JSON object with "nct" and "text" on each
    line.  So is each OUT, with "constraints", or with "atoms" and "groups".  "-" is the standard input or
    output.
    """
    with clear_errors():
        if constraints is None and atoms is None:
            _write_table(text, form or "csv", output)
        elif form is not None or output is not None:
            raise InputError("--format and -o are for one trial, without --constraints and --atoms")
        else:
            _write_extracts(text, constraints, atoms, jobs)


def _write_table(trial: str, form: str, output: str | None) -> None:
    from eligibility.extract import of_document
    from eligibility.knowledge.load import knowledge
    from eligibility.report.of_constraints import constraints_csv, constraints_json
    from eligibility.text.document import read_document

    check_outputs({"-o": output}, file_of(trial))
    document = read_document(*content_of(trial), knowledge().pages)
    table = constraints_csv if form == "csv" else constraints_json
    write(table(of_document(document), document.source).encode(), output)


def _write_extracts(corpus: str, constraints: str | None, atoms: str | None, jobs: int) -> None:
    from eligibility.extract import extracted
    from eligibility.text.corpus import read_lines

    wanted = {"--constraints": constraints, "--atoms": atoms}
    check_outputs({option: place for option, place in wanted.items() if place is not None}, corpus)
    lines = read_lines(*read_any(corpus))
    written: list[Extracts] = []
    with click.progressbar(
        extracted(lines, jobs), length=len(lines), label="extract", file=sys.stderr
    ) as progress:
        written.extend(progress)
    contents: list[tuple[str | None, bytes]] = []
    if constraints is not None:
        contents.append((constraints, b"".join(one.constraints + b"\n" for one in written)))
    if atoms is not None:
        contents.append((atoms, b"".join(one.atoms + b"\n" for one in written)))
    write_all(contents)
