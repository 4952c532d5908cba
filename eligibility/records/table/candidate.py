"""One candidate while the rows of a table are read, be it from one row or from many.

What comes in are facts, sexes, births, each with its row; what goes out is a
profile, and in the ledger what became of every fact.  Facts are checked at the
end, for the birth may stand in a later row than they, and so may a name that
must come into no text and no message.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.profile import Allergy, Code, Condition, Profile, Sex, Treatment
from eligibility.patient.terms import Terms
from eligibility.records.gathering import Gathering
from eligibility.records.hiding import Hiding
from eligibility.records.ledger import Ledger, UnknownCode
from eligibility.records.lost import LostResult
from eligibility.records.table.cells import NotKnown
from eligibility.records.yielding import AnyFact, Fact, Note, Unneeded, Yield

LIST_OF = {"condition": "conditions", "treatment": "treatments", "allergy": "allergies"}
"""The list, which may be declared complete, that facts of a kind belong to."""

_WORD, _NUMBER = re.compile(r"[^\W\d_]{2,}"), re.compile(r"\d{4,}")


class Kept(NamedTuple):
    """What a cell or row yielded, or why nothing; ``at``: its column; ``unknown``: codes no table has."""

    place: str
    kind: str
    at: str
    found: Yield | Unneeded | InputError
    unknown: tuple[UnknownCode, ...]


class Candidate:
    """What is known of one candidate so far; ``line`` is the first of its rows."""

    def __init__(self, identifier: str, line: int, told: Terms, ledger: Ledger) -> None:
        self.line, self._told, self._ledger = line, told, ledger
        self._gathering = Gathering(identifier)
        self._sexes: dict[Sex, str] = {}
        self._births: dict[str, str] = {}
        self._notes: list[Note] = []
        self._kept: list[Kept] = []
        self._words: set[str] = set()
        self._numbers: set[str] = set()
        self._rows: set[int] = set()

    @property
    def id(self) -> str:
        """The code of the candidate."""
        return self._gathering.id

    def again(self, cells: list[str]) -> bool:
        """Whether a row with the same cells stood before this one."""
        before, content = len(self._rows), hash(tuple(cells))
        self._rows.add(content)
        return len(self._rows) == before

    def sex(self, found: Sex, at: str) -> None:
        """A sex, and where it stands."""
        self._sexes.setdefault(found, at)

    def born(self, found: str, at: str) -> None:
        """A date of birth, and where it stands."""
        self._births.setdefault(found, at)

    def note(self, why: str, at: str) -> None:
        """What of the candidate itself could not be read."""
        if (why, at) not in self._notes:
            self._notes.append((why, at))

    def hide(self, text: str, words: bool = True) -> None:
        """What identifies the person, and must come into no text: as a whole, and its single words."""
        self._numbers.update([text, *_NUMBER.findall(text)])
        if words:
            self._words.update(_WORD.findall(text))

    def keep(
        self, place: str, kind: str, at: str, found: Yield | Unneeded | InputError,
        unknown: tuple[UnknownCode, ...] = (),
    ) -> None:  # fmt: skip
        """Facts of a cell or row, or why there are none."""
        self._kept.append(Kept(place, kind, at, found, unknown))

    def finish(self) -> Profile:
        """The candidate as a profile; what became of its facts is told to the ledger."""
        hiding = Hiding(sorted(self._words), sorted(self._numbers), self._told)
        if len(self._sexes) > 1:
            where = " and ".join(self._sexes.values())
            self.note("the rows say two sexes; the sex is left unknown", where)
        self._gathering.sex = next(iter(self._sexes)) if len(self._sexes) == 1 else None
        self._birth()
        for kept in self._kept:
            self._finish(kept, hiding)
        notes = tuple((hiding.clean(why), at) for why, at in self._notes)
        self._ledger.used(f"line {self.line}", "candidate", self.id, notes)
        return self._gathering.profile()

    def _birth(self) -> None:
        """The date of birth; of a day and its month in another row, the day."""
        if not self._births:
            return
        exact = max(self._births, key=len)
        if not all(exact.startswith(other) for other in self._births):
            where = " and ".join(self._births.values())
            self.note("the rows say two dates of birth; the birth is left unknown", where)
            return
        try:
            self._gathering.born(exact)
        except InputError as error:
            self.note(f"{error.message}; the birth is left unknown", self._births[exact])

    def _finish(self, kept: Kept, hiding: Hiding) -> None:
        place, kind, found = kept.place, kept.kind, kept.found
        for code in kept.unknown:
            said = (code.system, code.code, code.display)
            self._ledger.code_unknown(*(hiding.clean(text) for text in said))
        match found:
            case Unneeded():
                self._ledger.not_needed(place, kind, hiding.clean(found.why), self.id)
                if isinstance(found, NotKnown):
                    self._mark(kept)
            case InputError():
                self._refuse(kept, found, hiding)
            case Yield():
                facts = tuple(_hidden(fact, hiding, self._told) for fact in found.facts)
                self._add(kept, facts, found.notes, hiding)

    def _add(self, kept: Kept, facts: tuple[AnyFact, ...], notes: tuple[Note, ...], hiding: Hiding) -> None:
        try:
            self._gathering.add(facts)
        except InputError as error:
            undated = tuple(_undated(fact) for fact in facts)
            try:
                if undated == facts:
                    raise error
                self._gathering.add(undated)
            except InputError as final:
                marks = final.marks if isinstance(final, LostResult) else ()
                self._refuse(kept, LostResult(InputError(final.message), *marks), hiding)
                return
            notes = (*notes, (f"{error.message}; the entry is kept without dates", kept.at))
        clean = tuple((hiding.clean(why), at) for why, at in notes)
        self._ledger.used(kept.place, kept.kind, self.id, clean)

    def _refuse(self, kept: Kept, error: InputError, hiding: Hiding) -> None:
        """Tells of what cannot be used, and marks its list."""
        where = error.place or kept.at
        self._ledger.refused(kept.place, kept.kind, hiding.clean(error.message), where, self.id)
        self._mark(kept)
        if isinstance(error, LostResult):
            for mark in error.marks:
                self._gathering.keep_place(_hidden(mark, hiding, self._told))

    def _mark(self, kept: Kept) -> None:
        """Leaves the mark of a lost entry in its list; one of an unknown kind may be in any."""
        source = f"{kept.place}, column {kept.at}" if kept.at else kept.place
        for kind, name in LIST_OF.items():
            if kept.kind in (kind, "row"):
                self._gathering.mark(name, source)


def _undated(fact: AnyFact) -> AnyFact:
    """An entry of a list without its dates; one that had an end is not known to last.  Another as it is."""
    match fact:
        case Condition():
            plain = fact.resolved is None or fact.status in ("resolved", "inactive")
            status = fact.status if plain else "unknown"
            return msgspec.structs.replace(fact, onset=None, resolved=None, status=status)
        case Treatment():
            return msgspec.structs.replace(fact, start=None, end=None)
        case Allergy():
            return msgspec.structs.replace(fact, date=None)
        case _:
            return fact


def _hidden(fact: Fact, hiding: Hiding, told: Terms) -> Fact:
    """A fact without what identifies its person; a code or a unit that no table has may be any text."""
    plain = hiding.hidden(fact)
    code = getattr(plain, "code", None)
    if isinstance(code, Code) and not _is_known(code, told):
        clean = hiding.clean
        plain = msgspec.structs.replace(plain, code=Code(clean(code.system), clean(code.code), code.display))
    return plain


def _is_known(code: Code, told: Terms) -> bool:
    tables = told.knowledge
    return tables.concepts.coded(code.system, code.code) is not None or (
        tables.quantities.coded(code.code) is not None and told.listed("code_system", code.system) == "loinc"
    )
