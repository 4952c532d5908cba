"""The words that registries use for the parts of a trial: labels, fields, headings of criteria.

What comes in is ``rules/pages``; what goes out is what a line of a page stands
for.  A line is compared whole, in its even spelling; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import Row, read_rows
from eligibility.knowledge.wording import even, loose

COLUMNS = ("use", "text", "value", "source")
LABEL_USES = ("criteria", "field", "end", "trial", "updated", "conditions", "label")
HEADING_USES = ("section", "part", "qualifier", "tail", "criteria_word")
NOTE_USES = ("note", "opener", "nothing", "unspecified", "see")
TOPIC_USES = ("topic", "whom", "everyone", "beside", "saying")
HEADS = ("trial", "title", "updated", "conditions", "told")
"""What a line of a plain text's head may tell besides the registry's fields; ``told`` is what is not used."""
SPELT = ("head", "introduction", "answer", "unended", "continued", *NOTE_USES, *TOPIC_USES)
"""The uses whose words are neither label nor heading: a part's explanation, a record's yes or no, the labels
above plain criteria, the words of remarks that are no criteria, those of sub-headings, and those that end
no sentence."""

FieldName = Literal["minimum_age", "maximum_age", "sex", "healthy"]
CriterionKind = Literal["inclusion", "exclusion"]
FIELD_NAMES: Mapping[str, FieldName] = {name: name for name in get_args(FieldName)}
KINDS: Mapping[str, CriterionKind] = {kind: kind for kind in get_args(CriterionKind)}
ANSWERS = ("true", "false")
VALUES: Mapping[str, Container[str | None]] = {
    "field": FIELD_NAMES,
    "head": (*HEADS, *FIELD_NAMES),
    "section": KINDS,
    "answer": ANSWERS,
    "topic": ("subject", "occurrence"),
    "whom": ("people", "part", "opener"),
    "saying": ("relative", None),
}

LONGEST_LABEL = 200
"""A line longer than this, in characters, is neither label nor heading."""


class Pages:
    """The table of page words by use; each table maps an even spelling to what it stands for.

    ``labels`` gives (use, value) of a label, ``heads`` what a label above plain criteria tells,
    ``introductions`` the sentences that explain a part of the page,
    ``sections`` the kind of criteria a heading begins, ``qualifiers`` and ``tails`` the words that may stand
    before and after it without limiting it.  ``parts`` are headings that say what their criteria are about
    and leave them of the kind that stands above; ``criteria`` are words for criteria of whatever kind.

    ``notes`` are remarks that are no criteria, in their loose spelling, and ``openers`` the words that may
    stand before one.  ``nothing`` and ``unspecified`` say that a section, or what a sub-heading names, has no
    criterion; ``sees`` point to another sub-heading.

    ``topics`` are sub-headings that say what the items below them are about: a subject that everyone has, or
    an occurrence that one may have had.  ``whom`` are words of sub-headings that say for which candidates
    the items are: people, a part of the study, or the word that opens such a heading; ``everyone`` and
    ``beside`` those of one that is for all.  ``sayings`` make a line a sentence, which is no
    sub-heading, but that a relative one may stand in "For patients who smoke:";
    after those of ``unended`` a sentence goes on, and those of ``continued`` say that an item goes on.

    ``field_labels`` and ``answers`` are the words, as a page writes them, for a field and for a yes or no
    that a record gives without words.
    """

    def __init__(self, folder: Path) -> None:
        labels: dict[str, tuple[str, str]] = {}
        words: dict[str, dict[str, str]] = {use: {} for use in (*HEADING_USES, *SPELT)}
        written: dict[tuple[str, str], str] = {}
        for row in read_rows(folder, COLUMNS):
            use, spelling = row["use"], even(row["text"])
            _check(row)
            written.setdefault((use, row["value"]), row["text"])
            if use in LABEL_USES:
                known = labels.setdefault(spelling, (use, row["value"])) == (use, row["value"])
            else:
                known = words[use].setdefault(spelling, row["value"]) == row["value"]
            if not known:
                raise RuleFileError(f"{row.place}: '{row['text']}' already stands for something else")
        self.labels: Mapping[str, tuple[str, str]] = MappingProxyType(labels)
        self.heads: Mapping[str, str] = MappingProxyType(words["head"])
        self.introductions = frozenset(words["introduction"])
        self.sections = MappingProxyType({text: KINDS[kind] for text, kind in words["section"].items()})
        self.parts = frozenset(words["part"])
        self.criteria = frozenset(words["criteria_word"])
        self.notes = frozenset(loose(text) for text in words["note"])
        self.openers = frozenset(words["opener"])
        self.nothing = frozenset(words["nothing"])
        self.unspecified = frozenset(words["unspecified"])
        self.sees = frozenset(words["see"])
        self.topics: Mapping[str, str] = MappingProxyType(words["topic"])
        self.whom: Mapping[str, str] = MappingProxyType(words["whom"])
        self.everyone = frozenset(words["everyone"])
        self.beside = frozenset(words["beside"])
        self.sayings: Mapping[str, str] = MappingProxyType(words["saying"])
        self.unended = frozenset(words["unended"])
        self.continued = frozenset(words["continued"])
        self.qualifiers = frozenset(words["qualifier"])
        self.tails = frozenset(words["tail"])
        self.field_labels: Mapping[str, str] = _written(written, "field")
        self.answers: Mapping[str, str] = _written(written, "answer")

    def named(self, use: str) -> tuple[str, ...]:
        """The even spellings of every label of one use."""
        return tuple(text for text, (label_use, _) in self.labels.items() if label_use == use)


def _written(words: Mapping[tuple[str, str], str], use: str) -> Mapping[str, str]:
    """The words of one use as they are written, by what they stand for."""
    return MappingProxyType({value: text for (its_use, value), text in words.items() if its_use == use})


def _check(row: Row) -> None:
    use = row["use"]
    if use not in (*LABEL_USES, *HEADING_USES, *SPELT):
        raise RuleFileError(f"{row.place}: '{use}' is no use of a page's words")
    if not row["text"] or not row["source"]:
        raise RuleFileError(f"{row.place}: a page's words have a text and a source")
    if (row["value"] or None) not in VALUES.get(use, frozenset({None})):
        raise RuleFileError(f"{row.place}: '{row['value']}' is no value of a {use}")
