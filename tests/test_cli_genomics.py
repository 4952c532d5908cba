"""The command on the notation of laboratories."""

from __future__ import annotations

import json

import pytest

from tests.commands import refused, run

PH = "46,XY,t(9;22)(q34;q11.2)[15]/47,idem,+8[1]/46,XY[4]"


def test_a_karyotype_is_shown_with_what_follows_and_what_it_cannot_see() -> None:
    result = run("karyotype", PH)
    assert (result.exit_code, result.stderr) == (0, "")
    for said in (
        "clone 1: 46 chromosomes, XY, 15 cells",
        "translocation between 9q34 and 22q11.2",
        "gain of chromosome 8 (too few cells for a clone)",
        "BCR::ABL1",
        "Not seen by this method",
    ):
        assert said in result.stdout


def test_the_same_as_json() -> None:
    told = json.loads(run("karyotype", PH, "--format", "json").stdout)
    (one,) = told["results"]
    assert (one["kind"], one["iscn"]) == ("karyotype", PH)
    assert [clone["cells"]["count"] for clone in one["clones"]] == [15, 1, 4]
    assert one["clones"][1]["abnormalities"][1] == {
        "iscn": "+8",
        "words": "gain of chromosome 8",
        "clonal": "no",
    }
    assert one["alterations"][0]["id"] == "bcr_abl1"
    assert one["cannot_see"]


def test_a_number_that_contradicts_is_not_used() -> None:
    told = run("karyotype", "36,XX,-7[12]")
    assert "contradicts the gains and losses, which give 45" in told.stdout
    clone = json.loads(run("karyotype", "36,XX,-7[12]", "--format", "json").stdout)["results"][0]["clones"][0]
    assert (clone["chromosomes"], clone["stated"], clone["expected"]) == (None, 36, 45)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nuc ish(ABL1,BCR)x2[200]", "Ruled out\n  BCR::ABL1"),
        ("nuc ish(5'KMT2A sep 3'KMT2Ax1)[150/200]", "5'KMT2A and 3'KMT2A apart"),
        ("arr[GRCh37] 17p13.3p11.2(525_21,000,000)x1", "TP53 deletion"),
        ("46,XX[12]", "No alteration that is known here follows."),
        ("Karyotype 46,XX[20] in remission", "Not read: in remission"),
    ],
)
def test_other_notations_are_shown_too(text: str, said: str) -> None:
    result = run("karyotype", text)
    assert result.exit_code == 0
    assert said in result.stdout


@pytest.mark.parametrize(
    ("text", "caret"),
    [("46,XX,t(9;22(q34;q11.2)[20]", 14), ("hello", 2), ("46,XX,+24[3]", 9), ("", 2), ("nuc ish(ABL1", 14)],
)
def test_what_cannot_be_read_is_refused_with_a_caret(text: str, caret: int) -> None:
    refused("karyotype", text)
    assert run("karyotype", text).stderr.splitlines()[-1].index("^") == caret


def test_the_caret_of_a_long_text_stands_near_it() -> None:
    lines = run("karyotype", "46,XX," + ",".join(["+8"] * 200) + ",foo").stderr.splitlines()
    assert all(len(line) <= 120 for line in lines)
    assert lines[-2][lines[-1].index("^") :].startswith("foo")
