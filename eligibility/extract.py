"""From a trial's text to a table of its constraints: each threshold, age and window as stated.

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
from eligibility.core.span import Span
from eligibility.knowledge.load import knowledge
from eligibility.syntax.constraints.read import Constraint, constraints
from eligibility.text.outline import outline
from eligibility.text.source import Document


class Line(msgspec.Struct, frozen=True):
    """One line of a corpus; other keys are ignored."""

    nct: str
    text: str


def read_lines(content: bytes, place: str) -> list[Line]:
    """The lines of a corpus: JSON objects with ``nct`` and ``text``.

    Raises: InputError with the line that is none.
    """
    decoder = msgspec.json.Decoder(Line)
    found: list[Line] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"{error}; a line of a corpus is a JSON object with 'nct' and 'text'"
            raise InputError(message, f"{place}:{number}") from None
    if not found:
        raise InputError("the file holds no line; give JSON Lines with 'nct' and 'text'", place)
    return found


def extracted(lines: list[Line], jobs: int) -> Iterator[bytes]:
    """The constraints of each line, in order, whatever the number of processes."""
    if jobs == 1:
        yield from map(of_line, lines)
        return
    with multiprocessing.Pool(jobs) as pool:
        yield from pool.imap(of_line, lines, chunksize=8)


def of_line(line: Line) -> bytes:
    """The constraints of one line of a corpus, as a line of JSON."""
    whole = Span(0, len(line.text))
    document = Document(
        source=line.text, trial=line.nct, title="", last_updated=None, conditions=(), criteria=whole,
        fields=(), text_hash="", place=line.nct,
    )  # fmt: skip
    told = [as_record(found, line.text) for found in of_document(document)]
    return msgspec.json.encode({"nct": line.nct, "constraints": told})


def of_document(document: Document) -> Iterator[Constraint]:
    """The constraints of every item of a document, in the order of the text; none where it has no items."""
    known = knowledge()
    try:
        read = outline(document, known.pages)
    except InputError:
        return
    spans = [item.text for item in read.items] + [heading.span for heading in read.headings]
    for span in sorted(spans):
        yield from constraints(document.source, span, known.lexicon)


def as_record(found: Constraint, text: str) -> dict[str, Any]:
    """A constraint as a record: offsets into ``text``, bounds, unit and subjects in its words."""
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
    }


def _place(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
