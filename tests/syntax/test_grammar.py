"""The rules of the clause grammar over kind-strings: examples of each, good and bad."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from eligibility.syntax.grammar import clause
from eligibility.syntax.grammar.clause import MAX_LIST, Cst, read_aside, read_clause, read_expression

# The rule, kind-strings in which it reads something, kind-strings in which it does not.
# T bounds, Y an age, W a window, S a level, 0 a bracket group; the rest is in lexemes.py.
ROWS = [
    ("clause", "w", "?"),
    ("heading", "wwQ: !w: w9w:", "w :w w:w"),
    ("definition", "wDw wwD!w", "Dw wD"),
    ("defined", "wDw", "w"),
    ("permission", "wA h+wA wAPw w|wA", "A AwA"),
    ("permitted", "wA", "w"),
    ("provided", "wAPvw wAPwEw", "wP wPw"),
    ("unless", "w wEw w|wEw", "wEwEw E"),
    ("exception_word", "wEw wTEhvdw", "w wE"),
    ("expression", "w w&w w,w,|w", "&w w& ,w"),
    ("conjunction", "w,w w,|w w&w wnw w+w Q/QT", "w w/w:"),
    ("both", "Bw&w CBw&w", "w&Bw"),
    ("denial", "!w !QT !h+w", "!!w w!w !"),
    ("not", "!w", "w"),
    ("statement", "h h+w h|hY hvw hw hfY hfw", "wP w"),
    ("described", "wh w|wh sw,wh wh+w", "h whR wfwh"),
    ("people", "hh h|h+w QfhT", "w"),
    ("in", "hfY QfhT", "w hw"),
    ("with", "h+w Qfh+wT", "hw"),
    ("having", "vQT hvQT v!w hv!w vwT vwr vwrw hvwrw", "vw QT"),
    ("verbal", "vw vsw hvw vww0", "v vQT"),
    ("verb", "vw wv", "w"),
    ("threshold", "QT wT TwWw wfTw Q&QT Q,Q,|QT Qfh+wT Q0T TwRw", "T sQT QT9"),
    ("subject", "QT wwQwfwT wT", "w Tw"),
    ("guard", "QfhT QfhYT Qfh+wT QhT QTfhY QTfhY&QTfhY", "QT Q+wT"),
    ("bounds", "QT Tw", "Q"),
    ("other_bounds", "QT|T Q:T|T wfT,|T QT|TRw QT|T|w", "QT|Tw QT&T QT|QT"),
    ("of", "wfT QfT wwfTw Q:T Q0:T Q,Q:T", "wT w: Q:Q"),
    ("comma", "QfhY,|QfhY,T", "QT"),
    ("alternatives", "w/w sw/w w/wr w/w/w w0/w", "w w|w w/ w/sw"),
    ("carried", "Cw&w CBw&w sCw,w,|w Cw0|w Cw/w", "Cw Cw&sw w&w"),
    ("item", "w/w Cw&w Cw0&w Cw&aw", "w w&w"),
    ("any", "Cw|aw vw,aw,|aw", "aw w|aw"),
    ("tested", "rw drw rsw rwRw", "r wr"),
    ("placed", "fw hfw fwRw fwfw", "f wfw"),
    ("governed", "vw|w vw,w,|wWw vsw&w vw0|w", "vw vw|vw vw|QT vw,wv"),
    ("carrier", "Cw sCw Cw&w", "w"),
    ("occurrence", "w Q wQ sw oQ skw s|sw Cw wr wrw wv wfw w0 wvRw|vRw", "f fw rw ww9"),
    ("modifiers", "sw s,kw s|sw adew sCsw", "w ws"),
    ("ordinal", "ow Cow", "w"),
    ("phrase", "w wQ wfw wow wsw wfaw wCw wfh", "0 Y"),
    ("result", "wr wrw rw", "w r"),
    ("bearer", "wrw", "wr"),
    ("predicate", "wv wvRw wvRw|vRzw wv|vmw", "w vw"),
    ("times", "wRw wWw wRw|Ww TwRw hvwRw", "w wR"),
    ("time", "wRw wWzw wRwnw wRw/w", "w"),
    ("relation", "wRw wWw", "w"),
    ("moment", "wRw wRzw wRCw wRwnw wRow", "wR wRsw"),
    ("edge", "wRzw wWCw", "wRw"),
    ("recent", "wV QTV !wV sw|wV wV0 vwV wVEw", "V wVw VRw"),
    ("manner", "wmw QTmwwfXX wRwmw", "wm wm9"),
    ("by", "wmw", "w"),
    ("standard", "wmw wmQwfX", "w"),
    ("group", "0 w0 w00 w&0 QT0", "w"),
    ("excepted", "wK QTK wKWw rwK", "K"),
    ("inline_aside", "w,Iw wGw|w w&wD!w", "w Iw"),
    ("marker", "wIw w,Gw", "w"),
    ("age", "Y hY h+w&Y QfhYT !Y", "T W"),
    ("aged", "YRw hYRw YRw,w !YRzw", "Y YWw"),
    ("level", "S !S w&S wS wfS w,S wS0 wSRw", "l w wSw wSfw"),
    ("ranked", "Sw sSw wSw wwSw SwRw CSw", "S wS wwwSw"),
    ("staged", "SRw SRw&w !SRw", "S wSRw SRwT"),
    ("sexed", "QTfh|Tfh QTh,|Th QT0|T0 QTfh&TfhRw wQTfh,Tfh", "QT QTfh QT|T wTfh|Tfh"),
    ("describing", "wSw wwSw", "Sw wS"),
    ("reference", "X XX Xw w&XX", "w X9"),
    ("since", "Ww Wsw hWw WswEw Ww&QT WwA", "Wsw9 wWw W"),
    ("interval", "Ww Ww,w", "wWw"),
    ("last", "Ww Wsaw WzCw WCw Ww,w,|w Ww0", "wWw"),
    ("recovered", "Ww&N Ww,&N Ww0&N WwNRw", "Ww w&N"),
    ("until", "WwRw WwNRzw WwRw&w", "Ww wRw"),
    ("unread", "U w|U !U", "w ?"),
]

IN_BRACKETS = [
    ("other_length", "Mfw Mfw|w Mfw,w,&w", "w M"),
    ("length", "Mfw", "w"),
    ("for", "Mfw", "w"),
    ("restated", "T |T", "wT Tw"),
    ("again", "|T", "T"),
]
"""Rules that apply to the whole inside of a bracket, and nowhere else."""


def _rules(tree: Cst | None) -> Iterator[str]:
    """The names of the rules that a tree applies."""
    if tree is not None:
        yield tree.rule
        for part in tree.parts:
            yield from _rules(part)


GOOD = [(rule, kinds) for rule, good, _ in ROWS for kinds in good.split()]
IN_BRACKETS_GOOD = [(rule, kinds) for rule, good, _ in IN_BRACKETS for kinds in good.split()]
IN_BRACKETS_BAD = [(rule, kinds) for rule, _, bad in IN_BRACKETS for kinds in bad.split()]
BAD = [(rule, kinds) for rule, _, bad in ROWS for kinds in bad.split()]


@pytest.mark.parametrize(("rule", "kinds"), GOOD)
def test_a_rule_reads_its_examples(rule: str, kinds: str) -> None:
    assert rule in set(_rules(read_clause(kinds)))


@pytest.mark.parametrize(("rule", "kinds"), BAD)
def test_a_rule_reads_nothing_else(rule: str, kinds: str) -> None:
    assert rule not in set(_rules(read_clause(kinds)))


@pytest.mark.parametrize(("rule", "kinds"), IN_BRACKETS_GOOD)
def test_a_rule_of_brackets_reads_its_examples_there_alone(rule: str, kinds: str) -> None:
    assert rule in set(_rules(read_aside(kinds)))
    assert rule not in set(_rules(read_clause(kinds))) | set(_rules(read_expression(kinds)))


@pytest.mark.parametrize(("rule", "kinds"), IN_BRACKETS_BAD)
def test_a_rule_of_brackets_reads_nothing_else(rule: str, kinds: str) -> None:
    assert rule not in set(_rules(read_aside(kinds)))


def test_every_rule_of_the_grammar_has_a_row_with_good_and_bad_examples() -> None:
    source = Path(clause.__file__).read_text("utf-8")
    named = set(re.findall(r'(?:Rule|Sign)\(\s*"(\w+)"', source))
    rows = ROWS + IN_BRACKETS
    assert named == {rule for rule, _, _ in rows}
    assert all(good and bad for _, good, bad in rows)


def test_the_rules_of_a_tree_cover_its_signs_without_gaps() -> None:
    for _, kinds in GOOD:
        tree = read_clause(kinds)
        assert tree is not None
        assert (tree.start, tree.end) == (0, len(kinds))


def test_a_bracket_holds_an_expression_and_no_sentence() -> None:
    assert read_expression("wEw") is not None
    assert read_expression("wA") is None
    assert read_expression("w:") is None


DEEP = ("w" + ",w" * 400, "!" * 400 + "w", "h+" * 200 + "w", "wI" * 200 + "w", "h!" * 200 + "w", "s" * 400,
        "wRw" * 130, "C" * 400, "Q," * 200 + "QT", "h" * 400, "w0" * 200, "T" * 400, "B" * 400)  # fmt: skip


@pytest.mark.parametrize("kinds", DEEP)
def test_a_long_or_deep_clause_ends(kinds: str) -> None:
    read_clause(kinds)


def test_the_longest_list_is_read_and_a_longer_one_is_not() -> None:
    assert read_clause("w" + ",w" * MAX_LIST) is not None
    assert read_clause("w" + ",w" * (MAX_LIST + 1)) is None
