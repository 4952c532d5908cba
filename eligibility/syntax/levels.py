"""Finds levels of scales in a text: NYHA class III or IV, grade 2 or greater, stage IIIB-IV.

What comes in are the lexemes of a criterion; what goes out are the same, with the
name of a scale as one lexeme where a level follows it, each level as one, and a
comparator before the name as that.  A grade, class or stage may stand without a
name; which scale it is of depends on what it is said of.  All else is left as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.knowledge.ranks import (
    DIRECT,
    OWNER,
    PLURAL,
    RANK,
    SCALE,
    VERSION,
    is_level,
    is_name,
    names_scale,
)
from eligibility.syntax.lexemes import Lexeme, span_of

WORSE = "rank_comparator"
"""Words before a level that let in the worse or the better ones: worse than."""

BETTER = "rank_postfix"
"""Words behind a level that let in the better ones: the lower, of scales whose high levels are worse."""

LONG = 3
"""A name of so many spaces is one name by itself, not a phrase of many words."""

LONGEST = 20
"""So many lexemes the name of a scale has at most, with its abbreviation in brackets."""

_ROMAN = "(?:IX|IV|V?I{1,3}|V|X)"
_LEVEL = re.compile(rf"(?:{_ROMAN}|\d)(?:[A-Da-d]\d?)?|[GFLM]\d|\d[A-Da-d]\d?")
_ROMAN_ALONE = re.compile(_ROMAN)
_LETTER = re.compile("[A-E]")
_PARTS = frozenset("ABC")
"""A part of a level, which may stand apart from it: stage III A."""
_SUBLEVEL = frozenset("abcd")
_JOINING = frozenset({"comma", "or", "and", "slash", "and_or"})
_MEASURING = frozenset({"unit", "time_unit", "times", "limit", "limit_owner", "of_age"})
OF = "of"
_NAMING = frozenset({OF, "by", "on"})
_UP_TO = frozenset({"to", "through", "thru"})
_WORDS = frozenset({"word", "quantity", "name", "and", "slash", "preposition", "control", "status"})


class Head(msgspec.Struct, frozen=True):
    """The name of a scale: its words without brackets, where it ends, whether it says which scale."""

    words: str
    end: int
    named: bool


class Levels(msgspec.Struct, frozen=True):
    """Levels behind a name: their lexemes with those between them, and where they end."""

    lexemes: tuple[Lexeme, ...]
    end: int


def levelled(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[Lexeme, ...]:
    """The lexemes with the levels of scales told."""
    if _beginnings(lexicon).isdisjoint([lexeme.text.lower() for lexeme in lexemes]):
        return lexemes
    told: list[Lexeme] = []
    place = 0
    lexemes = _unbracketed(lexemes, lexicon)
    while place < len(lexemes):
        if (turned := _level_first(lexemes, place, lexicon)) is not None:
            told += turned.lexemes
            place = turned.end
            continue
        begins = _begins(lexemes[place], lexicon)
        found = _mention(lexemes, place, lexicon) if begins else None
        if found is None and begins and (named := _name(lexemes, place, lexicon)) is not None:
            told.append(named[0])
            place = named[1]
            continue
        if found is None:
            told.append(_silent(lexemes, place))
            place += 1
            continue
        scale, levels = found
        if not any(lexeme.kind == "comparator" for lexeme in levels.lexemes):
            _compare_before(told, lexicon)
        told += [scale, *levels.lexemes]
        place = levels.end
    return tuple(told)


def _unbracketed(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[Lexeme, ...]:
    """The lexemes without the brackets around nothing but by what the levels are told: (per CTCAE 4.0)."""
    found = list(lexemes)
    for place, lexeme in enumerate(lexemes[:-3]):
        if lexeme.kind != "open" or lexemes[place + 1].kind != "manner":
            continue
        for head in _heads(lexemes, place + 2, lexicon, levels=False):
            if head.end < len(lexemes) and lexemes[head.end].kind == "close":
                for bracket in (place, head.end):
                    found[bracket] = msgspec.structs.replace(lexemes[bracket], kind="filler", value="")
    return tuple(found)


def _silent(lexemes: tuple[Lexeme, ...], place: int) -> Lexeme:
    """A lexeme; a comma before an edition has no meaning: CTC, version 3.0."""
    lexeme = lexemes[place]
    silent = lexeme.kind == "comma" and _before_edition(lexemes, place)
    return msgspec.structs.replace(lexeme, kind="filler", value="") if silent else lexeme


def _before_edition(lexemes: tuple[Lexeme, ...], place: int) -> bool:
    return place + 1 < len(lexemes) and VERSION.fullmatch(lexemes[place + 1].text) is not None


def _begins(lexeme: Lexeme, lexicon: Lexicon) -> bool:
    """Whether the name of a scale, or a word for a level, may begin with a lexeme."""
    return lexeme.kind in _WORDS and lexeme.text.lower() in _beginnings(lexicon)


@lru_cache(maxsize=4)
def _beginnings(lexicon: Lexicon) -> frozenset[str]:
    """What the names of scales and the words for a level begin with: a word, or the name of a measure."""
    firsts = frozenset[str]().union(*(lexicon.first_words(kind) for kind in (SCALE, DIRECT, RANK, OWNER)))
    names = (name for kind in ("quantity", "name") for name in lexicon.wordings(kind))
    return firsts.union(name for name in names if name.partition(" ")[0] in firsts)


def _mention(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> tuple[Lexeme, Levels] | None:
    """The name that begins at a place with the levels behind it; ``None`` where none follow."""
    for head in _heads(lexemes, place, lexicon):
        levels = _levels(lexemes, head, lexicon)
        if levels is not None and not _is_value(head, lexemes[place], levels, lexicon):
            span = span_of(lexemes[place : head.end])
            name = Lexeme(SCALE, head.words, head.words, span)
            return (name, levels) if head.named else _named_behind(lexemes, name, levels, lexicon)
    return None


def _is_value(head: Head, first: Lexeme, levels: Levels, lexicon: Lexicon) -> bool:
    """Whether what follows is no level: the value of a measure, Child-Pugh score 5; a number, <= 2 classes.

    Several grades or classes without the name of their scale are counted, not compared.
    """
    signs = {lexeme.kind for lexeme in levels.lexemes}
    if not head.named:
        last = head.words.rpartition(" ")[2]
        return lexicon.value(PLURAL, last) is not None and bool(signs & {"comparator", "postfix"})
    told = next(lexeme for lexeme in levels.lexemes if lexeme.kind == "level")
    measure = first.kind == "quantity" or lexicon.value("quantity", head.words) is not None
    return measure and told.text.isdigit() and not is_level(head.words, told.text, lexicon)


def _level_first(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> Levels | None:
    """A limit with its one level before the name of the scale: > 2 NYHA."""
    if lexemes[place].kind != "comparator" or place + 2 >= len(lexemes):
        return None
    level = _level(lexemes, place + 1, named=True)
    if level is None or len(level.lexemes) > 1 or level.end >= len(lexemes):
        return None
    if not _begins(lexemes[level.end], lexicon):
        return None
    for head in _heads(lexemes, level.end, lexicon):
        behind = lexemes[head.end] if head.end < len(lexemes) else None
        if head.named and (behind is None or behind.kind not in _WORDS):
            name = Lexeme(SCALE, head.words, head.words, span_of(lexemes[level.end : head.end]))
            return Levels((lexemes[place], *level.lexemes, name), head.end)
    return None


def _named_behind(
    lexemes: tuple[Lexeme, ...], name: Lexeme, levels: Levels, lexicon: Lexicon
) -> tuple[Lexeme, Levels]:
    """Levels with the name of their scale that stands behind them: class III of the NYHA classification."""
    at = levels.end
    if at >= len(lexemes) or lexemes[at].value not in _NAMING:
        return name, levels
    at = _past_fillers(lexemes, at + 1)
    if at >= len(lexemes) or not _begins(lexemes[at], lexicon):
        return name, levels
    for head in _heads(lexemes, at, lexicon, levels=False):
        words = f"{head.words} {name.text}"
        last = levels.lexemes[-1]
        span = last.span.join(span_of(lexemes[at : head.end]))
        ended = (*levels.lexemes[:-1], msgspec.structs.replace(last, span=span))
        return msgspec.structs.replace(name, text=words, value=words), Levels(ended, head.end)
    return name, levels


def _name(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> tuple[Lexeme, int] | None:
    """The long name of a scale without a level behind it, as one name; and where it ends."""
    for head in _heads(lexemes, place, lexicon, levels=False):
        edited = VERSION.fullmatch(head.words.rpartition(" ")[2]) is not None
        if head.words.count(" ") >= LONG or edited:
            return Lexeme("name", head.words, head.words, span_of(lexemes[place : head.end])), head.end
    return None


def _heads(
    lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon, *, levels: bool = True
) -> list[Head]:
    """The names that begin at a place, longest first; ``levels``: those that levels may follow."""
    found: list[Head] = []
    words: list[str] = []
    at = place
    while at < min(place + LONGEST, len(lexemes)):
        lexeme = lexemes[at]
        if lexeme.kind == "open":
            at = _bracket(lexemes, at, lexicon)
            if not at:
                break
        elif lexeme.kind in _WORDS or (words and lexeme.kind == "number" and "." in lexeme.text):
            words.append(lexeme.text)
            at += 1
        elif lexeme.kind == "filler" or (lexeme.kind == "comma" and _before_edition(lexemes, at)):
            at += 1
            continue
        else:
            break
        said = " ".join(words)
        told = names_scale(said, lexicon) if levels else (is_name(said, lexicon) or None)
        if told is not None:
            found.append(Head(" ".join(words), at, told))
    return found[::-1]


def _bracket(lexemes: tuple[Lexeme, ...], place: int, lexicon: Lexicon) -> int:
    """Where a bracket ends that abbreviates the name of a scale or gives its edition; 0 for any other."""
    near = range(place + 1, min(place + 5, len(lexemes)))
    end = next((at for at in near if lexemes[at].kind == "close"), 0)
    inside = [lexeme.text for lexeme in lexemes[place + 1 : end]]
    whole = _abbreviates(" ".join(inside), lexicon) or all(_abbreviates(word, lexicon) for word in inside)
    return end + 1 if inside and whole else 0


def _abbreviates(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is a name of a scale, its edition, or letters that may stand for one."""
    listed = any(lexicon.value(kind, text) is not None for kind in (SCALE, DIRECT, OWNER))
    letters = text.isupper() and text.replace("-", "").isalpha() and len(text) > 1
    return listed or letters or VERSION.fullmatch(text) is not None


def _levels(lexemes: tuple[Lexeme, ...], head: Head, lexicon: Lexicon) -> Levels | None:
    """The levels behind a name, with what joins them."""
    at = _past_fillers(lexemes, head.end)
    found: list[Lexeme] = []
    if at < len(lexemes) and (lexemes[at].kind == "colon" or lexemes[at].value == OF):
        found.append(msgspec.structs.replace(lexemes[at], kind="filler", value=""))
        at = _past_fillers(lexemes, at + 1)
    if at < len(lexemes) and (sign := _comparator(lexemes[at], lexicon)) is not None:
        found.append(sign)
        at = _past_fillers(lexemes, at + 1)
    first = _level(lexemes, at, named=head.named)
    if first is None:
        return None
    found, at = [*found, *first.lexemes], first.end
    while not _spans(found) and (more := _joined(lexemes, at, head)) is not None:
        found, at = [*found, *more.lexemes], more.end
    if (postfix := _postfix(lexemes, at, lexicon)) is not None:
        found, at = [*found, *postfix.lexemes], postfix.end
    return Levels(tuple(found), at)


def _spans(found: list[Lexeme]) -> bool:
    """Whether the last of some levels ends a range, which no other level joins."""
    return any(lexeme.kind == "to" for lexeme in found)


def _past_fillers(lexemes: tuple[Lexeme, ...], at: int) -> int:
    while at < len(lexemes) and lexemes[at].kind == "filler":
        at += 1
    return at


def _comparator(lexeme: Lexeme, lexicon: Lexicon) -> Lexeme | None:
    """A comparator, also where the lexer has taken its words for others."""
    if lexeme.kind == "comparator":
        return lexeme
    if lexeme.kind not in {"word", "preposition"}:
        return None
    value = lexicon.value("comparator", lexeme.text)
    return None if value is None else msgspec.structs.replace(lexeme, kind="comparator", value=value)


def _compare_before(told: list[Lexeme], lexicon: Lexicon) -> None:
    """Make the words before a name its comparator, where they are one: greater than grade 2."""
    for length in (3, 2):
        said = " ".join(lexeme.text for lexeme in told[-length:])
        value = lexicon.value(WORSE, said)
        if value is not None:
            told[-length:] = [Lexeme("comparator", said, value, span_of(tuple(told[-length:])))]
            return
    at = len(told) - 1
    while at >= 0 and told[at].kind == "filler":
        at -= 1
    sign = _comparator(told[at], lexicon) if at >= 0 else None
    if sign is not None:
        told[at] = sign


def _level(lexemes: tuple[Lexeme, ...], at: int, *, named: bool) -> Levels | None:
    """One level, or two that a hyphen joins: III-IV."""
    if at >= len(lexemes):
        return None
    lexeme = lexemes[at]
    after = lexemes[at + 1] if at + 1 < len(lexemes) else None
    if lexeme.kind == "number":
        if not lexeme.text.isdigit() or len(lexeme.text) > 1 or (after and after.kind in _MEASURING):
            return None
        touching = after is not None and after.span.start == lexeme.span.end
        if after and touching and after.text.lower() in _SUBLEVEL:
            return Levels((_as_level(lexeme.text + after.text, lexeme.span.join(after.span)),), at + 2)
        return Levels((_as_level(lexeme.text, lexeme.span),), at + 1)
    if lexeme.kind != "word":
        return None
    if _is_level(lexeme.text, named=named):
        if after and after.kind == "word" and after.text in _PARTS and _ROMAN_ALONE.fullmatch(lexeme.text):
            return Levels((_as_level(lexeme.text + after.text, lexeme.span.join(after.span)),), at + 2)
        return Levels((_as_level(lexeme.text, lexeme.span),), at + 1)
    first, hyphen, last = lexeme.text.partition("-")
    if not (hyphen and _is_level(first, named=named) and _is_level(last, named=named)):
        return None
    start, end = lexeme.span.start, lexeme.span.end
    inside = end - start == len(lexeme.text)
    parts = (
        (_as_level(first, Span(start, start + len(first)) if inside else lexeme.span)),
        Lexeme("to", hyphen, "to", Span(start + len(first), end - len(last)) if inside else lexeme.span),
        (_as_level(last, Span(end - len(last), end) if inside else lexeme.span)),
    )
    return Levels(parts, at + 1)


def _is_level(text: str, *, named: bool) -> bool:
    return _LEVEL.fullmatch(text) is not None or (named and _LETTER.fullmatch(text) is not None)


def _as_level(text: str, span: Span) -> Lexeme:
    return Lexeme("level", text.upper(), text.upper(), span)


def _joined(lexemes: tuple[Lexeme, ...], at: int, head: Head) -> Levels | None:
    """Another level behind a word that joins it to the one before: or IV, to 3, or stage IV."""
    found: list[Lexeme] = []
    at = _past_fillers(lexemes, at)
    while at < len(lexemes) and len(found) < 2 and (join := _join(lexemes[at])) is not None:
        found.append(join)
        at = _past_fillers(lexemes, at + 1)
    if not found or at >= len(lexemes):
        return None
    again = set(head.words.lower().split(" "))
    while at < len(lexemes) and set(lexemes[at].text.lower().split(" ")) <= again:
        found.append(msgspec.structs.replace(lexemes[at], kind="filler", value=""))
        at = _past_fillers(lexemes, at + 1)
    more = _level(lexemes, at, named=head.named)
    if more is None or (len(more.lexemes) > 1 and any(one.kind == "to" for one in found)):
        return None
    return Levels((*found, *more.lexemes), more.end)


def _join(lexeme: Lexeme) -> Lexeme | None:
    if lexeme.kind in _JOINING or lexeme.kind == "to":
        return lexeme
    if lexeme.text.lower() in _UP_TO or lexeme.text == "-":
        return msgspec.structs.replace(lexeme, kind="to", value="to")
    return None


def _postfix(lexemes: tuple[Lexeme, ...], at: int, lexicon: Lexicon) -> Levels | None:
    """What makes the level behind which it stands a limit: or greater."""
    at = _past_fillers(lexemes, at)
    if at < len(lexemes) and lexemes[at].kind in {"postfix", "age_postfix"}:
        return Levels((msgspec.structs.replace(lexemes[at], kind="postfix"),), at + 1)
    pair = lexemes[at : at + 2]
    if len(pair) < 2 or pair[0].kind not in {"or", "and"}:
        return None
    said = f"{pair[0].text} {pair[1].text}"
    value = lexicon.value("postfix", said) or lexicon.value(BETTER, said)
    if value is None:
        return None
    return Levels((Lexeme("postfix", said, value, span_of(pair)),), at + 2)
