"""What a candidate can have, get or be given: names, classes, and how two concepts relate.

What comes in is ``rules/concepts``; what goes out is one table, looked up by id,
by name as written or by code.  A name without a row stays open; nothing is
matched by similarity.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.codes import Coded, Codes
from eligibility.knowledge.tables import Row, read_rows, read_table
from eligibility.knowledge.wording import even, loose, unhyphened

COLUMNS = (
    "id", "kind", "names", "is_a", "may_be", "excludes", "sex", "listed", "codes", "verified", "source"
)  # fmt: skip

_FIRST_WORD = re.compile("[^ /-]*")

LISTED = frozenset({"", "part", "no"})
"""What ``listed`` may say: see ``Concept``."""

STATES = frozenset({"condition", "disease_state"})
"""What a candidate has: the kinds of the list of conditions."""

DRUGS = frozenset({"drug", "drug_class"})

THERAPIES = DRUGS | {"procedure"}
"""What a candidate is given: the kinds of the list of treatments."""

KINDS = frozenset(
    {"condition", "disease_state", "drug", "drug_class", "procedure", "fusion", "gene", "mutation", "ploidy",
     "chromosome", "antigen", "site", "specimen", "method", "therapy_phase", "anchor", "person", "standard"}
)  # fmt: skip


class Relation(Enum):
    """How a recorded concept stands to the one asked for."""

    IS = "is"
    """It is that, or a kind of it."""
    MAY = "may"
    """It may be that: it is more general, the two overlap, or what is asked for is said vaguely."""
    NOT = "not"
    """It is something else, and says nothing of the one asked for."""
    REFUTES = "refutes"
    """It rules the one asked for out."""


class Concept(msgspec.Struct, frozen=True):
    """A condition, drug, procedure, alteration, site ... with its classes.

    ``is_a``: its direct classes.  ``may_be``: concepts that an instance of it may turn
    out to be.  ``excludes``: concepts that it rules out.  ``sex``: the only sex that can have it.
    ``listed``: "part", a class whose members are not all here, so that anything of its kind may be
    one; "no", nothing that a list of conditions has to hold, so that no such list denies it.
    """

    id: str
    kind: str
    names: tuple[str, ...]
    is_a: tuple[str, ...] = ()
    may_be: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    sex: str = ""
    listed: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        """The name that reports use."""
        return self.names[0]


class Concepts:
    """The table of concepts.  Names of rows marked unverified are not matched: they may decide nothing."""

    def __init__(self, folder: Path, older_codes: Path | None = None) -> None:
        self.by_id: dict[str, Concept] = {}
        self._by_name: dict[str, str] = {}
        self._codes = Codes()
        for row in read_rows(folder, COLUMNS):
            if row.yes("verified"):
                self._add(row)
        if older_codes is not None:
            self._add_older(older_codes)
        self._classes = {key: self._upward(key) for key in self.by_id}
        self._check()
        self._near = {key: self._nearby(key) for key in self.by_id}
        self._first_words = {_FIRST_WORD.match(name)[0] for name in self._by_name}  # type: ignore[index]

    def _add(self, row: Row) -> None:
        concept = Concept(
            id=row["id"], kind=row["kind"], names=row.many("names"), is_a=row.many("is_a"),
            may_be=row.many("may_be"), excludes=row.many("excludes"), sex=row["sex"], listed=row["listed"],
            source=row["source"],
        )  # fmt: skip
        if concept.id in self.by_id or not concept.names or not concept.source or concept.kind not in KINDS:
            raise RuleFileError(f"{row.place}: a concept has one row, a known kind, a name and a source")
        if concept.listed not in LISTED:
            raise RuleFileError(f"{row.place}: listed is empty, part or no, not '{concept.listed}'")
        self.by_id[concept.id] = concept
        for code in row.many("codes"):
            self._codes.add(code, concept.id, row.place)
        for name in (concept.id, *concept.names):
            evened = even(name)
            for key in (evened, loose(evened)) if "-" in evened else (evened,):
                if self._by_name.setdefault(key, concept.id) != concept.id:
                    raise RuleFileError(f"{row.place}: '{name}' names two concepts")

    def _add_older(self, place: Path) -> None:
        """The codes of ICD-9-CM, which records still have; a row of an unverified concept is passed over."""
        for row in read_table(place, ("code", "concept", "source")):
            if row["concept"] in self.by_id:
                self._codes.add(f"ICD-9-CM:{row['code']}", row["concept"], row.place)

    def _upward(self, start: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            if key not in self.by_id:
                raise RuleFileError(f"rules/concepts: '{start}' leads to '{key}', which has no row")
            seen.add(key)
            waiting.extend(self.by_id[key].is_a)
        return frozenset(seen)

    def _nearby(self, concept: str) -> frozenset[str]:
        """Its classes, all that one of these may be, of whatever class, and all that one rules out."""
        above = self._classes[concept]
        rows = [self.by_id[key] for key in above]
        may_be = (self.classes(one) for row in rows for one in row.may_be)
        return above.union(*may_be, *(row.excludes for row in rows))

    def _check(self) -> None:
        """Refuses a row that leads to one that is not there: a word misspelled would say nothing."""
        for concept in self.by_id.values():
            for key in (*concept.may_be, *concept.excludes):
                if key not in self.by_id:
                    raise RuleFileError(f"rules/concepts: '{concept.id}' names '{key}', which has no row")

    @property
    def written(self) -> tuple[str, ...]:
        """Every name of every concept, as the table spells it."""
        return tuple(name for concept in self.by_id.values() for name in concept.names)

    def named(self, text: str) -> Concept | None:
        """The concept of this id or name; hyphens and spaces are one."""
        first = text.partition(" ")[0]
        if first.isascii() and first.isalpha() and first.lower() not in self._first_words:
            return None
        evened = even(text)
        found = self._by_name.get(evened)
        if found is None and "-" in evened:
            found = self._by_name.get(unhyphened(evened))
        return self.by_id[found] if found else None

    def coded(self, system: str, code: str) -> Coded | None:
        """The concept that a code stands for; ``None`` for a code without a row."""
        return self._codes.find(system, code)

    def classes(self, concept: str) -> frozenset[str]:
        """The concept and every class above it."""
        return self._classes.get(concept, frozenset({concept}))

    def depths(self, concept: str | None) -> dict[str, int]:
        """The concept and every class above it, and of how many classes each is: the narrower, the more."""
        return {} if concept is None else {one: len(self.classes(one)) for one in self.classes(concept)}

    def speaking_of(self, asked: str) -> tuple[str, ...]:
        """The concepts that may say something of the one asked for; of all others the relation is ``NOT``.

        A class whose members are not all here is one of which any may.
        """
        row = self.by_id.get(asked)
        if row is None or row.listed == "part":
            return tuple(self.by_id)
        wanted = self._classes[asked].union(row.may_be)
        return tuple(key for key, near in self._near.items() if not near.isdisjoint(wanted))

    def relation(self, recorded: str, asked: str) -> Relation:
        """How a recorded concept stands to the one asked for."""
        above_recorded, above_asked = self.classes(recorded), self.classes(asked)
        if asked in above_recorded:
            return Relation.IS
        if any(above_asked & set(self.by_id[key].excludes) for key in above_recorded if key in self.by_id):
            return Relation.REFUTES
        if recorded in above_asked:
            return Relation.MAY
        known = (key for key in above_recorded if key in self.by_id)
        left_open = frozenset[str]().union(*(self._open_of(key, recorded) for key in known))
        if any(self._reaches(recorded, one, asked) for one in above_asked & left_open):
            return Relation.MAY
        if any(asked in self.classes(one) for one in left_open):
            # What may be viral hepatitis may be an infection.
            return Relation.MAY
        doubtful = self.by_id[asked].may_be if asked in self.by_id else ()
        if any(self._reaches(asked, one, recorded) for one in above_recorded.intersection(doubtful)):
            return Relation.MAY
        return Relation.MAY if self._of_open_class(recorded, asked) else Relation.NOT

    def _open_of(self, key: str, recorded: str) -> set[str]:
        """What a recorded concept may be by a class of it.

        That "transplantation" may be HSCT is said of that word, not of a kidney transplantation; that a
        solid tumour may be malignant says nothing more of a breast cancer, which is.
        """
        left_open = set(self.by_id[key].may_be)
        if key == recorded:
            return left_open
        return {one for one in left_open - self.classes(recorded) if key not in self.classes(one)}

    def _reaches(self, vague: str, named: str, other: str) -> bool:
        """Whether that one may be of a class says something of a member of the class.

        Rifampicin, which some call an antibiotic, is no penicillin; Crohn's disease, which some call
        autoimmune, is no lupus; of "connective tissue disease" that is open.
        """
        if named == other or self.by_id[vague].listed == "part":
            return True
        return self.by_id[vague].kind != "drug" and self.by_id[named].listed != "part"

    def _of_open_class(self, recorded: str, asked: str) -> bool:
        """Whether what is asked for is a class whose members are not all here, and this may be one."""
        given, wanted = self.by_id.get(recorded), self.by_id.get(asked)
        if given is None or wanted is None or wanted.listed != "part":
            return False
        for one, other in ((given, wanted), (wanted, given)):
            if one.kind == "procedure" and other.kind in DRUGS:
                # Chemotherapy may be any drug; a puncture and an operation are none.
                above = [self.by_id[key] for key in self.classes(one.id) if key in self.by_id]
                return any(self.by_id[drug].kind in DRUGS for row in above for drug in row.may_be)
        return any(wanted.kind in kinds and given.kind in kinds for kinds in (STATES, DRUGS, THERAPIES))
