"""Suggests the parts of a mapping for a wide table: what each column holds.

What comes in are the first rows of a table; what goes out are lines.  Whether an
entry of a list is active or given, and what a code in a box stands for, the table
does not say: such parts are written as comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.knowledge.conversion import Refused
from eligibility.knowledge.quantities import Quantity
from eligibility.patient.terms import Terms
from eligibility.records.results import result_of
from eligibility.records.suggesting.draft import Draft, toml
from eligibility.records.suggesting.headings import Heading, Headings, words
from eligibility.records.suggesting.sampling import Column, Sample
from eligibility.records.suggesting.whole import NAMED, Uses, holds_dates, is_date, listed
from eligibility.records.table.numbers import pointed
from eligibility.records.table.read_mapping import LEFT_OUT, SAID, read_mapping

OF_CONCEPTS = {
    "condition": "condition", "disease_state": "condition", "drug": "treatment", "drug_class": "treatment",
    "procedure": "treatment", "therapy_phase": "treatment", "fusion": "genomic", "mutation": "genomic",
    "antigen": "genomic", "chromosome": "genomic", "ploidy": "genomic", "gene": "genomic",
}  # fmt: skip
"""The list that a column belongs to whose name is that of a concept."""

KEYS = {
    "condition": {"start": "onset", "date": "onset", "end": "resolved"},
    "treatment": {"start": "start", "date": "start", "end": "end"},
    "allergy": {"start": "date", "date": "date"},
    "genomic": {"date": "date"},
}
"""How an entry calls the columns beside it."""

DENIED = {"condition": "refuted", "treatment": "not given", "allergy": "refuted"}

_BOX = re.compile(r"(.+?)___(.+)")
_NUMBERED = re.compile(r"[\s_-]?\d{1,2}$")


class Beside(NamedTuple):
    """A column that belongs to another one."""

    column: Column
    heading: Heading


class Wide:
    """Writes the parts of a mapping for a wide table; ``taken``: columns used for the candidate itself."""

    def __init__(self, sample: Sample, headings: Headings, uses: Uses) -> None:
        self._headings, self._uses, self._told = headings, uses, headings.told
        self._columns = [one for one in sample.usable.values() if one.name not in uses.names]
        self._forms = any(headings.said("column_redcap", name) for name in sample.header)
        read = [(one, headings.read(one.name)) for one in self._columns]
        self._measured = [(one, found) for one, found in read if found is not None and not found.role]
        self._beside = [Beside(one, found) for one, found in read if found is not None and found.role]
        self._days = [one for one in self._columns if headings.said("column_day", one.name)]
        self.draft = Draft()

    def write(self) -> Draft:
        """All parts, those that can stand as they are first."""
        if len(self._days) > 1 and self._measured:
            several = listed(one.name for one in self._days)
            self.draft.decide(f"date = ...  (the date of each measurement; there are {several})")
        for column, heading in self._measured:
            self._measurement(column, heading)
        for column in self._columns:
            self._box(column) or self._list(column) or self._concept(column)
        self._states()
        return self.draft

    def _measurement(self, column: Column, heading: Heading) -> None:
        part, uses = Draft(), self._uses
        part.head("[[measurement]]")
        share = f"{column.numbers} of {column.filled} cells are numbers"
        part.guess("column", column.name, share if heading.quantity is not None else NAMED)
        part.guess("code", heading.code, NAMED)
        uses.use(column, uses.numbers)
        self._unit(part, column, heading)
        self._limits(part, heading)
        dates = [one for one in self._of(heading, "date") if holds_dates(one, self._told)]
        if len(dates) == 1:
            self._date(part, dates[0], NAMED)
        elif len(self._days) == 1 and not dates:
            self._date(part, self._days[0], "the only column for the date of a visit or sample")
        elif dates:
            part.decide(f"date = ...  (one of {listed(one.name for one in dates)})")
        self._codes(part, column, heading)
        self._accepted(part)

    def _date(self, part: Draft, column: Column, why: str) -> None:
        part.guess("date", column.name, why)
        self._uses.use(column, self._uses.dates)

    def _codes(self, part: Draft, column: Column, heading: Heading) -> None:
        """What the reader of a measurement with codes in its cells must say."""
        graded = heading.quantity is None or heading.quantity.kind == "score"
        pairs = ", ".join(f'{toml(text)} = "..."' for text in column.codes)
        if graded and self._forms and column.codes and column.numbers:
            part.decide(f"values = {{ {pairs} }}  (if the cells are codes of the form, not the grades)")
        elif heading.quantity is not None and 2 * self._read(column, heading.quantity) < column.filled:
            what = f"only {column.numbers} of {column.filled} cells are numbers"
            shown = f"values = {{ {pairs} }}  ({what})" if pairs else f"{what}; if they are codes, say values"
            part.decide(shown)

    def _read(self, column: Column, quantity: Quantity) -> int:
        """How many cells are numbers or levels of a measurement: Child-Pugh A."""
        levels = (times for text, times in column.counts.items() if self._told.level(quantity.id, text))
        return column.numbers + sum(levels)

    def _unit(self, part: Draft, column: Column, heading: Heading) -> None:
        quantity = heading.quantity
        if quantity is None:
            return
        units = self._of(heading, "unit")
        if heading.unit is not None:
            part.guess("unit", heading.unit, "unit from the name of the column")
            return
        if len(units) == 1:
            self._uses.use(units[0])
            part.guess("unit_column", units[0].name, "unit from the column beside it")
            return
        bare = isinstance(self._told.knowledge.conversions.unit(quantity, None), Refused)
        if bare and not self._carried(column, heading):
            odd = f"{toml(heading.unread)} in the name is none; " if heading.unread else ""
            part.decide(f'unit = "..."  ({odd}units known: {", ".join(quantity.units)})')

    def _carried(self, column: Column, heading: Heading) -> bool:
        """Whether every cell has a unit behind its number."""
        for text in column.counts:
            try:
                found = result_of(pointed(text), heading.quantity, self._told)
            except InputError:
                return False
            if isinstance(found.value, str) or not found.unit:
                return False
        return bool(column.counts)

    def _limits(self, part: Draft, heading: Heading) -> None:
        for role in ("low", "high"):
            found = [one for one in self._beside if one.heading.role == role and self._belongs(one, heading)]
            for column, beside in found[:1] if len(found) == 1 else ():
                if beside.unit not in (None, heading.unit):
                    part.decide(f"{role} = {toml(column.name)}  (its unit is not that of the value)")
                elif 2 * column.numbers >= column.filled:
                    part.guess(role, column.name, NAMED)
                    self._uses.use(column, self._uses.numbers)

    def _of(self, heading: Heading, role: str) -> list[Column]:
        """The columns in some role beside a measurement."""
        return [
            one.column for one in self._beside if one.heading.role == role and self._belongs(one, heading)
        ]

    def _belongs(self, beside: Beside, heading: Heading) -> bool:
        """Whether a column is beside this one: of the same words, or the only one of what is measured."""
        alike = sum(other.key == heading.key for _, other in self._measured)
        same = beside.heading.stem == heading.stem
        return same or (alike == 1 and beside.heading.key == heading.key)

    def _box(self, column: Column) -> bool:
        """A box of a form: the export has its number and not what it says."""
        found = _BOX.fullmatch(column.name)
        if found is None or not set(column.counts) <= {"0", "1"}:
            return False
        kind = self._kind(found[1])
        kind = kind if kind in DENIED else "condition"
        part = Draft()
        part.lines += [f"[[{kind}]]", f"column = {toml(column.name)}", 'text = "..."']
        part.lines.append(f'values = {{ "1" = "...", "0" = {toml(LEFT_OUT)} }}')
        said = ", ".join(SAID[kind])
        why = "is a box; the text of its label is in the data dictionary, and 1 says one of"
        self.draft.aside(part, f"{toml(column.name)} {why}: {said}")
        self._uses.names.add(column.name)
        return True

    def _kind(self, name: str) -> str | None:
        return self._headings.said("column_kind", name) or self._headings.said(
            "column_kind", _NUMBERED.sub("", name)
        )

    def _list(self, column: Column) -> bool:
        """A column whose cells name diseases, treatments, substances or findings."""
        kind = self._kind(column.name)
        if kind not in KEYS or column.name in self._uses.names:
            return False
        part = Draft()
        part.head(f"[[{kind}]]")
        part.guess("column", column.name, NAMED)
        if kind == "genomic":
            part.lines.append('assay = "..."')
            self._dates(part, column, kind)
            self.draft.aside(part, f"{toml(column.name)}: name the assay of its results, or an assay_column")
            return self._seen(column)
        states = [one for role, one in self._companions(column) if role == "status"]
        if len(states) == 1:
            part.guess("status_column", states[0].name, NAMED)
            self._uses.use(states[0], self._uses.words)
            self._states_of(part, states[0], kind)
            self._dates(part, column, kind)
            self._uses.use(column, self._uses.texts)
            self._accepted(part)
            return True
        part.lines.append('status = "..."')
        self._dates(part, column, kind)
        self.draft.aside(
            part, f"{toml(column.name)}: how it stands with all of them: {', '.join(SAID[kind])}"
        )
        return self._seen(column)

    def _seen(self, column: Column) -> bool:
        self._uses.names.add(column.name)
        return True

    def _states_of(self, part: Draft, states: Column, kind: str) -> None:
        said = {text: text.lower() if text.lower() in SAID[kind] else "..." for text in states.codes}
        said = {text: word for text, word in said.items() if text != word}
        if said and "..." not in said.values():
            part.guess("values", said, "the words themselves")
        elif said or not states.codes:
            pairs = toml(said or {"...": "..."})[2:-2]
            part.decide(f"values = {{ {pairs} }}  (each one of: {', '.join((*SAID[kind], LEFT_OUT))})")

    def _companions(self, column: Column) -> Iterator[tuple[str, Column]]:
        own = {
            tuple(word.lower() for word in words(one))
            for one in (column.name, _NUMBERED.sub("", column.name))
        }
        for other in self._columns:
            role, root = self._headings.companion(other.name)
            if role and tuple(word.lower() for word in root) in own:
                yield role, other

    def _dates(self, part: Draft, column: Column, kind: str) -> None:
        done: set[str] = set()
        for role, other in self._companions(column):
            key = KEYS[kind].get(role)
            if key is not None and key not in done and holds_dates(other, self._told):
                done.add(key)
                part.guess(key, other.name, NAMED)
                self._uses.use(other, self._uses.dates)

    def _concept(self, column: Column) -> bool:
        """A column with the name of a disease, a treatment or a finding: what its codes say is not known."""
        concept = self._told.named(column.name) or self._told.named(" ".join(words(column.name)))
        kind = OF_CONCEPTS.get(concept.kind) if concept is not None else None
        if concept is None or kind is None or column.name in self._uses.names:
            return False
        part, said, told = Draft(), ", ".join(SAID[kind]), self._told
        part.lines += [f"[[{kind}]]", f"column = {toml(column.name)}"]
        pairs = ", ".join(f'{toml(text)} = "..."' for text in column.codes) or '"..." = "..."'
        if kind == "genomic":
            part.lines += [f"target = {toml(concept.name)}", 'assay = "..."', f"values = {{ {pairs} }}"]
            why = "name the assay, and what its codes say"
        elif column.filled and all(is_date(text, told) for text in column.counts):
            part.lines += [f"text = {toml(concept.name)}", 'dated = "..."']
            why = f"what a date in it says: {said}"
        else:
            part.lines += [f"text = {toml(concept.name)}", f"values = {{ {pairs} }}"]
            why = f"what its codes say: {said}, {LEFT_OUT}"
        self._dates(part, column, kind)
        self.draft.aside(part, f"{toml(column.name)}: {why}")
        return self._seen(column)

    def _states(self) -> None:
        """The columns that say whether a form is filled in, or which form a row is of."""
        found = []
        for one in self._columns:
            last = words(one.name)[-1:]
            form = bool(last) and self._told.listed("column_form_state", last[0]) is not None
            if self._headings.said("column_redcap", one.name) or (
                form and set(one.counts) <= {"0", "1", "2"}
            ):
                found.append(one.name)
        self._uses.names.update(found)
        self.draft.lines += [""] if found else []
        self.draft.names("not used, they are about the forms", found)

    def _accepted(self, part: Draft) -> None:
        """Adds a part, as a comment where a mapping cannot have it."""
        why = refusal(f'shape = "wide"\nid = "id"\n{part.text}', self._told)
        if why is None:
            self.draft.add(part)
        else:
            self.draft.aside(part, why)


def refusal(text: str, told: Terms) -> str | None:
    """Why a mapping is refused; ``None`` for one that is not."""
    try:
        read_mapping(text.encode(), "mapping", told)
    except InputError as error:
        return error.message
    return None
