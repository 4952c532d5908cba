"""The canonical English of each item compiles to the same rule as the page's own words."""

from __future__ import annotations

from typing import TypeVar

import msgspec
import pytest

from eligibility.bind.nodes import Note, Related, Unparsed
from eligibility.bind.rules import Row, RuleSet
from eligibility.core.span import NOWHERE, Span
from eligibility.screen import compile_page
from tests.bind.pages import PAGE, compiled, page_of, row

T = TypeVar("T")


def spoken_anew(page: str) -> str:
    """The page with every item in its canonical English."""
    for found in reversed(compiled(page).rows):
        if found.canonical:
            # A number without a dot is a marker only before a capital.
            first, _, rest = found.canonical.partition(" ")
            said = f"{first.capitalize() if first.islower() else first} {rest}"
            page = page[: found.span.start] + said + page[found.span.end :]
    return page


def nowhere(value: T) -> T:
    """A rule without its spans and without the texts that only a reader needs."""
    match value:
        case Note():
            return Note(text="", why=value.why)  # type: ignore[return-value]
        case Unparsed():
            return Unparsed(text=value.text, why="", reason=value.reason)  # type: ignore[return-value]
        case Related():
            parts = nowhere(value.parts)
            return Related(text="", parts=parts, why="", reason=value.reason)  # type: ignore[return-value]
        case Span():
            return NOWHERE  # type: ignore[return-value]
        case msgspec.Struct():
            fields = {name: nowhere(getattr(value, name)) for name in value.__struct_fields__}
            return type(value)(**fields)  # type: ignore[return-value]
        case tuple():
            return tuple(nowhere(item) for item in value)  # type: ignore[return-value]
        case _:
            return value


def meaning(found: Row) -> tuple[object, ...]:
    """A row without its words and its place."""
    return (found.id, found.parent, found.role, found.kind, found.applicable, nowhere(found.rule))


@pytest.fixture(scope="module")
def again() -> RuleSet:
    return compiled(spoken_anew(PAGE))


def test_a_page_in_canonical_english_has_the_same_rows(again: RuleSet) -> None:
    assert [found.id for found in again.rows] == [found.id for found in compiled().rows]


@pytest.mark.parametrize("identifier", [found.id for found in compiled().rows])
def test_a_row_in_canonical_english_has_the_same_rule(identifier: str, again: RuleSet) -> None:
    assert meaning(row(again, identifier)) == meaning(row(compiled(), identifier))


def test_without_canonical_english_the_rules_are_the_same() -> None:
    rules = compile_page(PAGE.encode(), "page.txt", canonical=False)
    assert all(not found.canonical for found in rules.rows)
    told = tuple(msgspec.structs.replace(found, canonical="") for found in compiled().rows)
    assert rules == msgspec.structs.replace(compiled(), rows=told)


def test_canonical_english_is_its_own_canonical_english(again: RuleSet) -> None:
    said = {found.id: found.canonical for found in compiled().rows}
    assert {found.id: found.canonical for found in again.rows} == said
    assert all(
        said[found.id] for found in compiled().rows if found.role != "part" and found.kind != "registry"
    )


@pytest.mark.parametrize(
    "text",
    [
        "No prior allo-HSCT or CAR T-cell therapy",
        "Patients with prior allo-HSCT are not eligible",
        "Prior allo-HSCT is permitted provided the patient receives dexamethasone",
        "AST, ALT > 5 x ULN",
        "Both prior allo-HSCT and CAR T-cell therapy",
        "Prior HSCT except autologous HSCT",
        "Prior frobnication of the second kind, widget ((",
    ],
)
@pytest.mark.parametrize("place", ["inclusion", "exclusion"])
def test_other_criteria_in_canonical_english_mean_the_same(text: str, place: str) -> None:
    page = page_of(**{place: text})
    first, second = compiled(page), compiled(spoken_anew(page))
    assert [meaning(found) for found in second.rows] == [meaning(found) for found in first.rows]
