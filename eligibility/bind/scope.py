"""What a clause needs to know of its surroundings while it is bound."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from eligibility.bind.nodes import Bound
from eligibility.bind.rules import Kind
from eligibility.knowledge.load import Knowledge
from eligibility.syntax.nodes import Clause


class Scope(msgspec.Struct, frozen=True):
    """The surroundings of a clause.

    ``kind``: the section it stands in.  ``diseases``: concept ids of the conditions the trial studies.
    ``defined``: words that the item defines.  ``aside``: inside a definition or a list of examples.
    ``denied``: under a denial.  ``obliged``: the item has a word that obliges ("must").
    ``canonical``: the items are written in canonical English too.
    """

    kind: Kind
    knowledge: Knowledge
    diseases: tuple[str, ...] = ()
    defined: frozenset[str] = frozenset()
    aside: bool = False
    denied: bool = False
    obliged: bool = False
    canonical: bool = False

    @property
    def excluding(self) -> bool:
        """Whether what is said here keeps a candidate out: there, "A and B" may mean "A or B"."""
        return (self.kind == "exclusion") != self.denied

    def inside(self) -> Scope:
        """The scope of the inside of a bracket."""
        return msgspec.structs.replace(self, aside=True)

    def turned(self) -> Scope:
        """The scope of what a denial denies."""
        return msgspec.structs.replace(self, denied=not self.denied)

    def studies(self, concept: str) -> bool:
        """Whether a concept is the trial's own disease, a kind of it or a class of it."""
        concepts = self.knowledge.concepts
        return any(
            disease in concepts.classes(concept) or concept in concepts.classes(disease)
            for disease in self.diseases
        )


BindClause = Callable[[Clause, Scope], Bound]
"""How the clauses inside another one are bound."""
