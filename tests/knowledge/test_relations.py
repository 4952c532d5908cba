"""How concepts stand to each other: whom the quick look leaves out says nothing."""

from __future__ import annotations

from itertools import islice

from eligibility.knowledge.concepts import Relation
from eligibility.knowledge.load import knowledge

STEP = 37
"""Every so many concepts are asked for."""


def test_only_those_speak_of_a_concept_that_may_say_something_of_it() -> None:
    concepts = knowledge().concepts
    for asked in islice(concepts.by_id, 0, None, STEP):
        speaking = set(concepts.speaking_of(asked))
        silent = (one for one in concepts.by_id if one not in speaking)
        assert all(concepts.relation(one, asked) is Relation.NOT for one in silent), asked
        assert len(speaking) < len(concepts.by_id) or concepts.by_id[asked].listed == "part"


def test_what_may_be_of_a_kind_may_be_of_every_class_of_it() -> None:
    concepts = knowledge().concepts
    for recorded in concepts.by_id.values():
        for asked in {above for one in recorded.may_be for above in concepts.classes(one)}:
            told = concepts.relation(recorded.id, asked)
            assert told is not Relation.NOT, (recorded.id, asked)
