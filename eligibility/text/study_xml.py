"""Reads studies from the XML that ClinicalTrials.gov gave out before its API version 2.

What comes in is a text that begins like XML; what goes out are the values of
its ``clinical_study`` elements.  A document type or an entity of its own is
refused, so that nothing expands and nothing is fetched.  No tree is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from xml.etree.ElementTree import ParseError, XMLParser
from xml.parsers.expat import ErrorString

from eligibility.core.errors import InputError
from eligibility.knowledge.pages import FieldName
from eligibility.text.study import Study

ROOT = "clinical_study"
WAY_OUT = "give the XML of one study, or its registry page saved as text"
_BEGINS = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|!--|[A-Za-z][\w.:-]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_DECLARES = re.compile(r"<!\s*(DOCTYPE|ENTITY)\b", re.IGNORECASE)

TRIAL = ("id_info", "nct_id")
TITLES = (("brief_title",), ("official_title",))
CONDITION = ("condition",)
UPDATED = (("last_update_posted",), ("lastupdate_posted",), ("lastchanged_date",))
CRITERIA = ("eligibility", "criteria", "textblock")
FIELDS: dict[FieldName, tuple[str, ...]] = {
    "minimum_age": ("eligibility", "minimum_age"),
    "maximum_age": ("eligibility", "maximum_age"),
    "sex": ("eligibility", "gender"),
    "healthy": ("eligibility", "healthy_volunteers"),
}
WANTED = frozenset({TRIAL, *TITLES, CONDITION, *UPDATED, CRITERIA, *FIELDS.values()})
DEEPEST = max(map(len, WANTED))


def begins_xml(text: str) -> bool:
    """Whether a text begins with a tag or a declaration of XML; ``<18 years`` does not."""
    return _BEGINS.match(text) is not None


def read_xml(text: str, place: str) -> tuple[Study, ...]:
    """The studies of an XML text, in its order.

    Raises: InputError when it is broken, declares something of its own, or holds no study.
    """
    declared = _DECLARES.search(text)
    if declared is not None:
        line = text.count("\n", 0, declared.start()) + 1
        raise InputError(
            f"'{declared[0]}' in line {line}: a document type is not read, for it can expand or fetch "
            f"anything; {WAY_OUT}",
            place,
        )
    target = _Collector()
    events = {"start": target.start, "data": target.words, "end": target.end, "close": target.close}
    parser = XMLParser(target=SimpleNamespace(**events))
    try:
        parser.feed(text.lstrip())
        parser.close()
    except ParseError as error:
        line, column = error.position
        line += text[: len(text) - len(text.lstrip())].count("\n")
        spot = f"line {line}, column {column + 1}"
        why = ErrorString(error.code)
        raise InputError(f"broken XML at {spot} ({why}); {WAY_OUT}", place) from None
    if not target.studies:
        raise InputError(f"XML, but no '{ROOT}' stands in it (the root is '{target.root}'); {WAY_OUT}", place)
    only = len(target.studies) == 1
    return tuple(
        _study(values, "" if only else f"study {count}") for count, values in enumerate(target.studies, 1)
    )


class _Collector:
    """Keeps the text of the wanted elements while the parser goes through the others."""

    def __init__(self) -> None:
        self.root = ""
        self.studies: list[dict[tuple[str, ...], list[list[str]]]] = []
        self._depth = 0
        self._begun = 0
        self._path: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        self.root = self.root or tag
        if tag == ROOT and not self._begun:
            self._begun = self._depth
            self.studies.append({})
        elif self._begun and self._depth - self._begun <= DEEPEST:
            self._path.append(tag)
            self._text = self._wanted()

    def words(self, text: str) -> None:
        """Text between tags; it belongs to the element that began last and has not ended."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._depth == self._begun:
            self._begun = 0
        elif self._begun and self._depth - self._begun <= DEEPEST:
            self._path.pop()
        self._text = None
        self._depth -= 1

    def close(self) -> None:
        """The text ends."""

    def _wanted(self) -> list[str] | None:
        path = tuple(self._path)
        if path not in WANTED:
            return None
        self.studies[-1].setdefault(path, []).append([])
        return self.studies[-1][path][-1]


def _study(values: dict[tuple[str, ...], list[list[str]]], where: str) -> Study:
    texts = {path: ["".join(parts) for parts in found] for path, found in values.items()}
    trial = next(_first(texts, TRIAL), "")
    titles = [text for path in TITLES for text in _first(texts, path)]
    updated = [text for path in UPDATED for text in _first(texts, path)]
    return Study(
        where=f"{where} ({trial})" if where and trial else where or trial,
        trial=trial,
        title=titles[0] if titles else "",
        last_updated=updated[0] if updated else None,
        conditions=tuple(text.strip() for text in texts.get(CONDITION, ()) if text.strip()),
        criteria="".join(texts[CRITERIA]) if CRITERIA in texts else None,
        fields=tuple((name, text) for name, path in FIELDS.items() for text in _first(texts, path)),
    )


def _first(texts: dict[tuple[str, ...], list[str]], path: tuple[str, ...]) -> Iterator[str]:
    """The first value at a path, unless it is empty."""
    for text in texts.get(path, ())[:1]:
        if text.strip():
            yield " ".join(text.split())
