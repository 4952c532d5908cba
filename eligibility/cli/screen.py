"""The commands that screen candidates, and what they are screened under."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from eligibility.cli import records
from eligibility.cli.console import printing
from eligibility.cli.files import STANDARD, STANDARD_INPUT, file_of, read, show, write
from eligibility.cli.group import clear_errors, main
from eligibility.cli.records import Candidates, record_options
from eligibility.cli.trial import rules_of
from eligibility.core.errors import InputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from eligibility.bind.rules import RuleSet
    from eligibility.patient.profile import Profile
    from eligibility.patient.ranges import Ranges
    from eligibility.records.shifting import Shift
    from eligibility.verdict.screening import Screening


@main.command()
@click.argument("trial")
@click.argument("candidates", nargs=-1, required=True, metavar="CANDIDATE...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "fhir"]), default="text", show_default=True
)
@click.option(
    "--as-of", metavar="DATE", help="The day to screen on, YYYY-MM-DD; comes before the profile's own."
)
@click.option("--convention", "conventions", multiple=True, metavar="NAME=VALUE", help="Set a convention.")
@click.option("--ranges", metavar="FILE", help="The site's reference ranges, a CSV file.")
@record_options
def screen(
    trial: str,
    candidates: tuple[str, ...],
    form: str,
    as_of: str | None,
    conventions: tuple[str, ...],
    ranges: str | None,
    **options: Any,  # noqa: ANN401
) -> None:
    """Screen each CANDIDATE against TRIAL.

    TRIAL is a document as for compile, or a compiled rule set.
    A CANDIDATE is a profile, or a file of one a line, or a record in FHIR R4 (a file or
    a folder) or OMOP CDM 5.4 (a folder).
    The exit status is 0 when all were screened, whatever the verdict, and 2 when an input could not be used.
    """
    with clear_errors():
        _read_once(trial, *candidates)
        found = Candidates(candidates, records.Asked(**options), trial=file_of(trial))
        rules, asked = rules_of(trial), Asked(_day(as_of), _chosen(conventions), _ranges(ranges))
        failed = False
        for number, outcome in enumerate(_screenings(rules, found, asked)):
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
@record_options
def explain(
    trial: str,
    candidate: str,
    identifier: str,
    as_of: str | None,
    conventions: tuple[str, ...],
    ranges: str | None,
    **options: Any,  # noqa: ANN401
) -> None:
    """Show the whole proof of one verdict on CANDIDATE."""
    with clear_errors():
        from eligibility.report.as_text import print_proof

        _read_once(trial, candidate)
        rules = rules_of(trial)
        known = [row.id for row in rules.rows]
        identifier = next((name for name in known if name.lower() == identifier.lower()), identifier)
        if identifier not in known:
            raise InputError(
                f"'{identifier}' is no row of this trial; there are: {', '.join(known)}", "--criterion"
            )
        asked = Asked(_day(as_of), _chosen(conventions), _ranges(ranges))
        found = Candidates((candidate,), records.Asked(**options), trial=file_of(trial))
        outcome, *others = _screenings(rules, found, asked)
        if isinstance(outcome, InputError):
            raise outcome
        if others:
            message = f"{1 + len(others)} candidates, where one is needed; give a file with one"
            raise InputError(message, candidate)
        judged = outcome.criterion(identifier)
        assert judged is not None
        with printing() as console:
            print_proof(judged, console)
            for child in outcome.criteria:
                if judged.trace is None and child.row.parent == identifier:
                    console.print()
                    print_proof(child, console)


def _ranges(place: str | None) -> Ranges | None:
    """The site's reference ranges; rows that are of no use are told on the error output."""
    if place is None:
        return None
    from eligibility.screen import read_ranges

    ranges = read_ranges(read(place), place)
    for told in ranges.unused:
        click.echo(f"note: {told}; the row is not used", err=True)
    return ranges


def _read_once(*places: str) -> None:
    if places.count(STANDARD) > 1:
        raise InputError("'-' stands here twice, and it can be read once; name files", STANDARD_INPUT)


class Asked(NamedTuple):
    """What candidates are screened under."""

    day: dt.date | None
    conventions: dict[str, str]
    ranges: Ranges | None


def _screenings(rules: RuleSet, found: Candidates, asked: Asked) -> Iterator[Screening | InputError]:
    """A screening for each candidate, or the error that one of them is."""
    from eligibility.screen import screen_profile

    for place, profile in found:
        if isinstance(profile, InputError):
            yield profile
            continue
        try:
            screening = screen_profile(
                rules, profile, as_of=asked.day, conventions=asked.conventions, ranges=asked.ranges
            )
            yield screening
            if found.shift is not None:
                _tell_moved(screening, rules, profile, found.shift, asked)
        except InputError as error:
            # A convention that is none is an error of the command, not of this candidate.
            if error.place == "--convention":
                raise
            yield InputError(error.message, ": ".join(filter(None, (place, profile.id, error.place))))


def _tell_moved(
    screening: Screening, rules: RuleSet, profile: Profile, shift: Shift, asked: Asked
) -> None:
    """Says which verdicts are others where all dates of the candidate are moved."""
    from eligibility.records.shifting import moved_day, shifted
    from eligibility.screen import screen_profile
    from eligibility.verdict.moved import moved

    day = None if asked.day is None else moved_day(asked.day, shift)
    other = screen_profile(
        rules, shifted(profile, shift), as_of=day, conventions=asked.conventions, ranges=asked.ranges
    )
    rows = moved(screening, other)
    said = "; ".join(f"{row.id} from '{row.before}' to '{row.after}'" for row in rows)
    message = f"verdicts that moved: {said}" if rows else "no verdict moved"
    click.echo(f"note: candidate {profile.id}, dates moved by {shift}: {message}", err=True)


def _show(screening: Screening, form: str, *, separated: bool) -> None:
    if form == "json":
        from eligibility.report.as_json import screening_json

        write(screening_json(screening) + b"\n", None)
        return
    if form == "fhir":
        from eligibility.report.as_fhir import screening_fhir

        write(screening_fhir(screening) + b"\n", None)
        return
    from eligibility.report.as_text import print_screening

    if separated:
        show("\n")
    with printing() as console:
        print_screening(screening, console)


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
