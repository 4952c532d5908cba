"""Reads studies from the JSON of ClinicalTrials.gov (API version 2).

What comes in is a text that begins like JSON: one study, or a page of studies;
what goes out are their values.  Broken JSON, and JSON that holds something
else, are refused with the place.  Parts that are not needed are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from eligibility.core.errors import InputError
from eligibility.knowledge.pages import FieldName, Pages
from eligibility.text.study import Study

WAY_OUT = "give a study as https://clinicaltrials.gov/api/v2/studies/NCT... returns it"
SECOND = "Extra data"
"""What the reader of JSON says where a second value stands behind the first."""
_BEGINS = re.compile(r'\s*(?:\{|\[\s*[{"])')
_KEY = re.compile(rb'"(?:protocolSection|studies)"\s*:')


class _Part(msgspec.Struct, frozen=True, rename="camel"):
    """A part of a record; keys that it does not name are passed over."""


class _Identification(_Part, frozen=True):
    nct_id: str = ""
    brief_title: str = ""
    official_title: str = ""


class _Date(_Part, frozen=True):
    date: str | None = None


class _Status(_Part, frozen=True):
    last_update_post_date_struct: _Date = _Date()


class _Conditions(_Part, frozen=True):
    conditions: tuple[str, ...] = ()


class _Eligibility(_Part, frozen=True):
    eligibility_criteria: str | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    healthy_volunteers: bool | str | None = None


class _Protocol(_Part, frozen=True):
    identification_module: _Identification = _Identification()
    status_module: _Status = _Status()
    conditions_module: _Conditions = _Conditions()
    eligibility_module: _Eligibility = _Eligibility()


class _Record(_Part, frozen=True):
    protocol_section: _Protocol


def begins_json(text: str) -> bool:
    """Whether a text begins as an object does, or a list of objects or strings."""
    return _BEGINS.match(text) is not None


def names_studies(content: bytes) -> bool:
    """Whether a file of JSON has a key that only studies have; no compiled rule set has one."""
    return _KEY.search(content) is not None


def read_json(text: str, place: str, pages: Pages) -> tuple[Study, ...]:
    """The studies of a JSON text, in its order.

    Raises: InputError when it is broken, or holds no study.
    """
    value = _parsed(text, place)
    if isinstance(value, dict) and "protocolSection" in value:
        return (_study(value, "", place, pages),)
    several = value.get("studies") if isinstance(value, dict) else value
    if not isinstance(several, list):
        missing = "neither 'protocolSection' nor a list of 'studies' stands in it"
        raise InputError(f"JSON, but no study of ClinicalTrials.gov: {missing}; {WAY_OUT}", place)
    if not several:
        raise InputError(f"the list of studies is empty; {WAY_OUT}", place)
    only = len(several) == 1
    return tuple(
        _study(one, "" if only else f"study {count}", place, pages) for count, one in enumerate(several, 1)
    )


def _parsed(text: str, place: str) -> object:
    try:
        # A whole number may have more digits than Python turns into one; none is needed.
        return json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        spot = f"line {error.lineno}, column {error.colno}"
        if error.msg == SECOND:
            told = f"several JSON values, the second at {spot}; give one, or a list of studies in brackets"
            raise InputError(told, place) from None
        raise InputError(f"broken JSON at {spot} ({error.msg}); save the record again", place) from None
    except RecursionError:
        raise InputError(f"JSON that is nested too deep to be a study; {WAY_OUT}", place) from None


def _study(value: object, where: str, place: str, pages: Pages) -> Study:
    try:
        protocol = msgspec.convert(value, _Record).protocol_section
    except msgspec.ValidationError as error:
        said = f"{where}: {error}" if where else str(error)
        raise InputError(f"no study of ClinicalTrials.gov: {said}; {WAY_OUT}", place) from None
    identity, eligibility = protocol.identification_module, protocol.eligibility_module
    return Study(
        where=f"{where} ({identity.nct_id})" if where and identity.nct_id else where or identity.nct_id,
        trial=identity.nct_id,
        title=identity.brief_title or identity.official_title,
        last_updated=protocol.status_module.last_update_post_date_struct.date,
        conditions=protocol.conditions_module.conditions,
        criteria=eligibility.eligibility_criteria,
        fields=tuple(_fields(eligibility, pages)),
    )


def _fields(eligibility: _Eligibility, pages: Pages) -> Iterator[tuple[FieldName, str]]:
    """The structured fields that are there, in the order of a page."""
    healthy = eligibility.healthy_volunteers
    if isinstance(healthy, bool):
        healthy = pages.answers["true" if healthy else "false"]
    named: tuple[tuple[FieldName, str | None], ...] = (
        ("minimum_age", eligibility.minimum_age),
        ("maximum_age", eligibility.maximum_age),
        ("sex", eligibility.sex),
        ("healthy", healthy),
    )
    for name, text in named:
        if text and text.strip():
            yield name, text.strip()
