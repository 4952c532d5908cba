"""Random criteria: words of every kind of lexeme in any order."""

from __future__ import annotations

from hypothesis import strategies as st

from eligibility.syntax.lexemes import KINDS
from eligibility.syntax.unparse import unparse
from tests.syntax.texts import LEXICON
from tests.syntax.trees import QUANTITIES, UNITS, WORDS, leaves


def _wordings() -> list[str]:
    """The first wording of every kind and value, a few units and quantities, words of no rule file."""
    closed = [kind for kind in KINDS if kind not in {"unit", "quantity", "name", "filler"}]
    spelled = {LEXICON.spell(kind, value) for kind in closed for value in LEXICON.values(kind)}
    return sorted(
        {*spelled, *UNITS[:4], *QUANTITIES, *WORDS, "the", "must", "5 %", "2 to 4 weeks", "\\<", "[", "2019"}
    )


_WORDINGS = _wordings()
_LIKELY = [
    "brunk",
    "hep sartine",
    "AST",
    "and",
    "or",
    ",",
    ">= 5",
    "(",
    ")",
    "no",
    "with",
    "within 6 months of",
]


_JOINS = (
    " or ", " and ", ", ", ", or ", ", and ", "/", " and/or ", " with ", " unless ", "; ", "; or ", ". ",
    " or (", ") and ", " ", " without ", " or no ", ", ie ", " are eligible provided ", " of ", ": ",
    " within 6 months of ", " participants with ", " women with ", " by ", " such as ", " both ",
)  # fmt: skip


@st.composite
def criteria(draw: st.DrawFn) -> str:
    """A text of up to twenty wordings in any order, or of readable pieces with any words between them."""
    if draw(st.booleans()):
        wordings = st.sampled_from(_WORDINGS) | st.sampled_from(_LIKELY)
        return " ".join(draw(st.lists(wordings, min_size=1, max_size=20)))
    pieces = draw(st.lists(leaves, min_size=1, max_size=5))
    text = draw(st.sampled_from(("", "no ", "prior ", "women with ", "both ", "allergy to ", "(")))
    for index, piece in enumerate(pieces):
        text += (draw(st.sampled_from(_JOINS)) if index else "") + unparse(piece, LEXICON)
    return text
