"""The words of criteria: which wording has which part in a sentence.

What comes in is ``rules/lexicon`` (comparators, negations, connectives, time
words, fillers ...), the names of quantities and levels, and those names of
concepts that hold a word of structure.  What goes out is a table for longest
match; units are matched by their parts.  It knows wordings, not medicine.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.concepts import Concepts
from eligibility.knowledge.quantities import Quantities
from eligibility.knowledge.scales import Scales
from eligibility.knowledge.tables import read_rows
from eligibility.knowledge.units import Units
from eligibility.knowledge.wording import even

COLUMNS = ("text", "kind", "value", "match", "source")

STRUCTURE = frozenset(["and", "or", "/", ",", ";", "(", ")", "to", "with", "no", "not"])
"""Tokens that end a phrase; a name that holds one is protected as a whole."""

PARTS_OF_WORDS = frozenset(
    {"prefix", "suffix", "noun", "scale_word", "unit_word", "bare_noun", "bare_limit", "count_of"}
    | {"age_comparator", "bare_age", "limiter", "year_bound", "selector", "pair_name", "ordinal_ending"}
    | {"time_word", "approximate", "deadline", "whole_unit", "moment_noun", "qualifier", "amount_noun"}
    | {"unit_part", "unit_tail", "cardinal", "cross_reference", "absence", "bounding", "grown", "direction"}
    | {"rate_word", "recent", "exempting", "spanning", "recovery", "latest"}
    | {"fit", "asking", "asked_verb", "asked_word", "opinion", "unnumbered"}
    | {"test", "demanding", "normal_range", "numbered", "excepting", "showing", "conditional"}
    | {"stressed", "entering", "obliging", "refusing", "shared_head", "describing_ending"}
    | {"narrowing", "degree", "lacking", "exemplifying", "numbering", "sign", "no_name"}
    | {"denying_prefix", "disease_word", "plain_state", "other_person", "beside_formula", "grading"}
    | {"scale", "direct_scale", "rank_word", "rank_owner", "rank_postfix", "rank_plural", "rank_comparator"}
    | {"rung"}
    | {"half_life", "half_life_sort", "half_life_of", "whichever"}
)
"""Kinds that are looked up by value only: they are no wordings of their own in a sentence."""


class Entry(msgspec.Struct, frozen=True):
    """A wording: its part in the sentence and what it stands for.

    ``exact``: upper and lower case matter (``ALL`` is not "all").
    """

    text: str
    kind: str
    value: str
    exact: bool = False


class Lexicon:
    """Every wording, found by longest match at a place of a text."""

    def __init__(self, entries: Iterable[Entry], units: Units) -> None:
        self._units = units
        self._by_head: dict[str, list[Written]] = defaultdict(list)
        self._spelled: dict[tuple[str, str], str] = {}
        self._values: dict[tuple[str, str], str] = {}
        self._wordings: dict[str, list[str]] = defaultdict(list)
        self._first: dict[str, frozenset[str]] = {}
        for entry in entries:
            folded = entry.text.lower()
            if entry.kind not in PARTS_OF_WORDS and len(folded) == len(entry.text):
                written = entry.text if entry.exact else folded
                self._by_head[_keys(folded, 0)[0]].append((written, entry))
            self._spelled.setdefault((entry.kind, entry.value), entry.text)
            self._values.setdefault((entry.kind, entry.text.lower()), entry.value)
            self._wordings[entry.kind].append(entry.text.lower())
        for listed in self._by_head.values():
            listed.sort(key=lambda row: (-len(row[1].text), row[1].text))
        for key, listed in self._by_head.items():
            if (head := _keys(key, 0)[1]) != key:
                listed += self._by_head.get(head, ())
        self._alone = {key: _only(key, listed) for key, listed in self._by_head.items()}

    def at(self, text: str, folded: str, place: int) -> Iterator[Entry]:
        """The entries that stand at ``place``, longest first.

        ``text`` has single spaces and plain dashes; ``folded`` is the same in lower case.
        """
        return standing(self.beginning(folded, place)[1], text, folded, place)

    def beginning(self, folded: str, place: int) -> tuple[str, Sequence[Written]]:
        """The letters, 40 at most, or the sign at a place, and the entries that may begin there."""
        found = _KEYS.match(folded, place)
        key, head = found.group(0, 1) if found else ("", "")
        if len(head) > 1 and not head.isalpha():
            key, head = _keys(folded, place)
        return head, self._by_head.get(key) or self._by_head.get(head) or ()

    def word(self, folded: str, place: int) -> tuple[int, Entry] | None:
        """Where a word of plain letters, or a sign, ends, and the only entry that can stand there.

        A word that no entry begins with has ``UNLISTED``.  ``None`` where several can stand there, or where
        what follows may belong to the word.
        """
        found = _WORD.match(folded, place)
        if found is None:
            return None
        end = found.end()
        if folded[place : end + 2] in self._by_head:
            return None
        entry = self._alone.get(found[0], UNLISTED)
        return None if entry is None else (end, entry)

    def unit_ends(self, text: str, place: int) -> int | None:
        """Where the longest unit of measurement at ``place`` ends; ``None`` if none stands there."""
        return self._units.ends(text, place)

    def same_unit(self, text: str, other: str) -> bool:
        """Whether two spellings are of one unit of the table: kilograms, kg."""
        code = self._units.code(text)
        return code is not None and code == self._units.code(other)

    def spell(self, kind: str, value: str) -> str:
        """The first wording of a kind with this value: the one that canonical text uses."""
        return self._spelled[kind, value]

    def value(self, kind: str, text: str) -> str | None:
        """What a wording stands for as this kind; ``None`` if it is none."""
        return self._values.get((kind, text.lower()))

    def names_nothing(self, word: str) -> bool:
        """Whether a single word is no name, such as "all"; in capitals it may be one: ALL."""
        return not word.isupper() and self.value("no_name", word) is not None

    def wordings(self, kind: str) -> Sequence[str]:
        """Every wording of a kind, in small letters."""
        return self._wordings.get(kind, ())

    def first_words(self, kind: str) -> frozenset[str]:
        """The words, in small letters, that the wordings of a kind begin with."""
        if kind not in self._first:
            self._first[kind] = frozenset(text.split()[0] for text in self._wordings.get(kind, ()))
        return self._first[kind]

    def values(self, kind: str) -> tuple[str, ...]:
        """Every value that a kind can have."""
        return tuple(sorted(value for known, value in self._spelled if known == kind))


Written = tuple[str, Entry]
"""An entry as it stands in a text, in small letters unless it is exact."""


def standing(listed: Sequence[Written], text: str, folded: str, place: int) -> Iterator[Entry]:
    """Those of the entries that stand at ``place`` and end there as a word does, longest first."""
    for written, entry in listed:
        there = text if entry.exact else folded
        if there.startswith(written, place) and _ends(text, place + len(written), entry.kind):
            yield entry


_WORD = re.compile(r"[a-z]{1,40}(?=[ ,;)/]|\.(?: |\Z)|\Z)|[,;:()]")
UNLISTED = Entry("", "word", "")
"""What stands for a word that the lexicon does not hold."""


def _only(head: str, listed: Sequence[Written]) -> Entry | None:
    """The entry that is all of ``head``, if it is the only one listed and upper case makes no difference."""
    written, entry = listed[0]
    return entry if len(listed) == 1 and written == head and not entry.exact else None


_KEYS = re.compile(r"([^\W\d_]{1,40}|.)(?:..)?", re.DOTALL)


def _keys(folded: str, place: int) -> tuple[str, str]:
    """The keys of the table at a place: the head of an entry with the next two signs, and the head alone.

    The head is the letters or the one sign that the entry begins with; it is both keys where no two follow.
    """
    found = _KEYS.match(folded, place)
    if found is None:
        return "", ""
    key, head = found.group(0, 1)
    if head.isalpha() or len(head) == 1:
        return key, head
    # A Roman numeral or a fraction in one sign is no letter.
    length = max(next(at for at, sign in enumerate(head) if not sign.isalpha()), 1)
    end = place + length + 2
    return folded[place : end if end <= len(folded) else place + length], head[:length]


_BEFORE_NUMBERS = frozenset({"comparator", "within"})
"""Kinds that may touch the number behind them, as where a blank was lost: greater than18."""


def _ends(text: str, end: int, kind: str) -> bool:
    """Whether a match that ends here ends a word."""
    if end >= len(text) or not text[end - 1].isalnum():
        return True
    glued = kind in _BEFORE_NUMBERS and text[end].isdigit() and text[end - 1].isalpha()
    return glued or not (text[end].isalnum() or text[end] == "'")


def read_lexicon(
    folder: Path, units: Units, quantities: Quantities, scales: Scales, concepts: Concepts
) -> Lexicon:
    """All wordings: the files of ``folder`` first, then the names and spellings of the other tables."""
    entries: dict[tuple[str, str], Entry] = {}
    for row in read_rows(folder, COLUMNS):
        if row["match"] not in {"any", "exact"}:
            raise RuleFileError(f"{row.place}: match is any or exact, not '{row['match']}'")
        entry = Entry(row["text"], row["kind"], row["value"], row["match"] == "exact")
        if entries.setdefault((entry.text.lower(), entry.kind), entry) is not entry:
            raise RuleFileError(f"{row.place}: '{entry.text}' stands twice as {entry.kind}")
    listed = list(entries.values())
    listed += [
        Entry(name, "quantity", key) for key, q in quantities.by_id.items() for name in _names(q.names)
    ]
    listed += [Entry(name, "level", name, exact=True) for name in scales.alone_written]
    listed += [
        Entry(even(name), "direct_scale" if scale.direct else "scale", key)
        for key, scale in scales.by_id.items() for name in scale.names
    ]
    listed += [
        Entry(f"{key} {name}", "rung", level.level)
        for key in scales.by_id for level in scales.levels(key) for name in level.spellings
    ]
    listed += [Entry(even(name), "name", even(name)) for name in concepts.written if _is_protected(name)]
    return Lexicon(listed, units)


def _names(names: Iterable[str]) -> Iterator[str]:
    return (even(name) for name in names)


def _is_protected(name: str) -> bool:
    """Whether a name would be cut at a word of structure or at a number: type 2 diabetes, 5q deletion."""
    words = even(name).split()
    return _holds_structure(name) or (len(words) > 1 and any(map(_begins_as_number, words)))


def _begins_as_number(word: str) -> bool:
    """Whether a word is a number or begins as one with its unit: 5q, but not 5-HT3."""
    return word[0].isdigit() and "-" not in word.strip("-")


def _holds_structure(name: str) -> bool:
    spaced = even(name)
    for sign in "/,;()":
        spaced = spaced.replace(sign, f" {sign} ")
    return any(token in STRUCTURE for token in spaced.split())
