"""Words that a name in a list may share with the first or the last of it.

What comes in is a name and its list; what goes out is the same name with the
words that may be meant of it too: those that the first begins with, those that
the last ends with.

    severe renal or hepatic insufficiency           any of the liver, or a severe one?
    alcohol or drug abuse                           any alcohol, or its abuse?
    infection or ulcer of the foot                  any infection, or one of the foot?
"""

from __future__ import annotations

import re

import msgspec

from eligibility.bind.grounding import OF_THEIR_OWN, THERAPY, ground
from eligibility.bind.narrowing import LONGEST, NARROWING, degree, kind_named
from eligibility.bind.occurrences import fact_kind
from eligibility.bind.scope import Scope
from eligibility.knowledge.lexicon import Lexicon
from eligibility.syntax.nodes import Clause, Occurrence


def shared(operands: tuple[Clause, ...], scope: Scope) -> tuple[Clause, ...]:
    """Operands with what the list says once: the head after the last, the modifiers before the first."""
    plain = [operand for operand in operands if isinstance(operand, Occurrence)]
    if len(plain) != len(operands):
        return operands
    phrases = _with_heads(tuple(operand.phrase.words for operand in plain), scope)
    named = [
        msgspec.structs.replace(operand, phrase=msgspec.structs.replace(operand.phrase, words=words))
        for operand, words in zip(plain, phrases, strict=True)
    ]
    named = [_carried(operand, named[at + 1 :], scope) for at, operand in enumerate(named)]
    return tuple(_inherit(named[0], operand, scope) for operand in named)


def _carried(operand: Occurrence, behind: list[Occurrence], scope: Scope) -> Occurrence:
    """A word for a reaction, with what a later one is to: allergy or intolerance to aspirin."""
    carrier = scope.knowledge.lexicon.value("carrier", f"{operand.phrase.words} {TO}")
    whole = (one.phrase.words.partition(f" {TO} ") for one in behind if one.carrier is None)
    to = next((what for _, _, what in whole if what), "")
    if carrier is None or operand.carrier is not None or not to:
        return operand
    return msgspec.structs.replace(_renamed(operand, to), carrier=carrier)


TO = "to"
"""The word behind a reaction that says to what it is."""


def _with_heads(phrases: tuple[str, ...], scope: Scope) -> tuple[str, ...]:
    """The names of a list, those without a head of their own with that of a later one.

    Bacterial, fungal or viral infection; mild or moderate asthma.  A name that stands for something by
    itself is left as it is.
    """
    phrases = _with_fronts(phrases)
    known = ground(phrases[-1], scope.knowledge) is not None
    named: list[str] = []
    for at, phrase in enumerate(phrases[:-1]):
        if _headless(phrase, scope):
            heads = [one for one in phrases[at + 1 :] if not _headless(one, scope)]
            nearest = heads[:1] if _graded(phrase, scope) else heads
            whole = (_headed(phrase, head, scope) for head in nearest)
            named.append(next((one for one in whole if one != phrase), phrase))
        else:
            named.append(_completed(phrase, phrases[-1], scope) if known else phrase)
    return (*named, phrases[-1])


def _with_fronts(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a list, a letter or a Roman number with the words before another: hepatitis B or C."""
    named = list(phrases[:1])
    for phrase in phrases[1:]:
        front, _, before = named[-1].rpartition(" ")
        number = phrase.partition(" ")[0]
        one_more = front and any(kind.fullmatch(before) and kind.fullmatch(number) for kind in _NUMBERING)
        named.append(f"{front} {phrase}" if one_more else phrase)
    return tuple(named)


_NUMBERING = (re.compile("[A-Z]"), re.compile("[IVX]+[A-Da-d]?"))
"""What numbers things of a kind: hepatitis A, stage IIIb."""


def _headless(phrase: str, scope: Scope) -> bool:
    """Whether a name only describes, grades or says where, and is nothing alone: hepatic, severe."""
    named = ground(phrase, scope.knowledge)
    if named is not None:
        return named.kind not in OF_THEIR_OWN
    return _graded(phrase, scope) or _describes(phrase.rpartition(" ")[2], scope)


def _graded(phrase: str, scope: Scope) -> bool:
    """Whether a name is of words of degree alone: severe, acute."""
    words = phrase.split(" ")
    return _grades(words, scope.knowledge.lexicon) == len(words)


def _grades(words: list[str], lexicon: Lexicon) -> int:
    """How many words of degree stand at the beginning: two in "other severe asthma"."""
    at = 0
    while found := degree(words[at:], lexicon):
        at += found
    return at


_WITH_HEAD = 2
"""A later name of so many words has one that describes, and its head."""


def _headed(phrase: str, behind: str, scope: Scope) -> str:
    """A name with the head of a later one, where that makes a known name or can be no other.

    It stands in the place of one word that describes; any other word of the later name is of both.
    """
    words, last = phrase.split(" "), behind.split(" ")
    lexicon = scope.knowledge.lexicon
    graded = _grades(last, lexicon)
    if _graded(phrase, scope) and 0 < graded < len(last):
        return " ".join([phrase, *last[graded:]])
    wholes = [[*words, *last[start:]] for start in range(_droppable(last, scope) + 1)]
    known = [told for told in wholes if ground(" ".join(told), scope.knowledge) is not None]
    if not known:
        kept = wholes[:1] if _graded(phrase, scope) else wholes
        known = [told for told in kept if kind_named(told, scope.knowledge) is not None]
    return " ".join(known[0]) if known else phrase


def _droppable(last: list[str], scope: Scope) -> int:
    """So many first words of a name another may stand for: one that describes, and those that grade."""
    others = 0
    for at, word in enumerate(last[:-1]):
        others += not _graded(word, scope)
        if others > 1 or not (len(last) == _WITH_HEAD or _headless(word, scope)):
            return at
    return len(last) - 1


def _completed(phrase: str, behind: str, scope: Scope) -> str:
    """A name that is nothing by itself, with the words that make it a known one: alcohol or drug abuse."""
    named = ground(phrase, scope.knowledge)
    if named is not None and named.kind in OF_THEIR_OWN:
        return phrase
    last = behind.split(" ")
    wholes = (" ".join([phrase, *last[start:]]) for start in range(1, len(last)))
    return next((whole for whole in wholes if ground(whole, scope.knowledge) is not None), phrase)


def _inherit(first: Occurrence, operand: Occurrence, scope: Scope) -> Occurrence:
    """An operand that says nothing of status takes over what is said before the first of its kind."""
    said = operand.statuses or operand.control or operand.certainty or operand.evidence or operand.verb
    if said or operand is first:
        return operand
    kinds = (fact_kind(one, ground(one.phrase.words, scope.knowledge)) for one in (first, operand))
    if len(set(kinds)) > 1:
        return operand
    return msgspec.structs.replace(
        operand,
        statuses=first.statuses,
        control=first.control,
        certainty=first.certainty,
        evidence=first.evidence,
    )


def with_end(operand: Occurrence, operands: tuple[Clause, ...], scope: Scope) -> Occurrence | None:
    """A name with the last words of its list, or of a name behind it, where these may be of it too."""
    ends = (operands[-1], *(one for one in _behind(operand, operands) if _ends_in_head(one, scope)))
    found = (_with_end(operand, last, scope) for last in ends)
    return next((one for one in found if one is not None), None)


def _behind(operand: Occurrence, operands: tuple[Clause, ...]) -> tuple[Clause, ...]:
    at = next((at for at, one in enumerate(operands) if one is operand), len(operands))
    return operands[at + 1 : -1]


def _ends_in_head(one: Clause, scope: Scope) -> bool:
    """Whether names before one may share its last word, though others stand behind: drug abuse or gout."""
    words = one.phrase.words if isinstance(one, Occurrence) else ""
    return " " in words and scope.knowledge.lexicon.value("shared_head", words.rpartition(" ")[2]) is not None


def _with_end(operand: Occurrence, last: Clause, scope: Scope) -> Occurrence | None:
    if operand is last or not isinstance(last, Occurrence) or operand.result or last.result:
        return None
    one_head = (operand.carrier, operand.verb) == (last.carrier, last.verb)
    if tail_of(operand, scope) or not one_head:
        return None
    alone = not (last.carrier or last.verb)
    words = last.phrase.words.split(" ")
    shared = alone and _shares(operand, last, scope)
    rest = tail_of(last, scope) or (_rest(words) if shared else "")
    whole = ground(f"{operand.phrase.words} {rest}", scope.knowledge) if rest else None
    if not rest or (whole is not None and whole is ground(operand.phrase.words, scope.knowledge)):
        return None
    return _renamed(operand, f"{operand.phrase.words} {rest}")


def _rest(words: list[str]) -> str:
    return " ".join(words[1:] or words)


def _shares(operand: Occurrence, last: Occurrence, scope: Scope) -> bool:
    """Whether the words that end a list may be of a name before it, by what the names are."""
    lexicon = scope.knowledge.lexicon
    name, end = operand.phrase.words, last.phrase.words
    concept, final = ground(name, scope.knowledge), ground(end, scope.knowledge)
    head = lexicon.value("shared_head", end.rpartition(" ")[2]) if " " in end else None
    if concept is None:
        alone = " " not in name and (" " in end or final is not None)
        return alone or _describes(name.rpartition(" ")[2], scope)
    heads = [lexicon.value("shared_head", word) for word in (name.rpartition(" ")[2], end.partition(" ")[0])]
    if heads == ["state", "state"] and " " in end:
        # Diseases or conditions that affect absorption.
        return final is None
    if concept.kind in THERAPY:
        return head is not None and (final is None or final.kind not in THERAPY)
    return head == "act" and (final is None or final.kind in THERAPY)


def _describes(word: str, scope: Scope) -> bool:
    """Whether a word ends as those do that only describe: allergic, renal, cavernous."""
    return word.lower().endswith(tuple(scope.knowledge.lexicon.wordings("describing_ending")))


def tail_of(operand: Occurrence, scope: Scope) -> str:
    """The words of a name from its first preposition on; a known name has none."""
    if ground(operand.phrase.words, scope.knowledge) is not None:
        return ""
    words, lexicon = operand.phrase.words.split(" "), scope.knowledge.lexicon
    for at in range(1, len(words) - 1):
        if lexicon.value("preposition", words[at]) is not None:
            return " ".join(words[at:])
        for end in range(at + 1, min(len(words), at + LONGEST)):
            if lexicon.value(NARROWING, " ".join(words[at:end])) is not None:
                return " ".join(words[at:])
    return ""


def leads(operand: Occurrence, written: Clause, scope: Scope, *, known: bool) -> bool:
    """Whether what a name begins with may be about the names behind it too.

    ``written``: the name before the list gave it its head; ``known``: one that has a row may too.
    """
    words = operand.phrase.words
    if operand.control is not None:
        return True
    carried = isinstance(written, Occurrence) and written.carrier != operand.carrier
    if isinstance(written, Occurrence) and (carried or _graded(written.phrase.words, scope)):
        # Chronic or recurrent infections: the first grades what the last names, and no more.
        return False
    if isinstance(written, Occurrence) and _headless(written.phrase.words, scope):
        return _degree(words, scope) != ""
    return " " in words and (known or ground(words, scope.knowledge) is None)


def with_beginning(
    leading: Occurrence, operand: Occurrence, scope: Scope, *, pair: bool
) -> Occurrence | None:
    """A name with what an earlier one of its list begins with; ``None`` where nothing is left open.

    ``pair``: the list is of these two alone.
    """
    alike = Occurrence(
        phrase=operand.phrase, statuses=leading.statuses, certainty=leading.certainty,
        evidence=leading.evidence, any=operand.any, asides=operand.asides, times=operand.times,
        manners=operand.manners, span=operand.span,
    )  # fmt: skip
    plain = msgspec.structs.replace(alike, statuses=(), certainty=None, evidence=None)
    if operand not in (alike, plain):
        return None
    words = leading.phrase.words
    graded = _degree(words, scope)
    of_a_kind = graded and kind_named(words.split(" "), scope.knowledge) is not None
    known = of_a_kind or ground(words, scope.knowledge) is not None
    begun = words.rpartition(" ")[0]
    if known and not _takes(operand, words, scope, pair=pair):
        begun = "" if _degree(operand.phrase.words, scope) else graded
    if (not begun and leading.control is None) or f"{operand.phrase.words} ".startswith(f"{begun} "):
        return None
    whole = _renamed(leading, f"{begun} {operand.phrase.words}".strip())
    same = ground(whole.phrase.words, scope.knowledge)
    if leading.control is None and same is not None and same is ground(words, scope.knowledge):
        # Ischaemic stroke or stroke.
        return None
    return msgspec.structs.replace(
        whole, times=operand.times or leading.times, manners=operand.manners, asides=operand.asides,
        span=operand.span,
    )  # fmt: skip


def _takes(operand: Occurrence, leading: str, scope: Scope, *, pair: bool) -> bool:
    """Whether a name may be described by what a known one before it begins with: lung infection or cancer.

    Both are plain words for a state or an act, or the words together name something known.  Of a pair the
    first may only describe: retinal detachment or hemorrhage.
    """
    begun, _, head = leading.rpartition(" ")
    name = operand.phrase.words
    if ground(f"{begun} {name}", scope.knowledge) is not None:
        return True
    return _plain(name, scope) and (_plain(head, scope) or (pair and _describes(begun, scope)))


def _plain(word: str, scope: Scope) -> bool:
    """Whether a word is a plain one for a state or an act, which others say the kind of."""
    lexicon = scope.knowledge.lexicon
    return any(lexicon.value(kind, word) is not None for kind in ("shared_head", "plain_state"))


def _degree(words: str, scope: Scope) -> str:
    """The words of degree that a name of several words begins with."""
    said = words.split(" ")
    return " ".join(said[: _grades(said[:-1], scope.knowledge.lexicon)])


def _renamed(operand: Occurrence, words: str) -> Occurrence:
    phrase = msgspec.structs.replace(operand.phrase, words=words)
    return msgspec.structs.replace(operand, phrase=phrase)
