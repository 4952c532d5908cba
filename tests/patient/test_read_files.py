"""Files that are no text, too long or of another layout; and what a message never shows."""

from __future__ import annotations

import json

import pytest

from eligibility.core.errors import InputError
from eligibility.patient.profile import Profile
from eligibility.patient.read import LONGEST, read_profiles
from tests.patient.profiles import encoded, good, refused, with_


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("utf-16", "text in UTF-16"),
        ("utf-32", "text in UTF-32"),
        ("utf-16-le", "byte 1 is zero"),
        ("utf-16-be", "byte 0 is zero"),
    ],
)
def test_text_in_another_encoding_is_called_so(encoding: str, says: str) -> None:
    error = refused(json.dumps(good()).encode(encoding))
    assert says in error.message
    assert "UTF-8" in error.message


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"PK\x03\x04\x14\0", b"\0" * 50, b"\x1f\x8b\x08\0"]
)
def test_binary_file_is_one_error(content: bytes) -> None:
    error = refused(content)
    assert error.place == "p.json"
    assert "UTF-8" in error.message


@pytest.mark.parametrize(
    "bad", [b'{"id": "x\xff"}', b'{"id": "\0"}', b"\xfe\xfe", b'{"id": "' + b"x" * LONGEST + b'"}']
)
def test_a_line_that_is_no_text_does_not_stop_the_others(bad: bytes) -> None:
    first, second, third = read_profiles(b'{"id": "a"}\n' + bad + b'\n{"id": "b"}\n', "c.jsonl")
    assert isinstance(first, Profile)
    assert isinstance(second, InputError)
    assert second.place == "c.jsonl:2"
    assert isinstance(third, Profile)


def test_profile_of_many_megabytes_is_refused_with_the_limit() -> None:
    error = refused(encoded(with_(conditions=[{"text": "x" * LONGEST}])))
    assert "10,000,000" in error.message


def test_file_of_many_profiles_may_be_longer() -> None:
    line = json.dumps({"id": "a", "disease": {"diagnosis": "x" * (LONGEST // 2)}}).encode()
    found = list(read_profiles(b"\n".join(line.replace(b'"a"', b'"%d"' % n) for n in range(3)), "c.jsonl"))
    assert [type(one) for one in found] == [Profile] * 3


@pytest.mark.parametrize("layout", [None, 1])
def test_list_of_profiles_is_one_error_that_says_the_way(layout: int | None) -> None:
    for text in (json.dumps([good(), good()], indent=layout), '[\n{"id": "a"},\n{"id": "b"}\n]'):
        error = refused(text.encode())
        assert error.place == "p.json"
        assert "one on each line" in error.message


def test_unindented_entry_on_a_line_of_its_own_is_no_candidate() -> None:
    text = '{\n"id": "a",\n"measurements": [\n{"code": "ast", "value": 1}\n]\n}'
    (found,) = read_profiles(text.encode(), "p.json")
    assert isinstance(found, Profile)
    error = refused(text.replace(",\n", "\n", 1).encode())
    assert error.place == "p.json"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ('{"id": "a"', "cut short"),
        ('{"id": "a', "cut short"),
        ('{"id": "a"} {"id": "b"}', "one on each line"),
        ('{"id": "a" "sex": "male"}', "commas"),
        ('{"id": "a",}', "commas"),
    ],
)
def test_broken_text_says_what_to_look_for(text: str, way: str) -> None:
    error = refused(text.encode())
    assert "line 1, column" in error.message
    assert way in error.message


PRIVATE = [
    '{"id": "a", "name": "SECRET"}',
    '{"id": "a", "name": "SECRET", "name": "SECRET"}',
    '{"id": "a", "name": {"SECRET": 1, "SECRET": 2}}',
    '{"id": "a", "address": {"SECRET": NaN}}',
    '{"id": "a", "address": ["\\ud800SECRET"]}',
    '{"id": "a", "homeAddress": "SECRET"}',
    '{"id": "a", "contact": {"name": "SECRET"}}',
    '{"id": "a", "patient": {"name": "SECRET"}}',
    '{"id": "a", "anchors": {"phone": "SECRET"}}',
    '{"id": "a", "conditions": [{"text": "x", "patient name": "SECRET"}]}',
    '{"id": "a", "name": "SECRET}',
    '{"id": "a", "name": "SECRET \\q"}',
]


@pytest.mark.parametrize("text", PRIVATE)
def test_what_names_a_person_is_never_shown(text: str) -> None:
    assert "SECRET" not in str(refused(text.encode()))


@pytest.mark.parametrize(
    ("escape", "shown"),
    [("\\u001b[31m", "\\x1b"), ("\\u0000", "\\x00"), ("\\b", "\\x08"), ("\\u009b", "\\x9b")],
)
def test_control_characters_are_refused_and_written_out(escape: str, shown: str) -> None:
    for text, path in (
        (f'{{"id": "a", "conditions": [{{"text": "x{escape}"}}]}}', "conditions[0].text"),
        (f'{{"id": "a{escape}"}}', "id"),
    ):
        error = refused(text.encode())
        assert error.place == f"p.json: {path}"
        assert shown in error.message


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\x85", "\u2028", "\u202e", "\x00"])
@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_what_breaks_or_turns_a_line_of_a_report_is_refused(sign: str, ensure_ascii: bool) -> None:
    statement = {"concept": "SOS", "present": False, "by": f"PI{sign}E1 pass"}
    for told, path in (
        (with_(statements=[statement]), "statements[0].by"),
        (with_(conditions=[{"text": "DVT", "source": f"a{sign}b"}]), "conditions[0].source"),
        (with_(id=f"C{sign}1"), "id"),
    ):
        error = refused(json.dumps(told, ensure_ascii=ensure_ascii).encode())
        assert error.place == f"p.json: {path}"
        assert "take it out" in error.message
        assert str(error).isprintable()


def test_a_profile_over_several_lines_is_read() -> None:
    (found,) = read_profiles(json.dumps(with_(conditions=[{"text": "DVT"}]), indent="\t").encode(), "p")
    assert isinstance(found, Profile)


def test_half_a_character_is_refused_with_its_path() -> None:
    error = refused(b'{"id": "a", "disease": {"diagnosis": "x\\ud83d"}}')
    assert error.place == "p.json: disease.diagnosis"
    assert "half a character" in error.message


def test_message_stays_on_one_short_line() -> None:
    for profile in (
        {"id": "a\nb"},
        with_(**{"x\ny" * 100: 1}),
        with_(sex="y\n" * 1000),
        with_(as_of="9" * 900),
    ):
        text = str(refused(profile))
        assert text.isprintable()
        assert len(text) < 500


@pytest.mark.parametrize(
    ("field", "meant"),
    [("dob", "birth_date"), ("dateOfBirth", "birth_date"), ("gender", "sex"), ("labs", "measurements")],
)
def test_usual_name_of_a_field_is_led_to_ours(field: str, meant: str) -> None:
    assert f"did you mean '{meant}'?" in refused(with_(**{field: "x"})).message


def test_field_of_another_part_is_not_suggested_here() -> None:
    message = refused(with_(source="x")).message
    assert "did you mean" not in message
    assert "other parts of a profile have 'source'" in message
