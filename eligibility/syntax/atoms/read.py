"""The phrases of a text that something can be checked by: conditions, drugs, procedures, findings.

What comes in is a stretch of the source; what goes out are phrases with their
place and kind, whether the words around deny them, the time that dates them,
and which of them are joined by "or" or "and".  They are told by the words of
structure around them alone, whether or not the clause is understood.
"""

from __future__ import annotations

import msgspec

from eligibility.core.span import Span
from eligibility.knowledge.lexicon import Lexicon
from eligibility.knowledge.phrasing import Phrasing
from eligibility.syntax.atoms.groups import Group, groups
from eligibility.syntax.atoms.kinds import kinds_of, settled
from eligibility.syntax.atoms.negation import denied, denies_itself, told_span
from eligibility.syntax.atoms.phrases import phrases
from eligibility.syntax.atoms.roles import PEOPLE, Run, roles
from eligibility.syntax.atoms.windows import counts_from, windows
from eligibility.syntax.constraints.forms import Found, find
from eligibility.syntax.constraints.ready import Ready, ready
from eligibility.syntax.lexer import lex

_PAIR = 2
"""Two phrases that a word joins may be of two kinds; a longer list is of one."""

_ANCHORS = frozenset({"study", "encounter"})


class Atom(msgspec.Struct, frozen=True):
    """A phrase: ``negated`` by the words around it, ``window`` the time that dates it."""

    span: Span
    kind: str
    negated: bool = False
    window: Span | None = None


class Atoms(msgspec.Struct, frozen=True):
    """The phrases of a text in order, and groups of their numbers that a word joins."""

    atoms: tuple[Atom, ...]
    groups: tuple[Group, ...]


def atoms(
    source: str, span: Span, lexicon: Lexicon, phrasing: Phrasing, *, alternatives: bool = False
) -> Atoms:
    """The phrases of a criterion; those that a limit measures are left out.

    ``alternatives``: "and" lists what is looked for one by one, as exclusions do.
    """
    words = ready(lex(source, span, lexicon), lexicon)
    limits = list(find(words, lexicon))
    told = roles(words, phrasing)
    runs, kinds = _phrases(words, told, limits, phrasing)
    joined = groups(words, told, runs, kinds, limits, alternatives=alternatives)
    dated = windows(words, told, runs, kinds, limits, lexicon)
    reached = denied(words, told, list(zip(runs, kinds, strict=True)), phrasing)
    lists = [members for _, members in joined if len(members) > _PAIR]
    listed = tuple(
        Atom(
            told_span(words, run, phrasing),
            kind,
            _is_denied(words, told, run, reached, phrasing),
            _span(words, dated[number]) if number in dated else None,
        )
        for number, (run, kind) in enumerate(zip(runs, settled(kinds, lists), strict=True))
    )
    return Atoms(listed, joined)


def _phrases(
    words: Ready, told: str, limits: list[Found], phrasing: Phrasing
) -> tuple[list[Run], list[str | None]]:
    """The phrases with what tells their kinds, without a study or a visit that a time counts from."""
    runs = phrases(words, told, limits, phrasing)
    kinds = kinds_of(words, told, runs, phrasing)
    kept = [n for n, run in enumerate(runs) if kinds[n] not in _ANCHORS or not counts_from(words, told, run)]
    return [runs[number] for number in kept], [kinds[number] for number in kept]


def _is_denied(words: Ready, told: str, run: Run, reached: frozenset[int], phrasing: Phrasing) -> bool:
    """Whether a phrase is denied; people are not."""
    within = run[0] in reached or run[1] - 1 in reached
    return told[run[0]] != PEOPLE and (within or denies_itself(words, run, phrasing))


def _span(words: Ready, run: Run) -> Span:
    return words.lexemes[run[0]].span.join(words.lexemes[run[1] - 1].span)
