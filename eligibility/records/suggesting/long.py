"""Suggests the parts of a mapping for a long table: what its columns, kinds and states are.

What comes in are the first rows of a table; what goes out are lines.  A value and
its unit are taken from columns that belong together: the value as reported beside
the unit of the standard one would be another value.
"""

from __future__ import annotations

from collections import Counter

from eligibility.records.suggesting.draft import Draft, toml
from eligibility.records.suggesting.headings import Headings
from eligibility.records.suggesting.sampling import Column, Sample
from eligibility.records.suggesting.whole import NAMED, Uses, holds_dates, listed
from eligibility.records.suggesting.wide import OF_CONCEPTS
from eligibility.records.table.mapping import LongColumns
from eligibility.records.table.read_mapping import LEFT_OUT, SAID

RESULTS = frozenset({"measurement", "genomic"})
PAIRED = ("value", "unit", "low", "high")
"""Roles of which the columns must be of one family: as reported, or in standard units."""

LOINC = "http://loinc.org"


def roles_of(sample: Sample, headings: Headings) -> dict[str, list[Column]]:
    """The columns of a table by what they may be in a long one."""
    found: dict[str, list[Column]] = {}
    for column in sample.usable.values():
        role = headings.said("column_long", column.name)
        if role is None and headings.said("column_day", column.name):
            role = "date"
        if role is not None:
            found.setdefault(role, []).append(column)
    if "name" not in found and found.keys() & {"code", "loinc", "system", "start"}:
        # A table of diagnoses has its names in a column of that name.
        named = [one for one in sample.usable.values() if headings.said("column_kind", one.name)]
        named = [one for one in named if headings.said("column_long", one.name) is None]
        if len(named) == 1:
            found["name"] = named
    return found


def is_long(sample: Sample, headings: Headings) -> bool:
    """Whether the columns are those of a table with one fact a row."""
    roles = roles_of(sample, headings)
    read = [headings.read(name) for name in sample.usable]
    measured = sum(one is not None and not one.role for one in read)
    named = any(role in roles for role in ("name", "code", "loinc"))
    return (
        named
        and measured < 2
        and any(role in roles for role in ("value", "kind", "start", "status", "system"))
    )


class Long:
    """Writes the parts of a mapping for a long table."""

    def __init__(self, sample: Sample, headings: Headings, uses: Uses) -> None:
        self._headings, self._uses, self._told = headings, uses, headings.told
        roles = roles_of(sample, headings)
        self._roles = {
            role: left
            for role, all_ in roles.items()
            if (left := [one for one in all_ if one.name not in uses.names])
        }
        self._columns: dict[str, Column] = {}
        self._names = tuple(sample.usable)
        self.draft = Draft()

    def write(self) -> Draft:
        """All parts."""
        self.draft.head("[columns]")
        self._family()
        for role in LongColumns.COLUMNS:
            self._column(role)
        fixed = Draft()
        kinds = self._kinds(fixed)
        if "loinc" in self._roles and "system" not in self._columns and "code" in self._columns:
            fixed.guess("system", LOINC, "by the name of the column with the codes")
        if "genomic" in kinds.values() and "assay" not in self._columns:
            fixed.decide(
                'assay = "..."  (without one no negative genomic result is kept; or [columns] assay)'
            )
        if fixed.lines:
            self.draft.head("[fixed]")
            self.draft.add(fixed)
        self._kinds_told(kinds)
        self._statuses(kinds)
        self._further()
        return self.draft

    def _further(self) -> None:
        """Columns with states that a long table has no place for: one that is refuted is not there."""
        for name in self._names:
            if name not in self._uses.names and self._headings.companion(name)[0] == "status":
                what = (
                    "is not read, for there is one status; if it can say refuted or not given, join the two"
                )
                self.draft.decide(f"{toml(name)} {what}")

    def _family(self) -> None:
        """Leaves of values, units and limits those of one family: as reported, where its unit is there."""
        said = {
            one.name: self._headings.said("column_family", one.name) or ""
            for role in PAIRED
            for one in self._roles.get(role, ())
        }
        families = dict.fromkeys(said[one.name] for one in self._roles.get("value", ()))
        united = [
            one for one in families if any(said[unit.name] == one for unit in self._roles.get("unit", ()))
        ]
        chosen = next(iter(united or families), "")
        for role in PAIRED:
            kept = [one for one in self._roles.get(role, ()) if said[one.name] == chosen]
            others = [one.name for one in self._roles.get(role, ()) if said[one.name] != chosen]
            if others:
                names = listed(others)
                self.draft.say(f"not used as {role}, they do not belong to the column with values: {names}")
                self._uses.names.update(others)
            self._roles[role] = kept[:1] if chosen else kept

    def _column(self, role: str) -> None:
        """The line of one key of [columns]."""
        found = self._roles.get(role, [])
        if role == "code":
            found = self._roles.get("loinc", found)
        if role == "name" and len(found) > 1:
            found = self._best_names(found)
        dates = role in ("date", "start", "end")
        if dates:
            found = [one for one in found if holds_dates(one, self._told)]
        if not found:
            return
        if len(found) > 1:
            self.draft.decide(f"{role} = ...  (one of {listed(one.name for one in found)})")
            return
        (column,) = found
        self._columns[role] = column
        self.draft.guess(role, column.name, NAMED)
        uses = self._uses
        kind = uses.dates if dates else uses.numbers if role in ("value", "low", "high") else uses.words
        uses.use(column, kind)

    def _best_names(self, found: list[Column]) -> list[Column]:
        """Of columns with names the one of which most are known here, the first of equal ones."""
        known = {one.name: sum(self._kind_named(text) is not None for text in one.counts) for one in found}
        best = max(known.values())
        first, *others = sorted(found, key=lambda one: known[one.name] != best)
        names = listed(one.name for one in others)
        self.draft.decide(
            f"name = ...  ({names} may have the names; of {toml(first.name)} {best} are known here)"
        )
        return [first]

    def _kind_named(self, text: str) -> str | None:
        """The kind of fact that a name is known to be of."""
        told = self._told
        if told.quantity(text) is not None or told.scale(text) is not None:
            return "measurement"
        concept = told.named(text) or told.therapy(text)
        return None if concept is None else OF_CONCEPTS.get(concept.kind)

    def _kinds(self, fixed: Draft) -> dict[str, str]:
        """What each value of the column of kinds stands for, or what all rows are, by "*"."""
        column = self._columns.get("kind")
        if column is not None:
            read = {text: self._told.listed("column_kind", text) for text in column.counts}
            return {text: kind for text, kind in read.items() if kind is not None}
        names = self._columns.get("name") or self._columns.get("code")
        if names is None:
            return {}
        kind, why = (
            self._headings.said("column_kind", names.name),
            f"by the name of the column {toml(names.name)}",
        )
        if kind is None:
            kind, why = self._by_names(names)
        if kind is None:
            fixed.decide(f'kind = "..."  (what the rows are: {", ".join(SAID)}; {why})')
            return {}
        fixed.guess("kind", kind, why)
        return {"*": kind}

    def _by_names(self, names: Column) -> tuple[str | None, str]:
        """The kind of most names of a column, unless some are of another; and the count."""
        kinds = Counter(self._kind_named(text) for text in names.counts)
        known = {kind: times for kind, times in kinds.items() if kind is not None}
        if len(known) == 1:
            kind, times = next(iter(known.items()))
            why = f"{times} of {len(names.counts)} different names are known as such, none as another"
            return (kind if 2 * times >= len(names.counts) else None), why
        shown = ", ".join(f"{times} as {kind}" for kind, times in known.items())
        return None, f"of {len(names.counts)} different names are known: {shown or 'none'}"

    def _kinds_told(self, kinds: dict[str, str]) -> None:
        column = self._columns.get("kind")
        if column is None:
            return
        self.draft.head("[kinds]")
        for text, kind in sorted(kinds.items()):
            if kind in RESULTS and "value" not in self._columns:
                self.draft.decide(f"{toml(text)} = {toml(kind)}  (results need a column for their value)")
            elif kind == "treatment" and "status" not in self._columns:
                way = '[statuses.treatment] "" = "given", if all were given'
                self.draft.decide(f"{toml(text)} = {toml(kind)}  (whether they were given: {way})")
            else:
                self.draft.guess(toml(text), kind, "by the word itself")
        odd = [text for text in sorted(column.counts) if text not in kinds]
        for text in odd if column.codes else ():
            self.draft.decide(f'{toml(text)} = "..."  (one of {", ".join(SAID)}, not needed)')
        if odd and not column.codes:
            self.draft.decide(f"{len(odd)} further values of {toml(column.name)} need a line")

    def _statuses(self, kinds: dict[str, str]) -> None:
        """What the words in the column of states stand for, kind by kind."""
        column, kind_column = self._columns.get("status"), self._columns.get("kind")
        if "treatment" in kinds.values() and column is None:
            self.draft.head("[statuses.treatment]")
            said = ", ".join(SAID["treatment"])
            self.draft.decide(
                f'"" = "..."  (no column says how it stands with the treatments; one of {said})'
            )
        if column is None:
            return
        for kind in dict.fromkeys(kinds.values()):
            texts: Counter[str] = Counter()
            for line, text in column.cells.items():
                own = kinds.get("*") or (kinds.get(kind_column.cells.get(line, "")) if kind_column else None)
                texts[text] += own == kind
            self._states(kind, [text for text, times in texts.items() if times], column)

    def _states(self, kind: str, texts: list[str], column: Column) -> None:
        if not texts:
            return
        self.draft.head(f"[statuses.{kind}]")
        odd = []
        for text in sorted(texts):
            if text.lower() in SAID[kind]:
                self.draft.guess(toml(text), text.lower(), "the word itself")
            else:
                odd.append(text)
        said = ", ".join((*SAID[kind], LEFT_OUT))
        for text in odd if column.codes else ():
            self.draft.decide(f'{toml(text)} = "..."  (one of {said})')
        if odd and not column.codes:
            self.draft.decide(
                f"{len(odd)} further words of {toml(column.name)} need a line, as one of {said}"
            )
