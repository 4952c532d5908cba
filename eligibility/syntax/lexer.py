"""Turns the text of a criterion into lexemes, by longest match in the lexicon.

What comes in is a stretch of the source; what goes out are lexemes whose spans
count the source's own characters, and every character other than white space
belongs to one.  Nothing is refused: a sign that nothing knows is a lexeme too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import UNLISTED, Entry, Lexicon, Written, standing
from eligibility.syntax.clean import Clean
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.numerals import MINUS, Numeral, numeral

_SECTION = re.compile(r"\d+(?:\.\d+)*")
_NOTATION = (
    r"(?:t|inv|del|dup|ins|der|dic|idic|i|add)\([^()\s]*\)(?:\([^()\s]*\))?(?:t\([^()\s]*\)(?:\([^()\s]*\))?)?"
)
_MARKED = re.compile(
    rf"{_NOTATION}|(?P<unread>\u27e6[^\u27e6\u27e7]*\u27e7)|(?P<link>\u27e8[^\u27e8\u27e9]*\u27e9)"
    r"|(?P<part>\u27ea[^\u27ea\u27eb]*\u27eb)"
)
"""What its own signs set apart: the notation of a chromosome, words that canonical text marks."""
_MARKS = frozenset("tida\u27e6\u27e8\u27ea")
"""The signs that these begin with."""
_VERSION = re.compile(r"[vV](?:(?:ersion |\. ?| )?\d{1,2}(?:\.\d{1,2})+|ersion \d{1,2})(?![.\d]*\d)")
"""The number of an edition, which is no limit: CTCAE v4.03, version 5.0."""
LONGEST_LENGTH = 40
"""A unit of time behind a number and a hyphen is no longer, in characters."""
CACHED = 64
"""How many stretches are kept with their lexemes: a short item's words are looked at by several readers."""
LONGEST_KEPT = 200
"""A stretch of more characters is not kept."""
_ONLY_AFTER = {
    "unit": frozenset({"number"}),
    "time_unit": frozenset({"number"}),
    "times": frozenset({"number"}),
    "age_unit": frozenset({"number"}),
    "level": frozenset({"comparator"}),
}


def lex(source: str, span: Span, lexicon: Lexicon) -> tuple[Lexeme, ...]:
    """The lexemes of the characters ``span`` of ``source``, in order."""
    read = _kept if span.end - span.start <= LONGEST_KEPT else _lexed
    return read(source, span, lexicon)


def _lexed(source: str, span: Span, lexicon: Lexicon) -> tuple[Lexeme, ...]:
    clean = Clean(source, span)
    text, folded, lexemes = clean.text, clean.folded, list[Lexeme]()
    place, length = 0, len(text)
    while place < length:
        sign = text[place]
        if sign == " ":
            place += 1
            continue
        if sign in "vV" and (version := _VERSION.match(text, place)):
            lexemes.append(_lexeme(clean, "word", place, version.end()))
            place = version.end()
            continue
        if sign == "(" and lexemes and (end := _restated(clean, place, lexemes[-1])):
            lexemes[-1] = msgspec.structs.replace(
                lexemes[-1], span=lexemes[-1].span.join(clean.span(place, end))
            )
            place = end
            continue
        numbered = bool(lexemes) and lexemes[-1].kind == "number"
        if not numbered and (word := lexicon.word(folded, place)) and word[1].kind not in _NEEDING:
            end, entry = word
            said = text[place:end]
            value = said if entry is UNLISTED else entry.value
            lexemes.append(Lexeme(entry.kind, said, value, clean.span(place, end)))
            place = end
            continue
        head, listed = lexicon.beginning(folded, place)
        if found := _simple(clean, place, lexicon, head, listed, lexemes):
            lexemes.append(found)
            place += len(found.text)
            continue
        for lexeme, end in _next(clean, place, lexicon, listed, lexemes):
            lexemes.append(lexeme)
            place = end
    return tuple(_in_context(lexemes))


_kept = lru_cache(maxsize=CACHED)(_lexed)


def _simple(
    clean: Clean, place: int, lexicon: Lexicon, head: str, listed: Sequence[Written], before: list[Lexeme]
) -> Lexeme | None:
    """The lexeme at ``place`` where the lexicon alone tells: no number, unit or notation can stand there.

    ``head`` are the letters or the sign there, and ``listed`` the entries that begin with them.
    """
    ends = place + len(head)
    after = clean.text[ends : ends + 1]
    if after == "(" or (before and before[-1].kind == "number") or head in _TOLD or head.isnumeric():
        return None
    if not listed:
        return _lexeme(clean, "word", place, ends) if after in _AFTER_WORD and head.isalpha() else None
    entry = _entry(clean, place, lexicon, listed, before)
    if entry is None or _inside_word(entry, clean, place):
        return None
    return _lexeme(clean, entry.kind, place, place + len(entry.text), entry.value)


_AFTER_WORD = frozenset(["", " ", ",", ";", ")", "/"])
"""What stands behind a word and is no part of it."""

_TOLD = frozenset([MINUS, "\u27e6", "\u27e8", "\u27ea"])
"""Signs with which a number or unread words begin."""


_IN_FIGURES = re.compile(r"\(\s?(\d{1,4}(?:\.\d{1,3})?)\s?\)")


def _restated(clean: Clean, place: int, last: Lexeme) -> int:
    """Where a bracket ends that only repeats the number before it: seven (7); 0 where none does."""
    if last.kind != "number":
        return 0
    match = _IN_FIGURES.match(clean.text, place)
    return match.end() if match is not None and float(match[1]) == float(last.value) else 0


def _next(
    clean: Clean, place: int, lexicon: Lexicon, listed: Sequence[Written], before: list[Lexeme]
) -> list[tuple[Lexeme, int]]:
    """The lexeme at ``place`` and where it ends; a word with an affix gives two.

    ``listed`` are the entries that begin with the sign or letters there.
    """
    last = before[-1].kind if before else ""
    sign = clean.text[place]
    marked = _MARKED.match(clean.text, place) if sign in _MARKS else None
    if marked:
        return [_made(clean, marked.lastgroup or "word", place, marked.end())]
    if last == "number" and _times_limit(clean, place, lexicon):
        return [_made(clean, "times", place, place + 1)]
    if last == "section" and (section := _SECTION.match(clean.text, place)):
        return [_made(clean, "section", place, section.end())]
    number = numeral(clean, place, before, lexicon) if sign.isnumeric() or sign == MINUS else None
    if number and sign == MINUS:
        return [_made(clean, "number", place, number.end, number.value)]
    entry = _entry(clean, place, lexicon, listed, before) if listed else None
    if last == "number":
        unit = lexicon.unit_ends(clean.text, place)
        if entry is not None and entry.kind == "age_unit":
            return _old(clean, place, entry)
        timed = unit is not None and lexicon.value("time_unit", clean.folded[place:unit]) is not None
        if unit is not None and (entry is None or _is_unit(entry, unit - place, timed)):
            return [_made(clean, "unit", place, unit)]
    if entry and not _inside_word(entry, clean, place):
        return [_made(clean, entry.kind, place, place + len(entry.text), entry.value)]
    word_end = clean.word_end(place)
    if number and last in _BOUND and (measured := _joined(clean, place, number, word_end, lexicon)):
        return measured
    return _bare(clean, place, number, word_end, lexicon)


_BOUND = frozenset({"comparator", "between", "within"})


def _joined(
    clean: Clean, place: int, number: Numeral, word_end: int, lexicon: Lexicon
) -> list[tuple[Lexeme, int]]:
    """A number and the unit, or the sign of a multiple, that a hyphen joins to it; else nothing."""
    if length := _length(clean, place, number, word_end, lexicon):
        return length
    behind = number.end + 1
    if clean.text[number.end : behind] != "-" or not clean.text[behind : behind + 1].isalpha():
        return []
    first = _made(clean, "number", place, behind, number.value)
    times = lexicon.value("times", clean.folded[behind : clean.word_end(behind)])
    if times is not None:
        return [first, _made(clean, "times", behind, clean.word_end(behind), times)]
    unit = lexicon.unit_ends(clean.text, behind)
    if unit is None or unit < behind + _SHORTEST_UNIT:
        return []
    return [first, _made(clean, "unit", behind, unit)]


_SHORTEST_UNIT = 2
"""A unit that a hyphen joins to its number has so many letters: a single one begins a name (5-HT3)."""


def _entry(
    clean: Clean, place: int, lexicon: Lexicon, listed: Sequence[Written], before: list[Lexeme]
) -> Entry | None:
    """The longest entry that stands at a place and may do so; behind a number, a unit of age first."""
    first = None
    for entry in standing(listed, clean.text, clean.folded, place):
        anywhere = entry.kind not in _NEEDING
        if anywhere or (_allowed(entry, before) and not _than(entry, clean, place, lexicon)):
            if not before or before[-1].kind != "number" or entry.kind == "age_unit":
                return entry
            first = first or entry
    return first


def _bare(
    clean: Clean, place: int, number: Numeral | None, word_end: int, lexicon: Lexicon
) -> list[tuple[Lexeme, int]]:
    """A number, a word or a sign that the lexicon does not hold."""
    if number and (length := _length(clean, place, number, word_end, lexicon)):
        return length
    if number and not _starts_name(clean, number, word_end):
        return [_made(clean, "number", place, number.end, number.value)]
    if word_end > place + 3 and lexicon.value("time_unit", clean.folded[place:word_end]):
        # "in the last month": a time, though no number says which.
        return [_made(clean, "deferred", place, word_end)]
    if word_end > place and clean.text[place:word_end].isdigit():
        # Part of a number like 1.2.3, which is no number and no name.
        return [_made(clean, "unknown", place, word_end)]
    if word_end > place:
        return _with_affixes(clean, place, word_end, lexicon)
    return [_made(clean, "unknown", place, place + 1)]


def _times_limit(clean: Clean, place: int, lexicon: Lexicon) -> bool:
    """Whether a sign of multiplication and a limit of normal stand here in one word: ``5xULN``."""
    if lexicon.value("times", clean.folded[place]) is None:
        return False
    return any(entry.kind == "limit" for entry in lexicon.at(clean.text, clean.folded, place + 1))


_NUMERAL = re.compile(r"[IVX]{1,4}[ABCabc]?")
"""A Roman numeral, which is no number before its scale is known."""

_POSTFIXES = frozenset({"postfix", "age_postfix"})
_NEEDING = _POSTFIXES | _ONLY_AFTER.keys()
"""The kinds of entries that depend on what stands before or behind them."""


def _allowed(entry: Entry, before: list[Lexeme]) -> bool:
    """Whether an entry may stand here: a unit, say, follows a number, and "or more" no bare word."""
    last = before[-1] if before else None
    if entry.kind in _POSTFIXES and last is not None and last.kind in {"word", "unread"}:
        counted = len(before) > 1 and before[-2].kind == "number"
        return counted or _NUMERAL.fullmatch(last.text) is not None
    needed = _ONLY_AFTER.get(entry.kind)
    return needed is None or (last is not None and last.kind in needed)


def _than(entry: Entry, clean: Clean, place: int, lexicon: Lexicon) -> bool:
    """Whether what looks like "or more" goes on with "than" or a number: then it begins another limit."""
    if entry.kind not in _POSTFIXES:
        return False
    end = place + len(entry.text)
    if any(sign.isdigit() for sign in clean.folded[end : end + 2]):
        return True
    return _begins_comparator(entry, clean, place, lexicon)


def _begins_comparator(entry: Entry, clean: Clean, place: int, lexicon: Lexicon) -> bool:
    """Whether the last word of an entry is the first of a comparator: and less than."""
    last = place + entry.text.rfind(" ") + 1
    ends = place + len(entry.text)
    return any(
        found.kind == "comparator" and last + len(found.text) > ends
        for found in lexicon.at(clean.text, clean.folded, last)
    )


def _is_unit(entry: Entry, length: int, timed: bool) -> bool:
    """Whether a unit of this length comes before an entry: the longer one, and any before a name.

    ``timed``: it is a unit of time, with which a name may begin: weeks of gestation.
    """
    return length > len(entry.text) or (entry.kind == "quantity" and not timed)


def _inside_word(entry: Entry, clean: Clean, place: int) -> bool:
    """Whether the entry would cut a longer word at a hyphen: "no" in "no-load"."""
    end = place + len(entry.text)
    after = clean.text[end : end + 1]
    if after not in _IN_WORDS or not entry.text[-1].isalnum() or clean.word_end(place) <= end:
        return False
    return entry.kind != "quantity" or (after == "-" and clean.text[end + 1 : end + 2].isalpha())


_IN_WORDS = frozenset("-:.")


def _length(
    clean: Clean, place: int, number: Numeral, word_end: int, lexicon: Lexicon
) -> list[tuple[Lexeme, int]]:
    """A number and its unit of time where a hyphen joins them (``4-week``); else nothing."""
    middle = number.end + 1
    if not middle < word_end <= middle + LONGEST_LENGTH or clean.text[number.end] != "-":
        return []
    length, hyphen, old = clean.folded[middle:word_end].partition("-")
    unit = lexicon.value("time_unit", length)
    if len(length) == 1 and clean.text[middle].isupper():
        # 3-D and 2-D are no days.
        return []
    if unit is None or (hyphen and lexicon.value("of_age", old.removesuffix("s")) is None):
        return []
    first = _made(clean, "number", place, middle, number.value)
    ends = middle + len(length)
    made = [first, _made(clean, "time_unit", middle, ends, unit)]
    return [*made, _made(clean, "of_age", ends, word_end, "of age")] if hyphen else made


def _old(clean: Clean, place: int, entry: Entry) -> list[tuple[Lexeme, int]]:
    """``y.o.``: years, and of age."""
    end = place + len(entry.text)
    first = _made(clean, "time_unit", place, place + 1, entry.value)
    return [first, _made(clean, "of_age", place + 1, end, "of age")]


def _starts_name(clean: Clean, number: Numeral, word_end: int) -> bool:
    """Whether the digits begin a name such as ``5-HT3`` rather than a number with its unit."""
    sign, letter = number.end, number.end + 1
    return letter < word_end and clean.text[sign] == "-" and clean.text[letter].isalpha()


def _with_affixes(clean: Clean, start: int, end: int, lexicon: Lexicon) -> list[tuple[Lexeme, int]]:
    """A word, split at a known prefix (``pre-``) or suffix (``-positive``)."""
    found: list[tuple[Lexeme, int]] = []
    dash = clean.folded.find("-", start, end) + 1
    if not dash:
        return [_made(clean, "word", start, end)]
    prefix = lexicon.value("prefix", clean.folded[start:dash])
    if prefix and dash < end:
        found.append(_made(clean, "relation", start, dash, prefix))
        start = dash
    dash = clean.folded.rfind("-", start, end)
    suffix = lexicon.value("suffix", clean.folded[dash:end]) if dash > start else None
    if suffix:
        return [*found, _made(clean, "word", start, dash), _made(clean, "result", dash, end, suffix)]
    return [*found, _made(clean, "word", start, end)]


def _made(clean: Clean, kind: str, start: int, end: int, value: str | None = None) -> tuple[Lexeme, int]:
    return _lexeme(clean, kind, start, end, value), end


def _lexeme(clean: Clean, kind: str, start: int, end: int, value: str | None = None) -> Lexeme:
    text = clean.text[start:end]
    return Lexeme(kind, text, text if value is None else value, clean.span(start, end))


def _in_context(lexemes: list[Lexeme]) -> list[Lexeme]:
    """The same lexemes, those that are ambiguous settled by their neighbours (fillers looked through)."""
    settled = list(lexemes)
    before = ""
    for index, lexeme in enumerate(lexemes):
        kind = lexeme.kind
        if kind in _AMBIGUOUS:
            around = lexemes[index + 1 : index + 4]
            after = next((later.kind for later in around if later.kind != "filler"), "")
            settled[index] = _settle(lexeme, before, after)
        if kind != "filler":
            before = settled[index].kind
    return settled


_BEGINNINGS = frozenset({"", "stop", "semicolon", "colon", "open"})
"""After these a capital begins a sentence; elsewhere "hepatitis A", "IT chemotherapy" and "WHO" are names."""
_AMBIGUOUS = frozenset({"to", "between", "comparator", "filler", "limit_owner", "level_word", "number"})
_AMOUNT = frozenset({"number", "unit", "time_unit"})
_COMPARED = frozenset({"number", "limit", "limit_owner", "level", "comparator"})


def _settle(lexeme: Lexeme, before: str, after: str) -> Lexeme:
    """The lexeme, or what it is where its neighbours don't bear it out."""
    match lexeme.kind:
        case "to" if not (before in _AMOUNT and after in {"number", "comparator"}):
            return _as(lexeme, "preposition" if lexeme.text.isalpha() else "unknown")
        case "between" if after not in {"number", "comparator"}:
            return Lexeme("preposition", lexeme.text, lexeme.value, lexeme.span)
        case "comparator" if after not in _COMPARED and lexeme.text[0].isalpha():
            return _as(lexeme, "preposition" if " " not in lexeme.text else "word")
        case "filler" if lexeme.text.isupper() and (len(lexeme.text) > 1 or before not in _BEGINNINGS):
            return _as(lexeme, "word")
        case "limit_owner" if after != "limit":
            return _as(lexeme, "word")
        case "level_word" if before != "level":
            return _as(lexeme, "word")
        case "number" if lexeme.text.isalpha() and not (after in _MEASURED or before in _COUNTED):
            return _as(lexeme, "word")
    return lexeme


_MEASURED = _AMOUNT | {"postfix", "limit", "limit_owner", "times"}
_COUNTED = frozenset({"comparator", "between", "within", "to"})


def _as(lexeme: Lexeme, kind: str) -> Lexeme:
    return Lexeme(kind, lexeme.text, lexeme.text, lexeme.span)
