"""Reads the text of a registry page.

What comes in is the page's text; what goes out is a document that says where
its criteria and structured fields stand.  The page's parts begin with label
lines, listed in ``rules/pages``.  A page without criteria is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eligibility.core.errors import InputError
from eligibility.core.span import Span
from eligibility.knowledge.pages import FIELD_NAMES, LONGEST_LABEL, Pages
from eligibility.knowledge.wording import even
from eligibility.text.source import Document, Field, lines, trim


class _Line(msgspec.Struct, frozen=True):
    """A line that is not blank: where it begins and where its words stand.

    ``use`` and ``value`` say what its label stands for, ``rest`` is what follows the label.
    """

    start: int
    span: Span
    spelling: str
    use: str = ""
    value: str = ""
    rest: Span | None = None


ALONE = ("trial", "updated", "field")
"""The labels that tell a page even where their value stands behind them; others may begin a sentence."""


def is_page(source: str, pages: Pages) -> bool:
    """Whether one of a page's labels stands in a text as a page writes it."""
    said = (trim(source, line.start, line.end) for line in lines(source, Span(0, len(source))))
    return any(
        _tells(source, _read_line(source, span, pages, span.start), first=count == 0)
        for count, span in enumerate(span for span in said if span.start < span.end)
        if source[span.start].isupper()
    )


def _tells(source: str, line: _Line, *, first: bool) -> bool:
    """Whether a line is a label that only a page has."""
    if not line.use or (line.rest is not None and line.use not in ALONE):
        return False
    return not (first and _announces(source, line))


def _announces(source: str, line: _Line) -> bool:
    """Whether a label of criteria ends in a colon.

    As the first line of all it belongs to criteria given alone: a page has its title above.
    """
    return line.use == "criteria" and line.rest is None and line.span.of(source).endswith((":", "："))


def read_page(source: str, text_hash: str, place: str, pages: Pages) -> Document:
    """The document that a registry page's text holds.

    Raises: InputError when no criteria heading stands in it, or nothing below the heading.
    """
    written = tuple(_read_lines(source, pages))
    begin = _criteria_line(written, place, pages)
    below = written[begin + 1 :]
    if below and below[0].spelling in pages.introductions:
        below = below[1:]
    end = next((index for index, line in enumerate(below) if line.use in ("field", "end")), len(below))
    if end == len(below) and below:
        raise InputError(
            "the page ends inside its criteria: nothing of what a registry page shows below them is there; "
            "save the whole page as text and give that file, or leave out the page's own headings "
            f"('{written[begin].span.of(source)}') where the criteria are all there is",
            place,
        )
    if end == 0:
        raise InputError(
            f"nothing stands below the heading '{written[begin].span.of(source)}'; "
            "give a page that shows its criteria",
            place,
        )
    return Document(
        source=source,
        trial=_value(source, written, "trial") or "",
        title=_title(source, written),
        last_updated=_value(source, written, "updated"),
        conditions=_conditions(source, written, pages),
        criteria=Span(below[0].start, below[end - 1].span.end),
        fields=tuple(_fields(source, written)),
        text_hash=text_hash,
        place=place,
    )


def _read_lines(source: str, pages: Pages) -> Iterator[_Line]:
    for whole in lines(source, Span(0, len(source))):
        span = trim(source, whole.start, whole.end)
        if span.start < span.end:
            yield _read_line(source, span, pages, whole.start)


def _read_line(source: str, span: Span, pages: Pages, start: int) -> _Line:
    if span.end - span.start > LONGEST_LABEL:
        return _Line(start, span, "")
    words = span.of(source)
    spelling = even(words)
    label, colon, _ = words.partition(":")
    use, value = pages.labels.get(spelling) or pages.labels.get(even(label)) or ("", "")
    rest = trim(source, span.start + len(label) + 1, span.end) if use and colon else None
    return _Line(start, span, spelling, use, value, rest if rest and rest.start < rest.end else None)


def _criteria_line(written: tuple[_Line, ...], place: str, pages: Pages) -> int:
    """The criteria heading: the one that the page's own explanation follows, else the first."""
    found = [index for index, line in enumerate(written) if line.use == "criteria" and line.rest is None]
    if not found:
        wanted = " or ".join(f"'{text}'" for text in pages.named("criteria"))
        raise InputError(
            f"no line of this page is the heading {wanted}; "
            "save the whole registry page as text and give that file",
            place,
        )
    for index in found:
        if index + 1 < len(written) and written[index + 1].spelling in pages.introductions:
            return index
    return found[0]


def _value_span(written: tuple[_Line, ...], index: int) -> Span | None:
    """Where a label's value stands: behind it, or on the next line unless that is a label too."""
    if written[index].rest is not None:
        return written[index].rest
    if index + 1 < len(written) and not written[index + 1].use:
        return written[index + 1].span
    return None


def _value(source: str, written: tuple[_Line, ...], use: str) -> str | None:
    for index, line in enumerate(written):
        if line.use == use:
            span = _value_span(written, index)
            return span.of(source) if span else None
    return None


def _title(source: str, written: tuple[_Line, ...]) -> str:
    first = written[0]
    return "" if first.use else first.span.of(source)


def _conditions(source: str, written: tuple[_Line, ...], pages: Pages) -> tuple[str, ...]:
    found: list[str] = []
    start = next((index for index, line in enumerate(written) if line.use == "conditions"), len(written))
    for line in written[start + 1 :]:
        if line.use:
            break
        if line.spelling not in pages.introductions:
            found.append(line.span.of(source))
    return tuple(found)


def _fields(source: str, written: tuple[_Line, ...]) -> Iterator[Field]:
    """The structured fields, each name once, in the order of the page."""
    seen: set[str] = set()
    for index, line in enumerate(written):
        span = _value_span(written, index) if line.use == "field" else None
        if span is not None and line.value not in seen:
            seen.add(line.value)
            yield Field(FIELD_NAMES[line.value], span.of(source), span)
