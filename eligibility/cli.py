"""The command line.  Each command imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from eligibility import __version__
from eligibility.core.errors import EligibilityError, InputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from rich.console import Console

    from eligibility.bind.rules import RuleSet
    from eligibility.patient.ranges import Ranges
    from eligibility.verdict.screening import Screening

TEXT_WIDTH = 110


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Pre-screen candidates against the eligibility criteria of a clinical trial.

    Every verdict is explained. What is not known stays unknown, with the question that would settle it.
    This does not decide on enrolment.
    """


@main.command("compile")
@click.argument("trial")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "canonical"]), default="text", show_default=True
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file.")
def compile_command(trial: str, form: str, output: str | None) -> None:
    """Show what the criteria of TRIAL mean, or save them as a rule set (json).

    TRIAL is a registry page, a study's record (API JSON, XML) or its criteria as plain text; "-" reads
    standard input, and FILE#NCT01234567 picks one of several studies.
    """
    with _clear_errors():
        from eligibility.bind.rules import save

        rules = _rules(trial)
        if form == "json":
            _write(save(rules), output)
            return
        from eligibility.report.as_text import print_canonical, print_rules

        with _printing(output) as console:
            (print_rules if form == "text" else print_canonical)(rules, console)


@main.command()
@click.argument("trial")
@click.argument("candidates", nargs=-1, required=True, metavar="CANDIDATE...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--as-of", metavar="DATE", help="The day to screen on, YYYY-MM-DD; comes before the profile's own."
)
@click.option("--convention", "conventions", multiple=True, metavar="NAME=VALUE", help="Set a convention.")
@click.option("--ranges", metavar="FILE", help="The site's reference ranges, a CSV file.")
def screen(
    trial: str,
    candidates: tuple[str, ...],
    form: str,
    as_of: str | None,
    conventions: tuple[str, ...],
    ranges: str | None,
) -> None:
    """Screen each CANDIDATE against TRIAL.

    TRIAL is a document as for compile, or a compiled rule set.
    A CANDIDATE file holds one profile, or one a line.
    The exit status is 0 when all were screened, whatever the verdict, and 2 when an input could not be used.
    """
    with _clear_errors():
        rules, asked = _rules(trial), Asked(_day(as_of), _chosen(conventions), _ranges(ranges))
        failed = False
        for number, outcome in enumerate(_screenings(rules, candidates, asked)):
            if isinstance(outcome, InputError):
                click.echo(f"error: {outcome}", err=True)
                failed = True
            else:
                _show(outcome, form, separated=number > 0)
        if failed:
            sys.exit(2)


@main.command()
@click.argument("trial")
@click.argument("candidate")
@click.option(
    "--criterion", "identifier", required=True, metavar="ID", help="The row to explain, such as I3.b."
)
@click.option("--as-of", metavar="DATE", help="The day to screen on, YYYY-MM-DD.")
@click.option("--convention", "conventions", multiple=True, metavar="NAME=VALUE", help="Set a convention.")
@click.option("--ranges", metavar="FILE", help="The site's reference ranges, a CSV file.")
def explain(
    trial: str,
    candidate: str,
    identifier: str,
    as_of: str | None,
    conventions: tuple[str, ...],
    ranges: str | None,
) -> None:
    """Show the whole proof of one verdict on CANDIDATE."""
    with _clear_errors():
        from eligibility.report.as_text import print_proof

        rules = _rules(trial)
        known = [row.id for row in rules.rows]
        identifier = next((name for name in known if name.lower() == identifier.lower()), identifier)
        if identifier not in known:
            raise InputError(
                f"'{identifier}' is no row of this trial; there are: {', '.join(known)}", "--criterion"
            )
        asked = Asked(_day(as_of), _chosen(conventions), _ranges(ranges))
        outcome, *others = _screenings(rules, (candidate,), asked)
        if isinstance(outcome, InputError):
            raise outcome
        if others:
            message = f"{1 + len(others)} candidates, where one is needed; give a file with one"
            raise InputError(message, candidate)
        judged = outcome.criterion(identifier)
        assert judged is not None
        with _printing() as console:
            print_proof(judged, console)
            for child in outcome.criteria:
                if judged.trace is None and child.row.parent == identifier:
                    console.print()
                    print_proof(child, console)


@main.command()
@click.argument("text", metavar="TRIAL|CORPUS")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), help="The form of a trial's table.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write a trial's table to this file.")
@click.option("--constraints", metavar="OUT", help="Write the constraints of a corpus to this file.")
@click.option("--atoms", metavar="OUT", help="Write the phrases of a corpus to this file.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def extract(
    text: str, form: str | None, output: str | None, constraints: str | None, atoms: str | None, jobs: int
) -> None:
    """Write the thresholds, ages and windows of a trial, or of a corpus, as stated, with their place.

    TRIAL is a document as for compile; its constraints are a table, one a row.
    With --constraints or --atoms the argument is a CORPUS: a JSON object with "nct" and "text" on each
    line.  So is each OUT, with "constraints", or with "atoms" and "groups".
    """
    with _clear_errors():
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

    document = read_document(*_content(trial), knowledge().pages)
    table = constraints_csv if form == "csv" else constraints_json
    _write(table(of_document(document), document.source).encode(), output)


def _write_extracts(corpus: str, constraints: str | None, atoms: str | None, jobs: int) -> None:
    from eligibility.extract import Extracts, extracted, read_lines

    lines = read_lines(_read(corpus), corpus)
    written: list[Extracts] = []
    with click.progressbar(
        extracted(lines, jobs), length=len(lines), label="extract", file=sys.stderr
    ) as progress:
        written.extend(progress)
    if constraints is not None:
        _write(b"".join(one.constraints + b"\n" for one in written), constraints)
    if atoms is not None:
        _write(b"".join(one.atoms + b"\n" for one in written), atoms)


@main.command("convert", context_settings={"ignore_unknown_options": True})
@click.argument("amount")
@click.argument("unit")
@click.option("--quantity", "name", metavar="NAME", help="What is measured: a name, an id or a LOINC code.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def convert_command(amount: str, unit: str, name: str | None, form: str) -> None:
    """Convert AMOUNT into UNIT, such as "88.4 umol/L" mg/dL --quantity creatinine.

    Refused, with exit status 2, where no factor leads from one unit to the other.
    """
    with _clear_errors():
        from eligibility.knowledge.amount import convert, read_amount
        from eligibility.knowledge.load import knowledge
        from eligibility.report.of_units import conversion_json, conversion_text

        known, given = knowledge(), read_amount(amount)
        quantity = None if name is None else known.quantities.named(name) or known.quantities.coded(name)
        if name is not None and quantity is None:
            raise InputError(f"'{name}' is no quantity known here; `eligibility quantities` lists them")
        made = convert(given, unit, quantity, known)
        if form == "json":
            click.echo(conversion_json(given, made, quantity))
        else:
            click.echo(conversion_text(given, made, quantity))


@main.command("quantities")
@click.argument("word", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def quantities_command(word: str | None, form: str) -> None:
    """List the quantities that criteria can set limits on, or those whose names hold WORD."""
    with _clear_errors():
        from eligibility.knowledge.load import knowledge
        from eligibility.report.of_units import print_quantities, quantities_json

        found = knowledge().quantities.with_word(word or "")
        if not found:
            raise InputError(f"no quantity has '{word}' in its names; try a shorter word")
        if form == "json":
            click.echo(quantities_json(found))
            return
        with _printing() as console:
            print_quantities(found, console)


def _rules(trial: str) -> RuleSet:
    from eligibility.screen import read_rules

    return read_rules(*_content(trial))


def _content(trial: str) -> tuple[bytes, str]:
    """The bytes of a trial's document and where they are from; "-" is the standard input."""
    from eligibility.text.document import parted

    if trial == "-":
        return sys.stdin.buffer.read(), "standard input"
    return _read(parted(trial)[0]), trial


def _ranges(place: str | None) -> Ranges | None:
    """The site's reference ranges; rows that are of no use are told on the error output."""
    if place is None:
        return None
    from eligibility.screen import read_ranges

    ranges = read_ranges(_read(place), place)
    for told in ranges.unused:
        click.echo(f"note: {told}; the row is not used", err=True)
    return ranges


class Asked(NamedTuple):
    """What candidates are screened under."""

    day: dt.date | None
    conventions: dict[str, str]
    ranges: Ranges | None


def _screenings(
    rules: RuleSet, candidates: tuple[str, ...], asked: Asked
) -> Iterator[Screening | InputError]:
    """A screening for each candidate, or the error that one of them is."""
    from eligibility.patient.read import read_profiles
    from eligibility.screen import screen_profile

    for place in candidates:
        try:
            content = _read(place)
        except InputError as error:
            yield error
            continue
        for profile in read_profiles(content, place):
            if isinstance(profile, InputError):
                yield profile
                continue
            try:
                yield screen_profile(
                    rules, profile, as_of=asked.day, conventions=asked.conventions, ranges=asked.ranges
                )
            except InputError as error:
                # A convention that is none is an error of the command, not of this candidate.
                if error.place == "--convention":
                    raise
                yield InputError(error.message, ": ".join(filter(None, (place, profile.id, error.place))))


def _show(screening: Screening, form: str, *, separated: bool) -> None:
    if form == "json":
        from eligibility.report.as_json import screening_json

        click.echo(screening_json(screening).decode())
        return
    from eligibility.report.as_text import print_screening

    if separated:
        click.echo()
    with _printing() as console:
        print_screening(screening, console)


def _read(place: str) -> bytes:
    """The bytes of a file."""
    try:
        return Path(place).read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file", place) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"cannot be read ({reason})", place) from None


def _write(content: bytes, output: str | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", output) from None


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    from eligibility.core.dates import parse_date

    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not day.exact or not text.isascii():
        raise InputError(f"'{text}' is not one day of the calendar; write YYYY-MM-DD", "--as-of")
    return day.first


def _chosen(conventions: tuple[str, ...]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for text in conventions:
        name, sign, value = text.partition("=")
        if not sign:
            raise InputError(f"'{text}' is no setting; write NAME=VALUE", "--convention")
        if name.strip() in chosen:
            raise InputError(f"'{name.strip()}' is set twice; set it once", "--convention")
        chosen[name.strip()] = value.strip()
    return chosen


@contextlib.contextmanager
def _printing(output: str | None = None) -> Iterator[Console]:
    """A console to print on; what goes to no terminal has no colour, and no blanks at the ends of lines."""
    import io

    from rich.console import Console

    if output is None and sys.stdout.isatty():
        yield Console(highlight=False)
        return
    text = io.StringIO()
    yield Console(width=TEXT_WIDTH, file=text, highlight=False)
    lines = (line.rstrip() for line in text.getvalue().split("\n"))
    if output is None:
        click.echo("\n".join(lines), nl=False)
    else:
        _write("\n".join(lines).encode(), output)


class _clear_errors:  # noqa: N801
    """Turns an error of ours into one message and exit status 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, EligibilityError):
            click.echo(f"error: {error}", err=True)
            sys.exit(2)


if __name__ == "__main__":
    main()
