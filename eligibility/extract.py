"""From a trial's text to a table of its constraints and phrases: each limit, age and window as stated.

What comes in is a document, or lines of a corpus; what goes out are records
with offsets into the text.  Nothing is judged: an exclusion flips nothing, and a
limit is there whether or not the sentence around it is understood.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from typing import Any

import msgspec

from eligibility.core.errors import InputError
from eligibility.core.flags import Flag
from eligibility.core.span import Span
from eligibility.knowledge.load import knowledge
from eligibility.syntax.atoms.read import atoms
from eligibility.syntax.constraints.read import Constraint, constraints_in
from eligibility.syntax.flags import flags_of
from eligibility.syntax.headed import named_quantity
from eligibility.syntax.lexer import lex
from eligibility.text.corpus import Line
from eligibility.text.outline import Item, Outline, outline
from eligibility.text.source import Document


class Extracts(msgspec.Struct, frozen=True):
    """What one line of a corpus gives, each as a line of JSON."""

    constraints: bytes
    atoms: bytes


class Stated(msgspec.Struct, frozen=True):
    """A constraint of a document with the item or heading that holds it; ``item`` is empty for a heading.

    ``flags`` are those of the item and of the constraint itself.
    """

    item: str
    section: str
    constraint: Constraint
    flags: tuple[Flag, ...] = ()


def extracted(lines: list[Line], jobs: int) -> Iterator[Extracts]:
    """The constraints and atoms of each line, in order, whatever the number of processes."""
    if jobs == 1:
        yield from map(of_line, lines)
        return
    with multiprocessing.Pool(jobs) as pool:
        yield from pool.imap(of_line, lines, chunksize=8)


def of_line(line: Line) -> Extracts:
    """The constraints and atoms of one line of a corpus."""
    whole = Span(0, len(line.text))
    document = Document(
        source=line.text, trial=line.nct, title="", last_updated=None, conditions=(), criteria=whole,
        fields=(), text_hash="", place=line.nct,
    )  # fmt: skip
    read = _outline(document)
    told = [as_record(stated, line.text) for stated in _stated(document, read)]
    return Extracts(
        msgspec.json.encode({"nct": line.nct, "constraints": told}),
        msgspec.json.encode({"nct": line.nct, **_atoms(document, read)}),
    )


def of_document(document: Document) -> list[Stated]:
    """The constraints of every item and heading of a document, in the order of the text.

    Raises: InputError when the document holds no criteria.
    """
    return _stated(document, outline(document, knowledge().pages))


def _outline(document: Document) -> Outline | None:
    """The outline of a text; ``None`` where it holds no items, or its sections cannot be told."""
    try:
        return outline(document, knowledge().pages)
    except InputError:
        return None


def _stated(document: Document, read: Outline | None) -> list[Stated]:
    if read is None:
        return []
    texts = {item.id: item.text for item in read.items}
    parts = [(item.text, item.id, item.kind, _above(item, texts)) for item in read.items]
    parts += [(heading.span, "", heading.kind, None) for heading in read.headings]
    parts.sort(key=lambda part: part[:3])
    return [
        _about(document, one, above)
        for span, item, section, above in parts
        for one in _of_part(document, span, item, section)
    ]


def _above(item: Item, texts: dict[str, Span]) -> Span | None:
    """The words that an item stands under: those of the item above it, else of its sub-heading."""
    return texts[item.parent] if item.parent else item.heading


def _about(document: Document, one: Stated, above: Span | None) -> Stated:
    """A limit that names nothing, with the quantity that the words above it name: Age: / >= 18 years."""
    if above is None or one.constraint.subjects:
        return one
    named = named_quantity(document.source, above, knowledge().lexicon)
    if named is None:
        return one
    limit = msgspec.structs.replace(one.constraint, subjects=(named.span,))
    return msgspec.structs.replace(one, constraint=limit)


def _of_part(document: Document, span: Span, item: str, section: str) -> Iterator[Stated]:
    """The constraints of an item or a heading, with its flags."""
    lexicon = knowledge().lexicon
    lexemes = lex(document.source, span, lexicon)
    around = flags_of(lexemes, section, lexicon)
    for found in constraints_in(lexemes, document.source, span, lexicon):
        yield Stated(item, section, found, tuple(sorted({*around, *found.flags})))


def _atoms(document: Document, read: Outline | None) -> dict[str, Any]:
    """The phrases of every item, and their groups, numbered through."""
    listed: list[dict[str, Any]] = []
    groups: list[dict[str, Any]] = []
    for item in () if read is None else read.items:
        excluded = item.kind == "exclusion"
        words = (knowledge().lexicon, knowledge().phrasing)
        found = atoms(document.source, item.text, *words, alternatives=excluded)
        first = len(listed)
        listed += [
            {
                "start": atom.span.start,
                "end": atom.span.end,
                "negated": atom.negated,
                "window": _place(atom.window),
                "kind": atom.kind,
            }
            for atom in found.atoms
        ]
        groups += [
            {"op": join, "members": [first + one for one in members]} for join, members in found.groups
        ]
    return {"atoms": listed, "groups": groups}


def as_record(stated: Stated, text: str) -> dict[str, Any]:
    """A constraint as a record: offsets into ``text``, bounds, unit and subjects in its words, flags."""
    found = stated.constraint
    return {
        "start": found.span.start,
        "end": found.span.end,
        "kind": found.kind,
        "bounds": [{"op": operator, "value": value} for operator, value in found.bounds],
        "unit": None if found.unit is None else found.unit.of(text),
        "limit": found.limit,
        "subject": [span.of(text) for span in found.subjects],
        "subject_spans": [[span.start, span.end] for span in found.subjects],
        "condition": _place(found.condition),
        "anchor": _place(found.anchor),
        "method": _place(found.method),
        "flags": list(stated.flags),
    }


def _place(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
