"""What somebody else has: a relative with breast cancer, contact with tuberculosis.

What comes in is a list joined by "with"; what goes out is a question to a
person, since no record of the candidate tells of others.
"""

from __future__ import annotations

from eligibility.bind.nodes import Related
from eligibility.bind.related import in_words
from eligibility.bind.scope import Scope
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.nodes import And, Clause, Mixed, Occurrence, Or, Series

OTHER = "other_person"
"""The kind of words for people who are not, or may not be, the candidate."""

WHY = "it is, or may be, about another person than the candidate"


def of_others(clause: And | Or | Series | Mixed, scope: Scope) -> Related | None:
    """The question whether others have it; ``None`` where nothing stands "with" another person."""
    match clause:
        case And(strict=True):
            joins: tuple[str, ...] = ("with",) * (len(clause.operands) - 1)
        case Mixed():
            joins = clause.joins
        case _:
            return None
    lexicon = scope.knowledge.lexicon
    beside = zip(clause.operands, joins, strict=False)
    if not any(join == "with" and _is_other(one, lexicon) for one, join in beside):
        return None
    text = in_words(clause, lexicon)
    if isinstance(clause, And):
        text = " with ".join(in_words(one, lexicon) for one in clause.operands)
    return Related(text=text, parts=(), why=WHY, span=clause.span)


def _is_other(one: Clause, lexicon: Lexicon) -> bool:
    """Whether a name ends in a word for another person: household contact, family member."""
    if not isinstance(one, Occurrence):
        return False
    words = one.phrase.words.split(" ")
    return any(lexicon.value(OTHER, " ".join(words[-count:])) is not None for count in (1, 2))
