"""Candidates in whatever format their record is, for every command that takes some."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from eligibility.cli.files import STANDARD, check_outputs, read, read_any, write, write_private, writing
from eligibility.cli.group import clear_errors, main
from eligibility.core.errors import InputError

if TYPE_CHECKING:
    from eligibility.patient.profile import Profile
    from eligibility.records.ledger import Ledger
    from eligibility.records.side import Beside

SHOWN = 20
"""Refusals that are told one by one; all of them stand in the ledger."""

FORMATS = ("fhir", "omop", "csv", "profile")


class Asked(NamedTuple):
    """How records are to be taken in, and what is told beside them."""

    answers: str | None
    complete: tuple[str, ...]
    declared_by: str | None
    codes: str | None
    mapping: str | None
    ledger: str | None
    longest: int | None
    pseudonymise: str | None
    shift: str | None


Command = TypeVar("Command", bound=Callable[..., Any])


def record_options(command: Command) -> Command:
    """Gives a command the options of records."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option(
        "--answers", metavar="FILE", help="What is told beside the records: statements, answers, lists."
    ),
    click.option(
        "--complete", multiple=True, metavar="LIST@FROM..TO", help="Declare a list of the record complete."
    ),
    click.option("--declared-by", metavar="NAME", help="Who declares the lists complete."),
    click.option("--codes", metavar="FILE", help="The site's own codes, a CSV file."),
    click.option("--mapping", metavar="FILE", help="What the columns of a table mean, a TOML file."),
    click.option("--ledger", metavar="FILE", help="Write what became of every resource or row to this file."),
    click.option("--longest-line", "longest", type=click.IntRange(1_000), metavar="BYTES", help="Of NDJSON."),
    click.option("--pseudonymise", metavar="KEYFILE", help="Replace ids; the table is kept in this file."),
    click.option(
        "--shift-dates", "shift", metavar="DAYS|28y", help="Move all dates of a candidate together."
    ),
)


class Candidates:
    """The candidates of some records, each with the place it is from."""

    def __init__(
        self, places: tuple[str, ...], asked: Asked, *, output: str | None = None, trial: str = ""
    ) -> None:
        """``output`` and ``trial``: what else the command writes and reads."""
        from eligibility.records.pseudonyms import Pseudonyms, read_pseudonyms
        from eligibility.records.shifting import read_shift
        from eligibility.records.side import declared_list, read_beside

        self._places, self._asked = places, asked
        written = {"-o": output, "--ledger": asked.ledger, "--pseudonymise": asked.pseudonymise}
        outputs = {option: place for option, place in written.items() if place is not None}
        for given in (*places, trial, asked.answers, asked.codes, asked.mapping):
            if given and outputs:
                check_outputs(outputs, given)
        self.shift = None if asked.shift is None else read_shift(asked.shift)
        self._pseudonyms: Pseudonyms | None = None
        if asked.pseudonymise is not None:
            kept = Path(asked.pseudonymise)
            known = read_pseudonyms(read(str(kept)), str(kept)) if kept.exists() else Pseudonyms()
            self._pseudonyms = known
        self._beside: Beside | None = None
        if asked.answers is not None:
            self._beside = read_beside(*read_any(asked.answers))
        self._declared = tuple(declared_list(text, asked.declared_by) for text in asked.complete)
        if asked.declared_by is not None and not asked.complete:
            raise InputError(
                "says who declares a list complete; name the list with --complete", "--declared-by"
            )

    def __iter__(self) -> Iterator[tuple[str, Profile | InputError]]:
        """Each candidate, or the error that keeps one from being read; what was read is told at the end."""
        with contextlib.ExitStack() as stack:
            file = None if self._asked.ledger is None else stack.enter_context(writing(self._asked.ledger))
            for number, place in enumerate(self._places, 1):
                yield from ((place, one) for one in self._of(place, f"record {number}", file))
        if self._pseudonyms is not None and self._pseudonyms.grown:
            write_private(self._pseudonyms.table(), str(self._asked.pseudonymise))
        if self._beside is not None and self._beside.left:
            left = self._beside.left
            who = f"{len(left)} of its candidates" if self._pseudonyms is not None else ", ".join(left)
            click.echo(f"note: {self._asked.answers}: no record is of {who}", err=True)

    def _of(self, place: str, record: str, file: IO[bytes] | None) -> Iterator[Profile | InputError]:
        from eligibility.records.ledger import Ledger
        from eligibility.records.writing import line_writer, totals_json

        try:
            if place == STANDARD or not _is_record(place):
                from eligibility.patient.read import read_profiles

                yield from (self._joined(one, None) for one in read_profiles(*read_any(place)))
                return
            several = record if len(self._places) > 1 else ""
            ledger = Ledger(None if file is None else line_writer(file.write, several))
            ledger.declared = [f"{text}, by {self._asked.declared_by}" for text in self._asked.complete]
            for one in self._taken(place, ledger):
                yield self._joined(one, ledger)
            tell(ledger, place)
            if file is not None:
                file.write(totals_json(ledger, several))
        except InputError as error:
            yield error

    def _taken(self, place: str, ledger: Ledger) -> Iterator[Profile | InputError]:
        from eligibility.knowledge.load import knowledge
        from eligibility.patient.terms import terms
        from eligibility.records.fhir.files import LONGEST_LINE
        from eligibility.records.intake import Wanted, take_in
        from eligibility.records.local_codes import LocalCodes, read_local_codes
        from eligibility.records.table.read_mapping import read_mapping

        asked, local, mapping = self._asked, LocalCodes(), None
        if asked.codes is not None:
            local = read_local_codes(read(asked.codes), asked.codes, knowledge())
        if asked.mapping is not None:
            mapping = read_mapping(read(asked.mapping), asked.mapping, terms(knowledge()))
        wanted = Wanted(local, asked.longest or LONGEST_LINE, self._pseudonyms, mapping)
        return take_in(Path(place), ledger, wanted)

    def _joined(self, one: Profile | InputError, ledger: Ledger | None) -> Profile | InputError:
        """A profile with what is told beside it and the lists declared complete."""
        from eligibility.records.side import renamed, with_complete

        if isinstance(one, InputError):
            return one
        try:
            both, known = one, self._pseudonyms
            if ledger is None and known is not None:
                both = renamed(one, known.of(one.id))
            if self._beside is not None:
                both = self._beside.joined(both, both.id if known is None else known.original(both.id))
        except InputError as error:
            return error
        doubted = {} if ledger is None else ledger.lists_in_doubt
        holding = tuple(one for one in self._declared if one.list not in doubted)
        return with_complete(both, holding)


def _is_record(place: str) -> bool:
    """Whether a place holds a record in another format than a profile's."""
    from eligibility.records.intake import kind_of

    path = Path(place)
    return bool(place) and path.exists() and kind_of(path) != "profile"


def tell(ledger: Ledger, place: str) -> None:
    """Says on the error output what was read, and what was refused and why."""
    counts = (f"{ledger.total('used'):,} used, {ledger.total('not needed'):,} not needed, "
              f"{ledger.total('refused'):,} refused")  # fmt: skip
    click.echo(f"note: {place}: {ledger.read:,} read, {counts}", err=True)
    for line in ledger.refusals[:SHOWN]:
        at = f" {line.at}" if line.at else ""
        click.echo(f"refused: {line.place} ({line.kind}){at}: {line.why}", err=True)
    more = ledger.total("refused") - SHOWN
    if more > 0:
        click.echo(f"refused: {more:,} more; --ledger FILE writes all of them", err=True)
    for name, why in ledger.lists_in_doubt.items():
        if any(text.startswith(f"{name}@") for text in ledger.declared):
            click.echo(f"note: {name} are not taken as complete: {why}", err=True)


@main.command("import")
@click.argument("form", type=click.Choice(FORMATS), metavar="FORMAT")
@click.argument("record")
@click.option("-o", "--output", metavar="FILE", help="Write the profiles to this file.")
@click.option("--suggest", is_flag=True, help="Write a first mapping of a table instead, to be checked.")
@record_options
def import_command(form: str, record: str, output: str | None, suggest: bool, **options: Any) -> None:  # noqa: ANN401
    """Read a RECORD of FORMAT (fhir, omop, csv, profile) and write its candidates as profiles.

    One candidate is written as a profile, several as one a line.
    What became of every resource or row is told on the error output, and all of it with --ledger.
    """
    with clear_errors():
        from eligibility.records.intake import kind_of
        from eligibility.records.shifting import shifted
        from eligibility.records.writing import profile_json

        asked = Asked(**options)
        if suggest:
            _suggest(form, record, output)
            return
        found = "profile" if record == STANDARD else kind_of(Path(record))
        if found != form:
            raise InputError(f"the content is of the format '{found}', not '{form}'", record)
        profiles: list[Profile] = []
        failed = False
        candidates = Candidates((record,), asked, output=output)
        for _, one in candidates:
            if isinstance(one, InputError):
                click.echo(f"error: {one}", err=True)
                failed = True
            else:
                profiles.append(one if candidates.shift is None else shifted(one, candidates.shift))
        content = b"".join(profile_json(one, spread=len(profiles) == 1) for one in profiles)
        write(content, output)
        if failed:
            raise SystemExit(2)


def _suggest(form: str, record: str, output: str | None) -> None:
    """Writes a first mapping of a table, in which every guess is marked as one."""
    from eligibility.knowledge.load import knowledge
    from eligibility.patient.terms import terms
    from eligibility.records.suggesting.suggest import suggest

    if form != "csv":
        raise InputError("only a table has a mapping; the format is 'csv'", "--suggest")
    check_outputs({"-o": output}, record)
    if record == STANDARD:
        raise InputError("a table is not read from standard input; name its file", record)
    write(suggest(Path(record), terms(knowledge())).encode(), output)
