"""Sentences that only a person can answer: consent, ability, willingness, a judgement.

What comes in are the lexemes of a sentence without fillers; what goes out is
one node with its words, or nothing where the sentence may ask for more.  Words
that some opening word ("able to") governs are free, up to the next connective;
all others must be of a closed list, so that no disease or drug is taken in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.grammar.symbols import joined, plain
from eligibility.syntax.lexemes import Lexeme, span_of
from eligibility.syntax.nodes import Asked

Family = Literal["ability", "inability", "promise", "consent", "judgement", "impairment"]

LONGEST = 5
"""So many words make one opening wording at most."""

MOST_LEXEMES = 120
"""A sentence of more is not read as one that a person answers."""

_JOINS = frozenset({"comma", "and", "or", "and_or", "slash", "colon"})
_NEVER = frozenset(
    {"between", "times", "limit", "unless", "provided", "permitted", "defined", "section"}
    | {"unread"}
)
"""Kinds of a sentence that asks for more than an answer."""

_EXAMPLES = frozenset({"word", "name", "comma", "or", "and"})
"""Kinds with which a list of examples goes on behind a connective."""

_LENGTHS = frozenset({"number", "comparator", "time_unit", "postfix", "to", "within"})
"""Kinds that a promise may hold for its length."""

_OPEN = frozenset(
    {"people", "preposition", "relation", "edge", "any", "verb", "with", "manner", "open", "close", "not",
     "both", "ordinal", "colon", "certainty", "quantifier", "deferred", "example", "that_is"}
)  # fmt: skip
"""Kinds of words of structure, which say nothing that could be missed."""


def asked(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> Asked | None:
    """The sentence as a question to a person; ``None`` where some of its words may ask for more."""
    kinds = {lexeme.kind for lexeme in lexemes}
    if len(lexemes) > MOST_LEXEMES or _NEVER & kinds or {"quantity", "number"} <= kinds:
        return None
    if "comparator" in kinds and not _compares_lengths(lexemes):
        return None
    if not _may_open(lexemes, lexicon.first_words("asking")):
        return None
    parts = [(part, _opener(part, lexicon)) for part in _parts(lexemes, lexicon)]
    families = {opener[1] for _, opener in parts if opener is not None}
    if not families or not all(_is_free(part, opener, families, lexicon) for part, opener in parts):
        return None
    kind = next(kind for kind, of in _KINDS.items() if families & of)
    wants = _wants(families, denied="not" in kinds)
    return Asked(kind=kind, wants=wants, words=plain(joined(lexemes)), span=span_of(lexemes))


def _compares_lengths(lexemes: tuple[Lexeme, ...]) -> bool:
    """Whether every comparator is that of a length of time, for which a promise may hold."""
    return all(
        tuple(one.kind for one in lexemes[place + 1 : place + 3]) == ("number", "time_unit")
        for place, lexeme in enumerate(lexemes)
        if lexeme.kind == "comparator"
    )


def opinion(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[tuple[Lexeme, ...], str] | None:
    """A sentence without the words that leave it to a person's judgement, and those words.

    ``None`` where none stand in it: any cardiac disease, in the opinion of the investigator.
    """
    begins = lexicon.first_words("opinion")
    if all(lexeme.kind != "manner" for lexeme in lexemes) and not _may_open(lexemes, begins):
        return None
    words = [_even(lexeme, lexicon) for lexeme in lexemes]
    for start in (place for place, word in enumerate(words) if word.partition(" ")[0] in begins):
        for length in range(min(LONGEST + 1, len(words) - start), 0, -1):
            if lexicon.value("opinion", " ".join(words[start : start + length])) is not None:
                said = " ".join(lexeme.text.lower() for lexeme in lexemes[start : start + length])
                rest = _without(lexemes, start, start + length)
                return None if _hinders(rest, lexicon) else (rest, said)
    return None


def _even(lexeme: Lexeme, lexicon: Lexicon) -> str:
    """A lexeme's words as they are looked up: one wording for those of one manner (per, according to)."""
    return lexicon.spell("manner", lexeme.value) if lexeme.kind == "manner" else lexeme.text.lower()


def _may_open(lexemes: tuple[Lexeme, ...], begins: frozenset[str]) -> bool:
    """Whether some lexeme begins with one of the words: most sentences hold none."""
    return not begins.isdisjoint([lexeme.text.partition(" ")[0].lower() for lexeme in lexemes])


def _hinders(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> bool:
    """Whether words that say what would hinder stand in a sentence: no name of an illness goes on there."""
    return any(family == "impairment" for _, family in _openers(lexemes, lexicon))


def _without(lexemes: tuple[Lexeme, ...], start: int, end: int) -> tuple[Lexeme, ...]:
    """Lexemes without a stretch, and without the commas or the bracket that set it apart."""
    before = lexemes[start - 1].kind if start else ""
    after = lexemes[end].kind if end < len(lexemes) else ""
    if (before, after) == ("open", "close"):
        return lexemes[: start - 1] + lexemes[end + 1 :]
    start -= before == "comma"
    end += after == "comma"
    return lexemes[:start] + lexemes[end:]


def _wants(families: set[Family], *, denied: bool) -> Literal["able", "unable", "either"]:
    """Whether those whom a statement describes can and will, or not; a judgement alone may be of either."""
    if families == {"judgement"}:
        return "either"
    return "unable" if bool(families & _LACKING) != denied else "able"


_FREEING: frozenset[Family] = frozenset({"ability", "inability"})
"""Families whose opening words govern what follows: able to do whatever it is."""

_LACKING: frozenset[Family] = frozenset({"inability", "impairment"})

_KINDS: dict[Literal["ability", "consent", "judgement"], frozenset[str]] = {
    "judgement": frozenset({"judgement", "impairment"}),
    "ability": frozenset({"ability", "inability", "promise"}),
    "consent": frozenset({"consent"}),
}
"""What a sentence is, by what its parts open with; a judgement before all."""


def _is_free(
    part: tuple[Lexeme, ...], opener: tuple[int, Family] | None, families: set[Family], lexicon: Lexicon
) -> bool:
    """Whether no word of a part, but for those that an ability governs, may ask for more."""
    end = len(part)
    if opener is not None and opener[1] in _FREEING:
        end = opener[0]
    elif opener is None and families & _FREEING and _goes_on(part, lexicon):
        end = 0
    return all(_says_no_more(lexeme, families, lexicon) for lexeme in part[:end])


def _parts(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> Iterator[tuple[Lexeme, ...]]:
    """The stretches between connectives that stand outside brackets; a list of examples is within one."""
    part: list[Lexeme] = []
    depth = 0
    exemplary = False
    told = [*(_exemplifies(lexeme, lexicon) for lexeme in lexemes), False]
    for place, lexeme in enumerate(lexemes):
        depth += (lexeme.kind == "open") - (lexeme.kind == "close")
        exemplary = (exemplary and not depth) or told[place]
        behind = lexemes[place + 1] if place + 1 < len(lexemes) else None
        goes_on = told[place + 1] or (exemplary and behind is not None and behind.kind in _EXAMPLES)
        if lexeme.kind in _JOINS and depth <= 0 and not goes_on:
            exemplary = False
            if part:
                yield tuple(part)
            part = []
        else:
            part.append(lexeme)
    if part:
        yield tuple(part)


def _exemplifies(lexeme: Lexeme, lexicon: Lexicon) -> bool:
    """Whether a lexeme begins examples of what stands before it."""
    return lexeme.kind == "example" or lexicon.value("exemplifying", lexeme.text) is not None


def _opener(part: tuple[Lexeme, ...], lexicon: Lexicon) -> tuple[int, Family] | None:
    """Where the first opening wording of a part ends, and what it opens."""
    return next(_openers(part, lexicon), None)


def _openers(lexemes: tuple[Lexeme, ...], lexicon: Lexicon) -> Iterator[tuple[int, Family]]:
    """Where each opening wording ends, the longest at its place, and what it opens."""
    words, begins = [lexeme.text.lower() for lexeme in lexemes], lexicon.first_words("asking")
    for place in (place for place, word in enumerate(words) if word.partition(" ")[0] in begins):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            family = lexicon.value("asking", " ".join(words[place : place + length]))
            if family is not None:
                yield place + length, family  # type: ignore[misc]
                break


def _goes_on(part: tuple[Lexeme, ...], lexicon: Lexicon) -> bool:
    """Whether a part begins with a verb that an ability may govern: able to read and sign."""
    first = next((lexeme for lexeme in part if lexeme.kind not in {"not", "preposition", "to"}), None)
    return first is not None and lexicon.value("asked_verb", first.text) is not None


def _says_no_more(lexeme: Lexeme, families: set[Family], lexicon: Lexicon) -> bool:
    """Whether a lexeme is a word of structure, or its words are of the closed list.

    Illnesses in general are of it only in a judgement: any condition that would interfere.
    """
    if lexeme.kind in _OPEN | _JOINS or ("promise" in families and lexeme.kind in _LENGTHS):
        return True
    said = [lexicon.value("asked_word", word) for word in lexeme.text.replace("-", " ").split()]
    judged = bool(families & _KINDS["judgement"])
    return all(value is not None and (value != JUDGED or judged) for value in said)


JUDGED = "judged"
"""What a word of the closed list stands for that only a judgement may hold."""
