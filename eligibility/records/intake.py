"""Takes in a record in whatever format it is, by its content: the one way from a file to profiles.

What comes in is a file or folder; what goes out are profiles, each as its reader
gave it, and the ledger.  A profile file is read as it always was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.patient.profile import Profile
from eligibility.patient.terms import terms
from eligibility.records.fhir.files import LONGEST_LINE
from eligibility.records.fhir.read import FhirReader
from eligibility.records.ledger import Ledger
from eligibility.records.local_codes import LocalCodes
from eligibility.records.omop.read import OmopReader
from eligibility.records.pseudonyms import Pseudonyms
from eligibility.records.table.mapping import Mapping
from eligibility.records.table.read import TableReader

Kind = Literal["profile", "fhir", "omop", "csv"]

HEAD = 1 << 16
"""Bytes of a file that tell what it is."""

NO_MAPPING = (
    "what the columns of a table mean is not known; give --mapping FILE"
    " ('eligibility import csv FILE --suggest' writes a first one)"
)
SHORTHAND = "FHIR Shorthand; build it to JSON first, and give the JSON"
TABLES = (".csv", ".tsv")
"""The names of tables, which tell where a table of one column has nothing that parts its cells."""

FHIR_FILES = (".json", ".ndjson", ".jsonl")
_RESOURCE = re.compile(rb'"resourceType"\s*:')
_SHORTHAND = re.compile(rb"\s*(?:Instance|Profile|Alias|Extension)\s*:")


class Wanted(msgspec.Struct, frozen=True):
    """How records are to be read.

    ``local``: a site's own codes; ``longest``: line of NDJSON; ``pseudonyms``: for ids; ``mapping``: of
    the columns of a table.
    """

    local: LocalCodes = msgspec.field(default_factory=LocalCodes)
    longest: int = LONGEST_LINE
    pseudonyms: Pseudonyms | None = None
    mapping: Mapping | None = None


def kind_of(place: Path) -> Kind:
    """What a file or folder is, by its content.

    Raises: InputError when it is none of the formats.
    """
    if place.is_dir():
        return _of_folder(place)
    try:
        with place.open("rb") as file:
            head = file.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(place)) from None
    if head[:1] in (b"{", b"["):
        return (
            "fhir"
            if _RESOURCE.search(head) or (place.suffix == ".ndjson" and b'"id"' not in head)
            else "profile"
        )
    if _SHORTHAND.match(head):
        raise InputError(SHORTHAND, str(place))
    first = head.split(b"\n", 1)[0]
    parted = any(sign in first for sign in (b",", b"\t", b";"))
    return "csv" if parted or place.suffix in TABLES else "profile"


def _of_folder(place: Path) -> Kind:
    names = [path.name.lower() for path in place.iterdir()]
    if any(name.split(".")[0] == "person" for name in names):
        return "omop"
    if any(name.endswith(FHIR_FILES) for name in names):
        return "fhir"
    if any(name.endswith(".fsh") for name in names):
        raise InputError(SHORTHAND, str(place))
    raise InputError(
        "a folder without FHIR files (.json, .ndjson) and without the OMOP table PERSON; name a file",
        str(place),
    )


def take_in(place: Path, ledger: Ledger, wanted: Wanted | None = None) -> Iterator[Profile | InputError]:
    """Each candidate of a record that is no profile, or the error that keeps one from being read.

    Raises: InputError when the file cannot be read as a whole, or is of another format.
    """
    asked = wanted or Wanted()
    kind = kind_of(place)
    match kind:
        case "fhir":
            folder = place.is_dir()
            files = (
                tuple(sorted(one for one in place.iterdir() if one.name.endswith(FHIR_FILES)))
                if folder
                else (place,)
            )
            told = terms(knowledge())
            return iter(
                FhirReader(
                    files, ledger, told, asked.local, folder=folder, longest=asked.longest,
                    pseudonyms=asked.pseudonyms,
                )
            )  # fmt: skip
        case "omop":
            return iter(OmopReader(place, ledger, terms(knowledge()), asked.local, asked.pseudonyms))
        case "csv":
            if asked.mapping is None:
                raise InputError(NO_MAPPING, str(place))
            told = terms(knowledge())
            return iter(TableReader(place, asked.mapping, ledger, told, asked.local, asked.pseudonyms))
        case _:
            raise InputError(f"a record of the kind '{kind}' is not read here", str(place))
