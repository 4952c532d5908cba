"""Suggests what a mapping says of a table as a whole: whose its rows are, how its cells are written.

What comes in are the first rows of a table and what its columns are used for;
what goes out are lines.  03/04/2020 is one of two days, and 1 and 2 are no sexes:
what only the people who filled the table know is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from eligibility.core.errors import InputError
from eligibility.patient.terms import Terms
from eligibility.records.pseudonyms import stands_as_it_is
from eligibility.records.suggesting.draft import Draft, toml
from eligibility.records.suggesting.headings import Headings
from eligibility.records.suggesting.sampling import Column, Sample
from eligibility.records.table.days import day_of, readings

NAMED = "by the name of the column"
MANY_NAMES = 12
"""Names of columns that one line to decide about shows."""

_DECIMAL = re.compile(r"[<>=≤≥~]*\s*[-+]?(\d+)([.,])(\d+)(?![.,\d]).*", re.ASCII | re.DOTALL)
_SHORT = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?!\d).*", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


class Uses:
    """What columns are used for: for dates, numbers, texts, or words that all say something."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.dates: dict[str, Column] = {}
        self.numbers: dict[str, Column] = {}
        self.words: dict[str, Column] = {}
        self.texts: dict[str, Column] = {}

    def use(self, column: Column, kind: dict[str, Column] | None = None) -> None:
        """A column that the mapping names."""
        self.names.add(column.name)
        if kind is not None:
            kind[column.name] = column


def listed(names: Iterable[str]) -> str:
    """Names of columns in one line, the first of them."""
    shown = list(names)
    more = f", and {len(shown) - MANY_NAMES} more" if len(shown) > MANY_NAMES else ""
    return ", ".join(map(toml, shown[:MANY_NAMES])) + more


def is_date(text: str, told: Terms) -> bool:
    """Whether a cell holds a date, in one order or another."""
    if readings(text):
        return True
    try:
        day_of(text, None, told)
    except InputError:
        return False
    return True


def holds_dates(column: Column, told: Terms) -> bool:
    """Whether at least half of the cells of a column are dates, or what a spreadsheet keeps for them."""
    seen = sum(
        times
        for text, times in column.counts.items()
        if _SERIAL.fullmatch(text) or _SHORT.fullmatch(text) or is_date(text, told)
    )
    return 2 * seen >= column.filled


def code_columns(sample: Sample, headings: Headings, several: bool) -> list[Column]:
    """The columns that may code the candidates, the likeliest first; ``several``: rows a candidate.

    One that is the same in all rows may be the code of the study, one that differs in all that of the row.
    """
    found = []
    for place, column in enumerate(sample.usable.values()):
        said = headings.said("column_id", column.name)
        constant = len(column.counts) <= 1 < column.filled
        if (
            said is None
            or (said == "study" and len(column.counts) <= 1)
            or (sample.rows and not column.filled)
        ):
            continue
        own = several and sample.rows > 1 and len(column.counts) == sample.rows
        repeats = not several and len(column.counts) < column.filled
        found.append((constant, own, said == "study", repeats, place, column))
    return [column for *_, column in sorted(found, key=lambda one: one[:-1])]


class Whole:
    """Writes the lines about a whole table."""

    def __init__(self, sample: Sample, headings: Headings, uses: Uses) -> None:
        self._sample, self._headings, self._uses = sample, headings, uses
        self._told, self.draft = headings.told, Draft()

    def code(self, several: bool) -> Column | None:
        """The line about the code of the candidates, and its column."""
        draft, found = self.draft, code_columns(self._sample, self._headings, several)
        numbers = [one for one in self._sample.persons if self._headings.said("column_person", one.name)]
        # The code of a study is that of all its candidates; beside a number of the person it is likely that.
        doubted = numbers and found and self._headings.said("column_id", found[0].name) == "study"
        if found and not doubted:
            first, *others = found
            self._uses.use(first)
            draft.guess("id", first.name, NAMED)
            if others:
                draft.decide(f"id = ...  (others may be it: {listed(one.name for one in others)})")
            self._plain(first)
            return first
        if numbers:
            pair = {"number_by": numbers[0].name}
            draft.guess("id", pair, "the only number of a person; it is not kept, candidates are numbered")
            if found:
                names = listed(one.name for one in found)
                draft.decide(
                    f"id = ...  (if one of these is a code of the candidate, not of a study: {names})"
                )
            return numbers[0]
        draft.decide('id = "..."  (the column with a code of the candidate; no name of a column says so)')
        likely = [] if several else [one.name for one in self._sample.usable.values() if self._own(one)]
        if likely:
            draft.decide(f"id: these differ in all rows: {listed(likely)}")
        return None

    def _own(self, column: Column) -> bool:
        whole = len(column.counts) == column.filled == self._sample.rows > 1
        return whole and all(stands_as_it_is(text) for text in column.counts)

    def _plain(self, column: Column) -> None:
        """Warns of codes that the reader refuses."""
        way = f"number the candidates instead: id = {toml({'number_by': column.name})}"
        wrong = sum(times for text, times in column.counts.items() if not stands_as_it_is(text))
        if wrong:
            self.draft.decide(f"{wrong} of {column.filled} codes are no plain codes and are refused; {way}")
        for person in self._sample.persons:
            if any(person.cells.get(line) == text for line, text in column.cells.items()):
                names = f"{toml(column.name)} holds what {toml(person.name)} holds"
                self.draft.decide(f"{names}, which identifies a person; {way}")

    def rows(self, column: Column | None) -> None:
        """The line about several rows of a candidate in a wide table."""
        forms = [name for name in self._sample.header if self._headings.said("column_rows", name)]
        again = 0 if column is None else sum(times > 1 for times in column.counts.values())
        if forms:
            self.draft.guess("rows", "many", f"there is the column {toml(forms[0])}")
        elif again:
            what = f"codes that stand in more than one row: {again}; if the rows of a code belong together"
            self.draft.decide(f'rows = "many"  ({what})')

    def persona(self) -> None:
        """The lines about sex and birth."""
        sex, birth = self._only("sex", "column_sex"), self._only("birth_date", "column_birth")
        if birth is not None:
            self._uses.use(birth, self._uses.dates)
        if sex is None:
            return
        self._uses.use(sex, self._uses.texts)
        told = self._told
        odd = [
            text
            for text in sex.counts
            if not told.listed("column_sex_word", text) and told.listed("column_missing", text) != "word"
        ]
        if odd and sex.codes:
            pairs = ", ".join(f'{toml(text)} = "..."' for text in sex.codes)
            self.draft.decide(f"sex_values = {{ {pairs} }}  (each female, male or other)")
        elif odd:
            way = 'sex_values = { "..." = "female", "..." = "male" }'
            self.draft.decide(f"{way}  ({len(odd)} different texts are not understood)")

    def _only(self, key: str, use: str) -> Column | None:
        """The only column that is on a list, with its line; of two it is not known which is meant."""
        found = [one for one in self._sample.usable.values() if self._headings.said(use, one.name)]
        if len(found) == 1:
            self.draft.guess(key, found[0].name, NAMED)
            return found[0]
        if found:
            self._uses.names.update(one.name for one in found)
            self.draft.decide(f"{key} = ...  (one of {listed(one.name for one in found)})")
        return None

    def written(self) -> None:
        """The lines about how dates and decimals are written, and what says that there is no value."""
        self._order()
        self._years()
        self._decimal()
        self._missing()

    def _order(self) -> None:
        proofs: dict[str, str] = {}
        parts = 0
        for column in self._uses.dates.values():
            for line, text in column.cells.items():
                found = readings(text)
                parts += len(set(found.values())) > 1 or len(found) == 1
                for order in found if len(found) == 1 else ():
                    proofs.setdefault(order, f"line {line} of {toml(column.name)}")
        match list(proofs.items()):
            case [(only, place)]:
                self.draft.guess("date_order", only, f"{place} can be read in this order only")
            case [(one, place), (other, second)]:
                where = f"{place} is {one}, {second} is {other}"
                self.draft.decide(f"date_order = ...  ({where}; write the dates as YYYY-MM-DD)")
            case _ if parts:
                way = '"day-month-year" or "month-day-year"'
                lost = "those that can be two days are lost until then"
                self.draft.decide(f"date_order = ...  ({way}: no date shows which; {lost})")

    def _years(self) -> None:
        for column in self._uses.dates.values():
            serial = sum(bool(_SERIAL.fullmatch(text)) for text in column.cells.values())
            short = sum(bool(_SHORT.fullmatch(text)) for text in column.cells.values())
            name = toml(column.name)
            if serial:
                way = "format the column as YYYY-MM-DD and export it again"
                self.draft.decide(f"{name} has {serial} numbers of a spreadsheet in place of dates; {way}")
            if short:
                self.draft.decide(f"{name} has {short} years of two digits; export it with four")

    def _decimal(self) -> None:
        signs = {",": 0, ".": 0}
        proof = 0
        for column in self._uses.numbers.values():
            for text in column.cells.values():
                found = _DECIMAL.fullmatch(text)
                if found is not None:
                    signs[found[2]] += 1
                    proof += found[2] == "," and (len(found[3]) != 3 or found[1] == "0")
        if not signs[","]:
            return
        if proof and not signs["."] and self._sample.separator != ",":
            self.draft.guess("decimal", ",", f"{signs[',']} numbers have a comma and none has a point")
        else:
            what = f"{signs[',']} numbers have a comma, {signs['.']} a point"
            self.draft.decide(f'decimal = ","  ({what}; thousands = "," if the comma parts thousands)')

    def _missing(self) -> None:
        words: dict[str, int] = {}
        for column in (*self._uses.dates.values(), *self._uses.numbers.values(), *self._uses.texts.values()):
            for text, times in column.counts.items():
                if self._told.listed("column_missing", text) == "word":
                    words[text] = words.get(text, 0) + times
        elsewhere = {text for column in self._uses.words.values() for text in column.counts}
        plain = tuple(
            word for word in sorted(words) if word not in elsewhere and self._told.result(word) is None
        )
        if plain:
            count = sum(words[word] for word in plain)
            self.draft.guess("missing", plain, f"words for no value; cells with them: {count}")
        for word in sorted(set(words).difference(plain)):
            why = "it can be a result, or stands among names or states too, where it may say something"
            self.draft.decide(f"missing = [{toml(word)}]  ({why})")
        self._numbers()

    def _numbers(self) -> None:
        """Numbers that often stand for no value."""
        for column in self._uses.numbers.values():
            found = [text for text in column.counts if self._told.listed("column_missing", text) == "number"]
            if found:
                codes = toml(tuple(sorted(found)))
                name = toml(column.name)
                self.draft.decide(
                    f"missing = {codes}  (they stand in {name}; if they say that there is no value)"
                )
