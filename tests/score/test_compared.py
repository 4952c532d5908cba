"""Judgements of our rules: what is compiled, when a judgement still holds, and what is counted."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from eligibility.bind.nodes import All, Note
from eligibility.core.span import Span
from score.compared import (
    CASES,
    DIGITS,
    JUDGEMENTS,
    LEFT_OUT,
    SAMPLE,
    TITLE,
    Criterion,
    compared_table,
    digest,
    page,
    read_judgements,
    rows,
)
from score.tables import as_markdown, as_text
from tests.bind.sketch import sketch
from tests.syntax.texts import KNOWLEDGE

HEAD = "id,trial,section,judgement,decidable,why,rule\n"


def of(text: str, section: str = "inc", **more: str) -> Criterion:
    return msgspec.convert({"id": 0, "nct": "T", "section": section, "text": text, **more}, Criterion)


def in_short(criterion: Criterion) -> list[tuple[str, str]]:
    found = rows(criterion, KNOWLEDGE)
    return [(row.kind, sketch(row.rule)) for row in found if row.rule is not None]


@pytest.mark.parametrize(
    ("section", "kind"), [("inc", "inclusion"), ("exc", "exclusion"), ("none", "inclusion")]
)
def test_a_criterion_is_compiled_under_its_section_alone(section: str, kind: str) -> None:
    assert in_short(of("- Asthma", section)) == [(kind, "condition:asthma")]


def test_a_criterion_is_compiled_below_its_parent_and_sub_heading() -> None:
    below = of("Asthma", "exc", parent="Any of the following:")
    assert [row.role for row in rows(below, KNOWLEDGE)] == ["group", "item"]
    assert "Cohort B:\n\n* Asthma" in page(of("Asthma", subhead="Cohort B:"))


def test_a_hash_is_of_what_is_asked() -> None:
    asthma, bmi = (rows(of(text), KNOWLEDGE) for text in ("Asthma", "BMI > 18 kg/m2"))
    assert len({digest(asthma), digest(bmi), digest(rows(of("BMI > 19 kg/m2"), KNOWLEDGE))}) == 3
    (row,) = asthma
    assert row.rule is not None
    moved = msgspec.structs.replace(row, rule=msgspec.structs.replace(row.rule, span=Span(7, 9)))
    assert digest([moved]) == digest(asthma) and len(digest(asthma)) == DIGITS
    plain, noted = All(operands=(row.rule,)), All(operands=(row.rule, Note(text="a", why="b")))
    one, other = (msgspec.structs.replace(row, rule=rule) for rule in (plain, noted))
    assert digest([one]) == digest([other])


def test_two_names_that_are_not_known_have_two_hashes() -> None:
    assert len({digest(rows(of(text), KNOWLEDGE)) for text in ("Upper snarks", "Lower snarks")}) == 2


def test_judgements_are_counted_and_those_of_other_rules_apart(tmp_path: Path) -> None:
    texts = ("Asthma", "BMI > 18 kg/m2", "Stroke")
    lines = (
        json.dumps({"id": number, "nct": "T", "section": "inc", "text": text, "ast": "(a)"})
        for number, text in enumerate(texts)
    )
    (tmp_path / SAMPLE).write_text("\n".join(lines), "utf-8")
    held = digest(rows(of("Asthma"), KNOWLEDGE))
    cases = tmp_path / "some.csv"
    said = f"0,T,inc,we are wrong,record,,{held}\n1,T,inc,right,record,,{held}\n"
    cases.write_text(HEAD + said, "utf-8")
    table = compared_table(tmp_path, cases)
    counts = {line[0]: line[1:] for line in table.rows}
    assert counts["we are wrong"] == ("1", "33.3", "1", "0", "0")
    assert counts["right"][0] == "0"
    assert counts["changed since it was read"][0] == counts["not read"][0] == "1"
    assert table.rows[-1][1:] == ("1", "", "100.0", "0.0", "0.0")
    assert table.below == ("we are wrong: 0", "changed since it was read: 1")


def test_without_the_sample_one_line_says_so(tmp_path: Path) -> None:
    table = compared_table(tmp_path)
    assert list(as_text(table)) == [TITLE, LEFT_OUT, ""]
    assert list(as_markdown(table)) == [f"## {TITLE}", "", LEFT_OUT, ""]


def test_a_word_that_is_no_judgement_is_refused(tmp_path: Path) -> None:
    cases = tmp_path / "some.csv"
    cases.write_text(f"{HEAD}0,T,inc,fine,record,,0\n", "utf-8")
    with pytest.raises(msgspec.ValidationError):
        read_judgements(cases)


def test_each_criterion_is_judged_once_with_a_ground() -> None:
    judged = read_judgements(CASES)
    assert len({one.id for one in judged}) == len(judged)
    assert {one.judgement for one in judged} <= set(JUDGEMENTS)
    assert all(one.why and one.trial.startswith("NCT") and len(one.rule) == DIGITS for one in judged)
