"""A rule set is saved and loaded unchanged; one that cannot be trusted is refused with the way out."""

from __future__ import annotations

import msgspec
import pytest

from eligibility.bind.rules import RuleSet, load, save
from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.screen import read_rules
from tests.bind.pages import PAGE, compiled


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compiled()


def refused(content: bytes) -> str:
    """What the refusal of a rule set says."""
    with pytest.raises(InputError) as caught:
        load(content, knowledge().rules_hash, "set.json")
    return str(caught.value)


def test_a_saved_set_is_loaded_as_it_was(rules: RuleSet) -> None:
    assert load(save(rules), rules.rules_hash, "set.json") == rules
    assert read_rules(save(rules), "set.json") == rules


def test_a_set_carries_the_hashes_of_text_and_rules(rules: RuleSet) -> None:
    assert rules.rules_hash == knowledge().rules_hash
    assert len(rules.text_hash) == len(rules.rules_hash) == 64
    assert compiled(PAGE.replace("\\<18", "\\<17")).text_hash != rules.text_hash


def test_a_set_is_the_same_bytes_each_time(rules: RuleSet) -> None:
    assert save(compiled()) == save(rules)


def test_a_set_compiled_with_other_rules_is_refused_with_the_way_out(rules: RuleSet) -> None:
    message = refused(save(msgspec.structs.replace(rules, rules_hash="0" * 64)))
    assert message.startswith("set.json: compiled with other rules (000000000000, here ")
    assert "eligibility compile TRIAL --format json -o FILE" in message


def test_a_set_of_another_format_is_refused(rules: RuleSet) -> None:
    assert "eligibility-rules/0" in refused(
        save(msgspec.structs.replace(rules, format="eligibility-rules/0"))
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: b"{}",
        lambda text: b'{"id": "C-1"}',
        lambda text: b"{" * 100_000,
        lambda text: text.replace(b'"node":"Compare"', b'"node":"Guess"', 1),
        lambda text: text.replace(b'"role":"item"', b'"role":"guest"', 1),
        lambda text: text.replace(b'"trial"', b'"tryal"', 1),
        lambda text: text.replace(b"[6410,6470]", b"[6470,6410]", 1),
        lambda text: text.replace(b'"low":1.0,', b'"low":1e999,', 1),
        lambda text: b'{"\xff": 1}',
    ],
)
def test_what_is_no_rule_set_is_refused(change: object, rules: RuleSet) -> None:
    spoilt = change(save(rules))  # type: ignore[operator]
    assert spoilt != save(rules)
    assert "compile the page again" in refused(spoilt)


def test_ids_and_parents_of_a_set_must_hold_together(rules: RuleSet) -> None:
    twice = msgspec.structs.replace(rules, rows=(*rules.rows, rules.rows[0]))
    assert "I1" in refused(save(twice))
    orphan = msgspec.structs.replace(rules.rows[0], id="I9", parent="I8")
    assert "I8" in refused(save(msgspec.structs.replace(rules, rows=(*rules.rows, orphan))))


def test_a_set_that_was_edited_by_hand_is_refused(rules: RuleSet) -> None:
    content = save(rules)
    assert b'"high":5.0' in content
    assert "changed after it was compiled" in refused(content.replace(b'"high":5.0', b'"high":3.0', 1))
