"""Whatever the bytes, reading gives a profile or one clear error."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.patient.profile import Profile
from eligibility.patient.read import read_profiles
from tests.patient.profiles import GOOD, Json, encoded, good

WHOLE = encoded(GOOD)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({})
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def outcomes(content: bytes) -> list[Profile | InputError]:
    """What reading gives; anything raised fails the test."""
    found = list(read_profiles(content, "p.json"))
    assert found
    for one in found:
        if isinstance(one, InputError):
            assert one.message
            assert one.place.startswith("p.json")
            assert "\n" not in one.place or "\\n" in repr(content)
    return found


def spots(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """The path to every value inside a JSON value."""
    found = [path] if path else []
    match value:
        case dict():
            inner: list[tuple[object, object]] = list(value.items())
        case list():
            inner = list(enumerate(value))
        case _:
            inner = []
    return found + [spot for key, one in inner for spot in spots(one, (*path, key))]


def at(value: Json, path: tuple[object, ...]) -> Json:
    for key in path:
        value = value[key]
    return value


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    outcomes(content)


@given(st.text(alphabet='{}[]":,.-+eE0123456789 \n\\u/truefalsnidNaInfty', max_size=60))
def test_any_text_of_the_signs_of_json(text: str) -> None:
    outcomes(text.encode())


@given(anything)
def test_any_json(value: object) -> None:
    outcomes(json.dumps(value).encode())


@given(st.integers(0, len(WHOLE) - 1))
def test_truncated_anywhere_is_refused(length: int) -> None:
    assert isinstance(outcomes(WHOLE[:length])[0], InputError)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=3))
def test_any_bytes_in_any_place(start: int, put: bytes) -> None:
    outcomes(WHOLE[:start] + put + WHOLE[start + len(put) :])


@given(st.sampled_from(spots(GOOD)), anything)
def test_any_value_in_any_place(path: tuple[object, ...], value: object) -> None:
    profile = good()
    at(profile, path[:-1])[path[-1]] = value
    outcomes(encoded(profile))


@given(st.sampled_from([spot for spot in [(), *spots(GOOD)] if isinstance(at(GOOD, spot), dict)]), st.data())
def test_any_key_given_twice_is_refused_with_its_path(path: tuple[object, ...], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(at(GOOD, path))))
    text = json.dumps(_marked(good(), path))
    doubled = text.replace('"MARK": 0', f'"{key}": null')
    (error,) = outcomes(doubled.encode())
    assert isinstance(error, InputError)
    assert "twice" in error.message
    assert error.place.endswith(f"{_written((*path, key))}")


def _marked(profile: dict[str, Any], path: tuple[object, ...]) -> dict[str, Any]:
    at(profile, path)["MARK"] = 0
    return profile


def _written(path: tuple[object, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


@given(st.sampled_from([spot for spot in [(), *spots(GOOD)] if isinstance(at(GOOD, spot), dict)]))
def test_unknown_field_anywhere_is_refused_with_its_path(path: tuple[object, ...]) -> None:
    if path == ("anchors",):
        return
    (error,) = outcomes(encoded(_marked(good(), path)))
    assert isinstance(error, InputError)
    assert error.place == f"p.json: {_written((*path, 'MARK'))}"


@given(st.lists(st.sampled_from(["good", "bad", "cut"]), min_size=2, max_size=6))
def test_each_line_is_read_by_itself(kinds: list[str]) -> None:
    lines = []
    for number, kind in enumerate(kinds):
        line = json.dumps({"id": f"C-{number}", **({"sxe": 1} if kind == "bad" else {})})
        lines.append(line[:-1] if kind == "cut" else line)
    if "cut" in kinds and set(kinds) == {"cut"}:
        return
    found = outcomes("\n".join(lines).encode())
    assert [isinstance(one, Profile) for one in found] == [kind == "good" for kind in kinds]
