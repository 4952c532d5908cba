"""Binds what was read in its parts.

What comes in are parts with the words between them; what goes out is a question
to a person, with what the parts name beside it.
"""

from __future__ import annotations

from eligibility.bind.grounding import ground
from eligibility.bind.nodes import Bound, Note, Present, Unparsed
from eligibility.bind.nodes import Related as Question
from eligibility.bind.scope import BindClause, Scope
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.nodes import Clause, Occurrence, Related
from eligibility.syntax.nodes import Unparsed as Unread
from eligibility.syntax.terms import MARKS
from eligibility.syntax.unparse import unparse
from eligibility.syntax.walk import parts_of

WHY = "what these words say together, no rule tells"


def bind_related(node: Related, scope: Scope, bind: BindClause) -> Question:
    """The question whether all of it is so."""
    bound = ((part, _open_name(part, scope) or bind(part, scope)) for part in node.parts)
    parts = tuple(rule for part, rule in bound if _names(part, rule))
    return Question(text=in_words(node, scope.knowledge.lexicon), parts=parts, why=WHY, span=node.span)


def _open_name(part: Clause, scope: Scope) -> Present | None:
    """A name without more, and without a row; others are bound as they are elsewhere."""
    if not isinstance(part, Occurrence) or not part.plain:
        return None
    words = part.phrase.words
    if ground(words, scope.knowledge) is not None:
        return None
    return Present(kind="any", concept=None, phrase=words, status="unsaid", span=part.span)


def _names(part: Clause, rule: Bound) -> bool:
    """Whether a part says what the record may know; a moment, a method or a place says no such thing."""
    if isinstance(rule, Unparsed | Note):
        return any(isinstance(one, Unread) for one in parts_of(part))
    return True


def in_words(clause: Clause, lexicon: Lexicon) -> str:
    """A clause as one text, as a person is asked about it."""
    if isinstance(clause, Related) and clause.shown:
        return clause.shown
    return unparse(clause, lexicon).translate(_UNMARKED)


_UNMARKED = dict.fromkeys(map(ord, MARKS))
