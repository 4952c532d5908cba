"""Reads a Patient: sex and birth, and nothing that says who it is.

What comes in is the resource; what goes out is the beginning of a candidate.
Names, addresses and numbers are read for one purpose: to know what must not
stand in any text that is kept.
"""

from __future__ import annotations

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.profile import Sex
from eligibility.records.fhir.coded import day
from eligibility.records.fhir.shapes import Patient
from eligibility.records.gathering import Gathering
from eligibility.records.yielding import Note

BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
SEXES: dict[str, Sex] = {"female": "female", "male": "male", "other": "other", "F": "female", "M": "male"}
"""HL7 administrative-gender, and the codes of the US Core birth sex; "unknown" is none."""


class _Name(msgspec.Struct):
    family: str = ""
    given: tuple[str, ...] = ()
    text: str = ""


class _Valued(msgspec.Struct):
    value: str = ""


class _Address(msgspec.Struct):
    line: tuple[str, ...] = ()
    text: str = ""


class _Contact(msgspec.Struct):
    name: _Name | None = None
    telecom: tuple[_Valued, ...] = ()


class _Who(msgspec.Struct):
    name: tuple[_Name, ...] = ()
    identifier: tuple[_Valued, ...] = ()
    telecom: tuple[_Valued, ...] = ()
    address: tuple[_Address, ...] = ()
    contact: tuple[_Contact, ...] = ()


_PATIENT = msgspec.json.Decoder(Patient)
_WHO = msgspec.json.Decoder(_Who, strict=False)


def read_patient(content: bytes, gathering: Gathering) -> tuple[Note, ...]:
    """Sex and birth of a Patient; what cannot be read of them is left unknown, with a note.

    Raises: msgspec.DecodeError when the resource is broken.
    """
    one, notes = _PATIENT.decode(content), list[Note]()
    gathering.sex, doubt = _sex(one)
    if doubt:
        notes.append((doubt, "gender"))
    try:
        born = day(one.birth_date)
        if born is not None:
            gathering.born(born)
    except InputError as error:
        notes.append((f"{error.message}; the birth is left unknown", "birthDate"))
    if one.deceased_boolean or one.deceased_date_time:
        try:
            gathering.dead(day(one.deceased_date_time))
        except InputError:
            gathering.dead(None)
    return tuple(notes)


def _sex(one: Patient) -> tuple[Sex | None, str]:
    """The sex as recorded; where the sex at birth is another, it is left open which a criterion means."""
    found = SEXES.get(one.gender or "")
    for extension in one.extension:
        if extension.url == BIRTH_SEX and extension.value_code is not None:
            born = SEXES.get(extension.value_code)
            if born is not None and found is not None and born != found:
                return None, "gender and sex at birth differ; the sex is left unknown"
            found = found or born
    return found, ""


def secrets_of(content: bytes) -> tuple[list[str], list[str]]:
    """The words that name a person, and the numbers and lines that lead to one."""
    try:
        who = _WHO.decode(content)
    except msgspec.DecodeError:
        return [], []
    names = [*who.name, *(contact.name for contact in who.contact if contact.name is not None)]
    words = [part for name in names for part in (name.family, *name.given)]
    telecom = [*who.telecom, *(one for contact in who.contact for one in contact.telecom)]
    lines = [line for address in who.address for line in (*address.line, address.text)]
    numbers = [one.value for one in (*who.identifier, *telecom)]
    return words, [text for text in (*numbers, *lines) if text]
