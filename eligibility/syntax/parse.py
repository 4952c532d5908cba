"""Reads the text of a criterion into its syntax tree.

What comes in is a stretch of the source; what goes out is a tree that accounts
for all of it.  Bracket groups are read first, from the inside; then islands;
then each sentence as a clause.  Where the clause grammar fails, the parts that
do read are kept and the rest is ``Unparsed``.
"""

from __future__ import annotations

import itertools
import re

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.asked import asked, opinion
from eligibility.syntax.grammar.coordinate import coordinate, in_part
from eligibility.syntax.grammar.symbols import joined, plain
from eligibility.syntax.guarded import DUTY, Parted, parted
from eligibility.syntax.guarded import plain as without_fillers
from eligibility.syntax.half_lives import with_half_lives
from eligibility.syntax.levels import levelled
from eligibility.syntax.lexemes import Lexeme, span_of
from eligibility.syntax.lexer import lex
from eligibility.syntax.nodes import (
    Asked,
    Citation,
    Clause,
    Clauses,
    Defines,
    Guarded,
    Heading,
    Occurrence,
    People,
    Permission,
    Threshold,
    Unparsed,
)
from eligibility.syntax.sentence import sentence, unread
from eligibility.syntax.settled import settled
from eligibility.syntax.shortened import shortened
from eligibility.syntax.walk import parts_of

MAX_SENTENCES = 100
"""A criterion of more sentences is not read."""

_CONNECTIVES = frozenset({"and", "or", "and_or"})


class Reading(msgspec.Struct, frozen=True):
    """A criterion as read: its lexemes and its tree (``None`` where the text holds no words)."""

    lexemes: tuple[Lexeme, ...]
    tree: Clause | None


def parse(source: str, span: Span, lexicon: Lexicon) -> Reading:
    """The reading of the characters ``span`` of ``source``."""
    lexemes = with_half_lives(lex(source, span, lexicon), lexicon)
    lexemes = shortened(levelled(lexemes, lexicon), lexicon)
    return read_lexemes(settled(lexemes, lexicon), lexicon)


def read_lexemes(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> Reading:
    """The reading of a run of lexemes, wherever they stand."""
    whole_parts = [part for part in _sentences(lexemes) if any(one.kind != "filler" for one in part)]
    parts = list(map(without_fillers, whole_parts))
    if not parts:
        return Reading(lexemes, None)
    if len(parts) > MAX_SENTENCES:
        said = tuple(lexeme for part in parts for lexeme in part)
        return Reading(lexemes, unread(said, f"more than {MAX_SENTENCES} sentences"))
    if any(part[0].kind in _CONNECTIVES for part in parts[1:]):
        return Reading(lexemes, _one_list(parts, lexicon))
    clauses = tuple(map(_statement, whole_parts, parts, itertools.repeat(lexicon)))
    whole = span_of(lexemes)
    tree = clauses[0] if len(clauses) == 1 else Clauses(clauses=clauses, span=whole)
    return Reading(lexemes, tree)


def _statement(part: tuple[Lexeme, ...], words: tuple[Lexeme, ...], lexicon: Lexicon) -> Clause:
    """A sentence: what only a person can say, what is asked of some candidates alone, or any other.

    ``words`` are its lexemes without fillers.  What no rule reads is read in its parts.
    """
    if any(lexeme.kind in _MARKED for lexeme in words):
        return sentence(words, lexicon, in_parts=True)
    told = asked(words, lexicon) or _judged(words, lexicon) or _guarded(part, lexicon)
    return told or sentence(words, lexicon, in_parts=True)


def _guarded(part: tuple[Lexeme, ...], lexicon: Lexicon) -> Guarded | None:
    """A sentence about some candidates, if it can be parted at one place only so that all of it reads."""
    found = [one for place in parted(part, lexicon) if (one := _at(place, lexicon)) is not None]
    return found[0] if len(found) == 1 else None


def _at(place: Parted, lexicon: Lexicon) -> Guarded | None:
    whom, body = sentence(place.whom, lexicon), sentence(place.asked, lexicon)
    for clause in (whom, body):
        unread = any(isinstance(one, Unparsed) for one in parts_of(clause))
        if unread or isinstance(clause, Heading | Permission | Defines | Citation):
            return None
    if isinstance(whom, People) and len(whom.sexes) != 1:
        return None
    return Guarded(whom=whom, body=body, said=place.said, span=span_of(place.whom).join(span_of(place.asked)))


def parse_text(text: str, lexicon: Lexicon) -> Clause | None:
    """The tree of a text that is all of its source."""
    return parse(text, Span(0, len(text)), lexicon).tree


def _sentences(lexemes: tuple[Lexeme, ...]) -> list[tuple[Lexeme, ...]]:
    """The lexemes between semicolons and stops that stand outside brackets, without fillers but duties."""
    parts: list[list[Lexeme]] = [[]]
    depth, introduces = 0, bool(lexemes) and lexemes[-1].kind == "colon"
    for index, lexeme in enumerate(lexemes):
        kind = lexeme.kind
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        if depth == 0 and kind in _ENDS and _ends_sentence(lexemes, index):
            parts.append([])
        elif kind != "filler" or lexeme.value == DUTY:
            parts[-1].append(lexeme)
        elif lexeme.value == RELATIVE and parts[-1] and parts[-1][-1].kind == "comma" and not introduces:
            # What a clause behind a comma is about, and whether it limits that, is not said.
            parts[-1][-1] = msgspec.structs.replace(parts[-1][-1], kind="deferred")
    return [tuple(part) for part in parts if part]


RELATIVE = "relative"
"""What a filler stands for that begins a clause about what stands before it: who, which."""

_MARKED = frozenset({"link", "part"})
"""Kinds of canonical text that is read in its parts."""

_ENDS = frozenset({"semicolon", "stop", "comma"})


def _ends_sentence(lexemes: tuple[Lexeme, ...], place: int) -> bool:
    """A semicolon, or a stop with a gap and no small letter after it: not that of an abbreviation.

    The first and the last lexeme of a text are their own neighbours; a comma at the end is that of a list.
    """
    around = lexemes[max(place - 1, 0) : place + 2]
    before, lexeme, after = around[0], lexemes[place], around[-1]
    if lexeme.kind == "comma":
        return after is lexeme and before is not lexeme
    if lexeme.kind != "stop" or after is lexeme or after.kind == "stop":
        return True
    gap = after.span.start > lexeme.span.end
    return gap and not after.text[0].islower() and not _ABBREVIATED.fullmatch(before.text)


def _one_list(parts: list[tuple[Lexeme, ...]], lexicon: Lexicon) -> Clause:
    """Sentences of which one begins with "and" or "or": together a list, or not read.

    "A; B; or C" is a choice of three.  Read as three sentences, each would be asked on its own.
    """
    lexemes = tuple(lexeme for part in parts for lexeme in part)
    heads = [part[0] for part in parts[1:]]
    said = {head.sign for head in heads if head.kind in _CONNECTIVES}
    rests = [parts[0], *(part[1:] if part[0].kind in _CONNECTIVES else part for part in parts[1:])]
    if len(said) > 1 or heads[-1].kind not in _CONNECTIVES or not all(rests):
        return unread(lexemes, "'and' or 'or' between sentences: what it joins is not clear")
    operands = tuple(sentence(rest, lexicon, in_parts=True) for rest in rests)
    if any(isinstance(operand, Permission | Defines | Heading) for operand in operands):
        return unread(lexemes, "'and' or 'or' between sentences that are no list")
    if any(isinstance(part, Occurrence) and part.continues for one in operands for part in parts_of(one)):
        return unread(lexemes, "'and' or 'or' between sentences of which one may be a list itself")
    joins = tuple(said) * len(heads)
    if not in_part(operands, joins):
        return unread(lexemes, "a list whose first or last part is not understood")
    return coordinate(operands, joins, strict=False, words=plain(joined(lexemes)))


def _judged(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> Asked | None:
    """A sentence that reads but for the words that leave it to a person's judgement."""
    found = opinion(lexemes, lexicon)
    if found is None or not found[0]:
        return None
    rest, said = found
    body = sentence(rest, lexicon)
    unread = any(isinstance(one, Unparsed) for one in parts_of(body))
    # Who determines a life expectancy of less than a year is told, and the limit is compared.
    if unread or isinstance(body, Heading | Permission | Defines | Threshold):
        return None
    words = f"{plain(joined(rest))}, {said}"
    return Asked(kind="judgement", wants="either", words=words, body=body, span=span_of(lexemes))


_ABBREVIATED = re.compile("[A-Z][a-z]{1,2}")
"""A short word with a capital before a stop: that of a title or a saint."""
