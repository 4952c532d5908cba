"""The published schema is that of the structs, and says what each field means."""

from __future__ import annotations

import re
from pathlib import Path

from eligibility.patient.meaning import MEANING
from eligibility.patient.schema import DATE_FIELDS, schema, schema_text
from tests.patient.profiles import GOOD

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_published_schema_is_up_to_date() -> None:
    published = (DOCS / "profile.schema.json").read_text("utf-8")
    assert published == schema_text(), "run: python -m eligibility.patient.schema > docs/profile.schema.json"


def test_every_field_has_a_meaning_and_no_meaning_lacks_a_field() -> None:
    fields = {name: set(part["properties"]) for name, part in schema()["$defs"].items()}
    assert {name: set(meanings) for name, meanings in MEANING.items()} == fields


def test_unknown_fields_are_refused_everywhere() -> None:
    for name, part in schema()["$defs"].items():
        assert part["additionalProperties"] is False, name


def test_every_date_has_a_pattern() -> None:
    for name, part in schema()["$defs"].items():
        for field, kind in part["properties"].items():
            if field in DATE_FIELDS:
                assert any("pattern" in one for one in kind.get("anyOf", [kind])), (name, field)


def test_dates_of_a_good_profile_match_the_pattern() -> None:
    kind = schema()["$defs"]["Disease"]["properties"]["diagnosed"]["anyOf"][0]
    assert re.match(kind["pattern"], GOOD["disease"]["diagnosed"])


def test_the_manual_explains_every_field() -> None:
    manual = (DOCS / "PROFILE.md").read_text("utf-8")
    for name, meanings in MEANING.items():
        for field in meanings:
            assert f"`{field}`" in manual, f"docs/PROFILE.md says nothing of {name}.{field}"
