"""Every kind of bad input is one error with the spot, the value and the way out; good input is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eligibility.core.errors import InputError
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profile, read_profiles
from tests.patient.profiles import encoded, good, read, refused, with_


def test_good_profile_is_read() -> None:
    profile = read(good())
    assert profile.id == "C-017"
    assert profile.complete[0].from_ == "2024-01-20"


def test_nothing_but_an_id_is_required() -> None:
    assert read({"id": "C-1"}).as_of is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (bytes(range(256)), "UTF-8"),
        (b'{"id": "caf\xe9"}', "UTF-8"),
        (b"[1, 2", "not JSON"),
        (b"{'id': 'C-1'}", "not JSON"),
        (b"candidate C-1", "not JSON"),
        (b'["C-1"]', "a list, where one profile"),
        (b'"C-1"', "not an object"),
        (b"null", "not an object"),
        (b'{"id": "\\ud800"}', "not JSON"),
        (b'{"id": "a", "x": ' + b"[" * 100_000, "nested"),
        (b"[" * 500 + b"]" * 500, "a list"),
    ],
    ids=range(15),
)
def test_what_is_no_profile_is_refused(content: bytes, says: str) -> None:
    assert says in refused(content).message


def test_truncated_profile_names_line_and_column() -> None:
    error = refused(json.dumps(good(), indent=1).encode()[:-40])
    assert "line" in error.message
    assert "cut short" in error.message


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("indent", [None, 0, 2])
def test_layout_and_byte_order_mark_do_not_matter(mark: bytes, indent: int | None) -> None:
    assert read_profile(mark + json.dumps(good(), indent=indent).encode(), "p").id == "C-017"


UNKNOWN: list[tuple[dict[str, Any], str, str]] = [
    (with_(birthdate="2018"), "birthdate", "'birth_date'"),
    (with_(Sex="female"), "Sex", "'sex'"),
    (with_(measurements=[{"code": "ast", "value": 1, "units": "U/L"}]), "measurements[0].units", "'unit'"),
    (with_(disease={"diagnosis": "ALL", "relapse": []}), "disease.relapse", "'relapses'"),
    (with_(conditions=[{"text": "DVT", "onset_date": "2020"}]), "conditions[0].onset_date", "onset"),
    (with_(xyz=1), "xyz", "fields are id"),
    (with_(complete=[{"list": "allergies", "from_": "2020"}]), "complete[0].from_", "'from'"),
]


@pytest.mark.parametrize(("profile", "path", "way"), UNKNOWN)
def test_unknown_field_is_refused_with_the_nearest_name(profile: dict[str, Any], path: str, way: str) -> None:
    error = refused(profile)
    assert error.place == f"p.json: {path}"
    assert way in error.message


@pytest.mark.parametrize("field", ["name", "Name", "first_name", "MRN", "e-mail", "SSN", "address", "phone"])
def test_identifier_of_a_person_is_refused_as_one(field: str) -> None:
    for profile, path in (
        (with_(**{field: "x"}), field),
        (with_(statements=[{field: "x"}]), f"statements[0].{field}"),
        (with_(anchors={field: "2026-01-01"}), f"anchors.{field}"),
    ):
        error = refused(profile)
        assert error.place == f"p.json: {path}"
        assert "identifies a person" in error.message


TWICE = [
    (b'{"id": "a", "sex": "male", "sex": "female"}', "sex"),
    (b'{"id": "a", "measurements": [{"code": "ast", "value": 1, "value": 1}]}', "measurements[0].value"),
    (b'{"id": "a", "anchors": {"x": "2026", "x": "2026"}}', "anchors.x"),
    (b'{"id": "a", "age": {"date": "2020", "date": "2021"}, "age": null}', "age"),
    (
        b'{"id": "a", "disease": {"relapses": [{}, {"date": "2020", "date": "2021"}]}}',
        "disease.relapses[1].date",
    ),
]


@pytest.mark.parametrize(("content", "path"), TWICE)
def test_key_given_twice_is_refused_at_any_depth(content: bytes, path: str) -> None:
    error = refused(content)
    assert error.place == f"p.json: {path}"
    assert "twice" in error.message


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 400, "9" * 5000])
def test_number_that_is_none_is_refused(number: str) -> None:
    error = refused(f'{{"id": "a", "measurements": [{{"code": "ast", "value": {number}}}]}}'.encode())
    assert "number" in error.message
    assert len(number) > 1000 or error.place == "p.json: measurements[0].value"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"as_of": "2026-03-01"}, "", "'id' is missing"),
    ({"id": 7}, "id", "7 is not a text"),
    ({"id": None}, "id", "null is not a text"),
    ({"id": " "}, "id", "empty"),
    (with_(sex="F"), "sex", "'female', 'male', 'other'"),
    (with_(sex=True), "sex", "true is not one of"),
    (with_(measurements={}), "measurements", "an object is not a list"),
    (with_(measurements=[[]]), "measurements[0]", "a list is not an object"),
    (with_(measurements=[{"value": 1}]), "measurements[0]", "'code' is missing"),
    (with_(measurements=[{"code": "ast", "value": True}]), "measurements[0].value", "true is not a number"),
    (with_(measurements=[{"code": "ast", "value": None}]), "measurements[0].value", "null is not a number"),
    (
        with_(measurements=[{"code": "ast", "value": 1, "comparator": "~"}]),
        "measurements[0].comparator",
        "'~'",
    ),
    (
        with_(measurements=[{"code": {"code": "1"}, "value": 1}]),
        "measurements[0].code",
        "'system' is missing",
    ),
    (with_(measurements=[{"code": "", "value": 1}]), "measurements[0].code", "empty"),
    (
        with_(statements=[{"concept": "SOS", "present": "no", "by": "x"}]),
        "statements[0].present",
        "true or false",
    ),
    (with_(disease=[]), "disease", "a list is not an object"),
    (
        with_(disease={"diagnosis": "ALL", "relapses": [{"number": 1.5}]}),
        "disease.relapses[0].number",
        "whole",
    ),
    (with_(conditions=[{"text": "", "status": "active"}]), "conditions[0].text", "empty"),
    (with_(anchors={"x": 3}), "anchors.x", "3 is not a text"),
]


@pytest.mark.parametrize(("profile", "path", "says"), WRONG)
def test_wrong_type_is_refused_with_its_value(profile: dict[str, Any], path: str, says: str) -> None:
    error = refused(profile)
    assert error.place == (f"p.json: {path}" if path else "p.json")
    assert says in error.message


def test_one_bad_candidate_does_not_stop_the_others() -> None:
    lines = b'{"id": "a"}\n{"id": "b", "sxe": 1}\n\nnot json\n{"id": "c", "sex": \n{"id": "d"}\r\n'
    found = list(read_profiles(lines, "c.jsonl"))
    ids = [one.id if isinstance(one, Profile) else one.place for one in found]
    assert ids == ["a", "c.jsonl:2: sxe", "c.jsonl:4", "c.jsonl:5", "d"]


def test_id_given_twice_is_an_error_for_the_second() -> None:
    first, second, third = read_profiles(b'{"id": "a"}\n{"id": "a"}\n{"id": "b"}', "c.jsonl")
    assert isinstance(first, Profile)
    assert isinstance(second, InputError)
    assert second.place == "c.jsonl:2: id"
    assert "c.jsonl:1" in second.message
    assert isinstance(third, Profile)


def test_line_separators_inside_a_text_do_not_split_a_line() -> None:
    lines = [
        json.dumps({"id": code, "disease": {"diagnosis": "a\u2028b\x85c"}}, ensure_ascii=False)
        for code in "ab"
    ]
    found = list(read_profiles("\n".join(lines).encode(), "c"))
    places = [one.place for one in found if isinstance(one, InputError)]
    assert places == ["c:1: disease.diagnosis", "c:2: disease.diagnosis"]


def test_broken_indented_profile_is_one_error() -> None:
    text = json.dumps(good(), indent=1).replace('"sex": "female",', '"sex": "female"')
    assert len(list(read_profiles(text.encode(), "p.json"))) == 1


def test_one_profile_is_asked_of_a_file_with_two() -> None:
    with pytest.raises(InputError, match="2 candidates"):
        read_profile(encoded({"id": "a"}) + b"\n" + encoded({"id": "b"}), "c.jsonl")
