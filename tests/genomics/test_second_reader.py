"""Karyotypes beside a second reader, iscn-authenticator: where the two differ, why, and who is right.

It checks the form of a karyotype and the number of sex chromosomes; it does not compare the number of
chromosomes with the gains and losses.  ``REFUSES`` names the forms of ISCN that it does not know, ``TAKES``
what it takes though it is no karyotype; both are read as ISCN has them, so the cases stand.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from iscn_authenticator import validate_karyotype

CASES = Path(__file__).parents[2] / "cases/genomics"

REFUSES = {
    "a number of cells behind the only clone": r"^[^/]*\[",
    "idem, sl and sdl": r"(?i)idem|sl|sdl",
    "mos and chi, and small letters": r"^(?i:mos|chi)|xy|xx",
    "the number of sets": r"<",
    "cells of a donor": r"//",
    "a rearrangement without bands": r"\([^()]*\)(?!\()",
    "doubt, and one of two": r"\?| or ",
    "ranges": r"~|^\d+-",
    "constitutional changes": r"c\b",
    "kinds that are rare": r"psu|tas|trc|fra|upd|hsr|rec|ider|inv dup|inc|dmin|ace",
    "insertions and duplications of other forms": r"ins|dup",
    "bands from end to end": r"->|→",
    "a Y without an X beside an abnormal X": r",Y,",
}
"""Forms that it refuses, by what they hold."""

TAKES = (
    "46,XX,,+8[20]", "46~,XX,-7[cp5]", "46,XX,q(9;22)(q34;q11.2)[2]", "46,XX,zzz(9)(q34)[2]",
    "46,XX,t[9;22](q34;q11.2)", "46,XX,+[20]", "47,XX,++8[20]", "47,XX,+24[20]", "46,XX,der(22)t(9;22",
    "46,XX,t(9;22)(q34;q11.2)[20]/47,XX,+8[0]", "47~43,XX,-7[cp5]",
)  # fmt: skip
"""Texts that it takes, which are no karyotypes."""


def _cases() -> list[Any]:
    tables = (
        tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
        for name in ("leukaemia", "solid", "constitutional", "as_reported")
    )
    return [case for table in tables for case in table]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["text"])
def test_what_the_other_reader_refuses_is_a_form_that_it_does_not_know(case: dict[str, Any]) -> None:
    if not validate_karyotype(case["text"]).valid:
        known = [why for why, form in REFUSES.items() if re.search(form, case["text"])]
        contradicts = any(clone.get("contradicts") for clone in case["clones"])
        assert known or contradicts


@pytest.mark.parametrize("form", REFUSES.values(), ids=REFUSES)
def test_each_form_is_refused_somewhere(form: str) -> None:
    assert any(
        re.search(form, case["text"]) and not validate_karyotype(case["text"]).valid for case in _cases()
    )


def test_the_other_reader_does_not_add_up_the_chromosomes() -> None:
    assert validate_karyotype("46,XY,+8[13]/46,XY[7]").valid
    assert validate_karyotype("56,XX,+X,+4,+6,+10,+14,+17,+18,+21,+21[15]/46,XX[5]").valid


@pytest.mark.parametrize("text", TAKES)
def test_the_other_reader_takes_what_is_no_karyotype(text: str) -> None:
    refused = {case["text"] for case in tomllib.loads((CASES / "refused.toml").read_text("utf-8"))["refused"]}
    assert text in refused
    assert validate_karyotype(text).valid
