"""Lexemes: a wording, where it stands, and its kind as one character.

The kinds of a text form a string, over which the grammar is written.  The
table below is the whole alphabet.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from eligibility.core.span import Span

KINDS: dict[str, str] = {
    "number": "9",
    "comparator": "c",      # >=  at least  less than
    "postfix": "p",         # or more
    "age_postfix": "O",     # or older
    "between": "b",
    "to": "t",              # 18 to 30, 18-30
    "within": "i",
    "unit": "u",            # mL/min, %
    "time_unit": "y",       # months
    "of_age": "g",          # of age, old
    "half_lives": "8",      # or 5 half-lives, whichever is longer
    "times": "x",           # 5 x ULN
    "limit": "L",           # ULN
    "limit_owner": "q",     # institutional
    "normal": "J",          # within normal limits
    "level": "l",           # M2
    "level_word": "j",      # status
    "scale": "F",           # NYHA class, grade
    "quantity": "Q",        # AST
    "and": "&",
    "or": "|",
    "and_or": "n",
    "slash": "/",
    "comma": ",",
    "semicolon": ";",
    "stop": ".",
    "colon": ":",
    "quantifier": "H",      # one of the following
    "open": "(",
    "close": ")",
    "not": "!",             # no, lacking
    "unless": "E",
    "provided": "P",
    "permitted": "A",       # are eligible
    "that_is": "I",         # ie
    "example": "G",         # eg
    "defined": "D",         # defined as
    "both": "B",            # both, combined
    "status": "s",          # prior, history of
    "control": "k",         # uncontrolled
    "certainty": "d",       # documented, identified
    "evidence": "e",        # morphologically confirmed
    "any": "a",
    "ordinal": "o",         # first
    "carrier": "C",         # allergy to, therapy with
    "edge": "z",            # completion of
    "result": "r",          # positive, present
    "verb": "v",            # is performed, receives
    "people": "h",          # participants, male
    "relation": "R",        # prior to, at the time of
    "with": "+",
    "manner": "m",          # by, using, per
    "section": "X",         # Section 10.10.2
    "citation": "Z",        # et al
    "preposition": "f",     # of, in, for
    "filler": "_",
    "word": "w",
    "name": "w",            # a concept's name that holds a word of structure
    "maternal": "w",        # pregnant, lactating: said of women alone
    "recovered": "N",       # and recovered, behind how long ago something was
    "unread": "U",          # canonical text of what was not read
    "link": "^",            # canonical text of words that relate others
    "part": "@",            # canonical text of a name that they relate
    "deferred": "~",        # a word of structure that no rule reads yet: if, because, only
    "unknown": "?",         # a sign that nothing knows
}  # fmt: skip


class Lexeme(msgspec.Struct, frozen=True, gc=False):
    """One wording of a criterion.

    ``text`` is clean (single spaces, no Markdown escapes), ``value`` what the lexicon says it stands for,
    ``kind`` the name in ``KINDS``, ``span`` its characters in the source.
    """

    kind: str
    text: str
    value: str
    span: Span

    @property
    def sign(self) -> str:
        """The kind as one character of the kind-string."""
        return KINDS[self.kind]


def kinds(lexemes: Iterable[Lexeme]) -> str:
    """The kind-string of a run of lexemes."""
    return "".join([KINDS[lexeme.kind] for lexeme in lexemes])


def span_of(lexemes: tuple[Lexeme, ...]) -> Span:
    """Where a run of lexemes stands, which are in the order of the text."""
    return lexemes[0].span.join(lexemes[-1].span)
