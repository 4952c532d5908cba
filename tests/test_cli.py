"""The command line: what each command prints, and how bad input is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands import ELIGIBLE, FOLDER, PAGE, refused, run, saved, screened

OTHER = str(FOLDER / "ineligible_three.json")

SCREENING = ["candidate", "trial", "as_of", "verdict", "standing", "criteria", "open_questions", "provenance"]
CRITERION = ["id", "parent", "role", "kind", "text", "truth", "verdict", "applicable", "standing",
             "provisional", "holds_until", "could_hold_from", "reasons", "explanation",
             "evidence"]  # fmt: skip
PROVENANCE = ["text_hash", "rules_hash", "engine", "conventions", "page_last_updated", "ranges_hash"]
SHORT: dict[str, Any] = {"id": "C-1", "as_of": "2026-03-01", "birth_date": "2018-06-10"}



# --- compile


def test_compile_shows_what_the_words_became_and_what_carries_no_meaning() -> None:
    result = run("compile", PAGE)
    assert result.exit_code == 0
    for words in (
        "I3.a  inclusion item", "R.age  registry item, compared only", "without meaning: An, the",
        "[hepatic_sos]", "from: between 1 and <18 years of age", "(literature)",
    ):  # fmt: skip
        assert words in result.stdout
    assert "not read" not in result.stdout


def test_compile_json_is_a_rule_set_that_screens_as_the_page_does(tmp_path: Path) -> None:
    rules = str(tmp_path / "rules.json")
    result = run("compile", PAGE, "--format", "json", "-o", rules)
    assert (result.exit_code, result.output) == (0, "")
    assert run("compile", PAGE, "--format", "json").stdout.encode() == Path(rules).read_bytes()
    assert screened(rules, ELIGIBLE) == screened(PAGE, ELIGIBLE)


def test_compile_canonical_prints_each_item_in_one_line() -> None:
    lines = run("compile", PAGE, "--format", "canonical").stdout.splitlines()
    assert [line.split()[0] for line in lines][:3] == ["I1", "I2", "I2.a"]
    assert len(lines) == 18


@pytest.mark.parametrize("form", ["text", "canonical"])
def test_compile_writes_the_same_to_a_file(form: str, tmp_path: Path) -> None:
    place = tmp_path / "out.txt"
    assert run("compile", PAGE, "--format", form, "-o", str(place)).stdout == ""
    assert place.read_text("utf-8") == run("compile", PAGE, "--format", form).stdout


def test_compile_takes_a_rule_set_too(tmp_path: Path) -> None:
    rules = saved(tmp_path, run("compile", PAGE, "--format", "json").stdout)
    assert run("compile", rules).stdout == run("compile", PAGE).stdout


def test_compile_to_a_folder_or_nowhere_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "no" / "out.json"):
        result = run("compile", PAGE, "--format", "json", "-o", str(place))
        assert result.exit_code == 2
        assert str(place) in result.stderr
        assert "Traceback" not in result.output


# --- screen


def test_screen_text_is_a_report() -> None:
    result = run("screen", PAGE, ELIGIBLE)
    assert (result.exit_code, result.stderr) == (0, "")
    for words in (
        "ELIGIBLE on the facts given",
        "I3.c",
        "n/a",
        "info",
        "Conventions: ",
        "does not decide on enrolment",
    ):
        assert words in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("name", ["eligible", "ineligible_three", "missing_uln"])
def test_the_exit_status_is_0_whatever_the_verdict(name: str) -> None:
    assert run("screen", PAGE, str(FOLDER / f"{name}.json")).exit_code == 0


def test_json_has_the_published_keys_and_extra_ones_after_them() -> None:
    (told,) = screened(PAGE, str(FOLDER / "missing_uln.json"))
    assert list(told) == [*SCREENING, "set_aside", "remarks", "declared"]
    assert list(told["provenance"]) == PROVENANCE
    for criterion in told["criteria"]:
        assert list(criterion) == [*CRITERION, "flags"]
        assert all(list(reason) == ["kind", "detail", "settles"] for reason in criterion["reasons"])
        facts = criterion["evidence"]
        assert all(list(fact) == ["fact", "value", "unit", "date", "source", "provisional"] for fact in facts)
    assert [list(question) for question in told["open_questions"]] == [
        ["id", "asks", "concept", "unit", "settles"]
    ]


def test_json_values_are_the_published_words() -> None:
    files = [str(path) for path in sorted(FOLDER.glob("*.json"))]
    allowed = {
        "truth": {"true", "false", "unknown"}, "verdict": {"pass", "fail", "unknown"},
        "applicable": {"yes", "no", "unknown"}, "role": {"item", "part", "group"},
        "kind": {"inclusion", "exclusion", "registry"}, "standing": {None, "lasting", "curable"},
        "provisional": {True, False},
    }  # fmt: skip
    for told in screened(PAGE, *files):
        assert told["verdict"] in {"eligible", "ineligible", "undetermined"}
        assert (told["as_of"], told["trial"]) == ("2026-03-01", "NCT05748171")
        assert told["provenance"]["page_last_updated"] == "2025-12-24"
        for criterion in told["criteria"]:
            assert all(criterion[key] in words for key, words in allowed.items())


def test_several_files_and_several_lines_are_screened_in_order(tmp_path: Path) -> None:
    lines = saved(tmp_path, "\n".join(json.dumps({**SHORT, "id": name}) for name in ("A", "B")), "two.jsonl")
    assert [told["candidate"] for told in screened(PAGE, ELIGIBLE, lines, OTHER)] == [
        "eligible", "A", "B", "ineligible_three",
    ]  # fmt: skip


def test_text_reports_of_several_candidates_are_set_apart() -> None:
    assert run("screen", PAGE, ELIGIBLE, OTHER).stdout.count("\nCandidate ") == 2


def test_as_of_comes_before_the_profiles_own_day(tmp_path: Path) -> None:
    (told,) = screened(PAGE, saved(tmp_path, SHORT), "--as-of", "2037-01-01")
    assert told["as_of"] == "2037-01-01"
    assert told["criteria"][0]["verdict"] == "fail"
    told_without = {"id": "C-1", "birth_date": "2018-06-10"}
    (told,) = screened(PAGE, saved(tmp_path, told_without), "--as-of", "2026-03-01")
    assert told["criteria"][0]["verdict"] == "pass"


def test_facts_after_the_day_are_set_aside_and_listed() -> None:
    result = run("screen", PAGE, ELIGIBLE, "--as-of", "2026-02-20", "--format", "json")
    told = json.loads(result.stdout)
    assert any("measurements" in aside["fact"] for aside in told["set_aside"])
    assert "Set aside" in run("screen", PAGE, ELIGIBLE, "--as-of", "2026-02-20").stdout


def test_a_convention_is_taken_and_printed(tmp_path: Path) -> None:
    place = saved(tmp_path, SHORT)
    (told,) = screened(PAGE, place, "--convention", "identified=literal")
    assert told["provenance"]["conventions"]["identified"] == "literal"
    genetics = next(row for row in told["criteria"] if row["id"] == "I2.genetics")
    assert genetics["verdict"] == "pass"
    assert "identified=literal" in run("screen", PAGE, place, "--convention", "identified=literal").stdout


# --- explain


def test_explain_shows_the_proof_of_one_row() -> None:
    result = run("explain", PAGE, str(FOLDER / "gilbert.json"), "--criterion", "I3.c")
    assert (result.exit_code, result.stderr) == (0, "")
    for words in (
        "I3.c  Total bilirubin",
        "pass (the text is true",
        "text: ",
        "fact: ",
        "1.5 x 1.2 mg/dL = 1.8 mg/dL",
    ):
        assert words in result.stdout


def test_explain_of_a_group_shows_the_rows_below_it() -> None:
    result = run("explain", PAGE, ELIGIBLE, "--criterion", "I3")
    assert [row for row in ("I3.a  ", "I3.b  ", "I3.c  ") if row in result.stdout] == [
        "I3.a  ",
        "I3.b  ",
        "I3.c  ",
    ]


def test_explain_of_a_row_that_is_not_there_names_those_that_are() -> None:
    message = refused("explain", PAGE, ELIGIBLE, "--criterion", "I9")
    assert "'I9'" in message
    assert "I3.b" in message


def test_explain_takes_an_id_in_capital_or_small_letters() -> None:
    told = run("explain", PAGE, ELIGIBLE, "--criterion", "i3.C")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == run("explain", PAGE, ELIGIBLE, "--criterion", "I3.c").stdout


def test_explain_wants_one_candidate(tmp_path: Path) -> None:
    two = "\n".join(json.dumps({**SHORT, "id": name}) for name in ("A", "B"))
    assert "2 candidates" in refused("explain", PAGE, saved(tmp_path, two), "--criterion", "I1")


# --- bad trials


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"A page about nothing.\n\nNCT ID: NCT01234567\n", "criteria"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "text"),
        (b"\x00" * 64, ""),
        (b"{", "rule set"),
        (b'{"trial": "x"}', "rule set"),
        (b'{"\xff": 1}', "rule set"),
    ],
)
@pytest.mark.parametrize("command", ["compile", "screen"])
def test_a_trial_that_cannot_be_read_is_refused(
    command: str, content: bytes, words: str, tmp_path: Path
) -> None:
    place = saved(tmp_path, content, "page.txt")
    message = refused(command, place, *([ELIGIBLE] if command == "screen" else []))
    assert message.startswith(f"error: {place}")
    assert words in message


def test_a_rule_set_of_other_rules_is_refused_with_the_way_out(tmp_path: Path) -> None:
    told = json.loads(run("compile", PAGE, "--format", "json").stdout)
    place = saved(tmp_path, {**told, "rules_hash": "0" * 64})
    assert "eligibility compile TRIAL --format json -o FILE" in refused("screen", place, ELIGIBLE)


@pytest.mark.parametrize("which", ["trial", "candidate"])
def test_a_missing_file_and_a_folder_are_refused(which: str, tmp_path: Path) -> None:
    for place in (str(tmp_path), str(tmp_path / "none.json")):
        assert place in refused("screen", *((place, ELIGIBLE) if which == "trial" else (PAGE, place)))


# --- bad candidates


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (json.dumps(SHORT)[:-9], "p.json"),
        ({**SHORT, "favourite_colour": "red"}, "favourite_colour"),
        ({**SHORT, "measurements": [{"code": "ast", "valu": 3}]}, "measurements[0]"),
        ('{"id": "C-1", "as_of": "2026-03-01", "sex": "male", "sex": "female"}', "sex"),
        ('{"id": "C-1", "as_of": "2026-03-01", "measurements": [{"code": "ast", "value": NaN}]}', "NaN"),
        ({**SHORT, "birth_date": "2018-02-31"}, "2018-02-31"),
        ({**SHORT, "birth_date": "2027-01-01"}, "2027-01-01"),
        ({"id": "C-1"}, "as_of"),
        ("[]", "p.json"),
        ("[" * 100_000, "p.json"),
    ],
)  # fmt: skip
def test_a_candidate_that_cannot_be_read_is_refused(content: object, words: str, tmp_path: Path) -> None:
    message = refused("screen", PAGE, saved(tmp_path, content))
    assert words in message


def test_contradicting_facts_are_unknown_with_both(tmp_path: Path) -> None:
    ast = {"code": "ast", "unit": "U/L", "reference_range": {"high": 40}, "date": "2026-02-27"}
    facts = [{**ast, "value": 30}, {**ast, "value": 900}, {**ast, "code": "alt", "value": 30}]
    (told,) = screened(PAGE, saved(tmp_path, {**SHORT, "measurements": facts}))
    judged = next(row for row in told["criteria"] if row["id"] == "I3.b")
    assert judged["verdict"] == "unknown"
    assert "conflicting" in {reason["kind"] for reason in judged["reasons"]}


def test_a_unit_that_nobody_knows_is_unknown_with_the_unit(tmp_path: Path) -> None:
    fact = {"code": "total_bilirubin", "value": 1, "unit": "florins", "date": "2026-02-27"}
    (told,) = screened(PAGE, saved(tmp_path, {**SHORT, "measurements": [fact]}))
    judged = next(row for row in told["criteria"] if row["id"] == "I3.c")
    assert "unit" in {reason["kind"] for reason in judged["reasons"]}
    assert "florins" in judged["explanation"]


def test_one_bad_candidate_among_many_is_one_error_line(tmp_path: Path) -> None:
    lines = "\n".join(
        [json.dumps({**SHORT, "id": "A"}), '{"id": "B", "colour": 1}', json.dumps({**SHORT, "id": "C"})]
    )
    many = saved(tmp_path, lines, "many.jsonl")
    result = run("screen", PAGE, ELIGIBLE, many, str(tmp_path / "none.json"), OTHER, "--format", "json")
    assert result.exit_code == 2
    assert [json.loads(line)["candidate"] for line in result.stdout.splitlines()] == [
        "eligible", "A", "C", "ineligible_three",
    ]  # fmt: skip
    errors = result.stderr.splitlines()
    assert len(errors) == 2
    assert f"{many}:2" in errors[0]
    assert "none.json" in errors[1]


def test_a_candidate_without_a_day_names_file_and_way_out(tmp_path: Path) -> None:
    place = saved(tmp_path, {"id": "C-1"})
    message = refused("screen", PAGE, place)
    assert place in message
    assert "--as-of" in message


# --- bad options


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "tomorrow"), "tomorrow"),
        (("--as-of", "2026-02-31"), "2026-02-31"),
        (("--as-of", "2026-02"), "2026-02"),
        (("--as-of", "01.03.2026"), "'01.03.2026' is not one day of the calendar; write YYYY-MM-DD\n"),
        (("--as-of", "2026-03-\uff10\uff11"), "write YYYY-MM-DD\n"),
        (("--convention", "identified"), "NAME=VALUE"),
        (("--convention", "colour=red"), "colour"),
        (("--convention", "identified=perhaps"), "perhaps"),
        (("--convention", "laboratory_fresh_days=-1"), "-1"),
        (("--convention", "laboratory_fresh_days=99999999999999"), "--convention: '99999999999999' is no"),
        (("--convention", "laboratory_fresh_days=36501"), "a whole number of days up to 36500"),
        (("--convention", "and_in_exclusion=xor"), "choose 'undecided' or 'or' or 'and'"),
        (("--convention", "identified=literal", "--convention", "identified=tested"), "identified"),
        (("--format", "xml"), "xml"),
    ],
)
@pytest.mark.parametrize("command", ["screen", "explain"])
def test_a_wrong_option_is_refused(command: str, words: tuple[str, ...], said: str) -> None:
    if command == "explain":
        words = (*words, "--criterion", "I1")
    result = run(command, PAGE, ELIGIBLE, *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert said in result.stderr or "--format" in words
    assert len([line for line in result.stderr.splitlines() if line.lower().startswith("error: ")]) == 1


# --- the same bytes


def test_the_same_inputs_give_the_same_bytes() -> None:
    files = [str(path) for path in sorted(FOLDER.glob("*.json"))]
    words = [sys.executable, "-m", "eligibility.cli", "screen", PAGE, *files, "--format", "json"]
    printed = {
        subprocess.run(
            words, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "0", "1", "42")
    }
    assert len(printed) == 1


def test_help_names_the_commands() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(command in result.stdout for command in ("compile", "screen", "explain"))
