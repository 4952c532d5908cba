"""Laws of evaluation: order, silence, calendar and units do not decide."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from eligibility.bind.nodes import (
    All,
    Any,
    Bound,
    Elapsed,
    Event,
    Except,
    Narrowed,
    Not,
    Ranked,
    Readings,
    Scale,
    When,
)
from eligibility.core.interval import Interval
from eligibility.core.truth import UNKNOWN
from eligibility.evaluate.context import context
from eligibility.evaluate.evaluate import evaluate
from eligibility.knowledge.conversion import Conversion
from eligibility.knowledge.load import knowledge
from eligibility.patient.record import FactTiming, RecordFact
from tests.evaluate.builders import (
    AS_OF,
    allergy,
    anchor,
    around,
    at_least,
    at_most,
    carries,
    complete,
    course,
    had,
    has,
    lab,
    record,
    relapse,
    result,
    said,
    setting,
    treated,
    truth,
)

CYTOREDUCTION = Event("start", "cytoreduction", "cytoreduction")
DIAGNOSIS = Event("onset", "acute_lymphoblastic_leukaemia", "ALL")
RELAPSE = Event("onset", "leukaemia_relapse", "relapse")
DURING = around("during", Event("start", "asparaginase", "asparaginase"))

RULES: tuple[Bound, ...] = (
    All(operands=(has("leukaemia_relapse", ordinal=1, evidence="morphology"), has("b_precursor_all"))),
    Elapsed(start=DIAGNOSIS, end=RELAPSE, low=18, high=30, unit="month"),
    Not(operand=Any(operands=(carries("kmt2a_aff1"), carries("tcf3_hlf"), carries("tp53_alteration")))),
    carries("cd22"),
    carries("bcr_abl1"),
    at_least("bone_marrow_blasts", 5, "%"),
    Scale(scale="marrow_status", phrase="M2", levels=("M2", "M3")),
    has("stroke", ranked=Ranked("toxicity_grade", "grade", ("3", "4"), "grade 3 or 4")),
    Any(operands=(
        at_most("alt", 5, reference="uln", window=around("at", anchor())),
        at_most("alt", 5, reference="uln", window=around("before", CYTOREDUCTION)),
    )),
    Readings(
        operands=(has("stroke", status="ever"), has("stroke", window=around("before", anchor()))), why="-",
    ),
    Narrowed(whole=has("stroke", window=around("before", anchor())), wider=has("thrombosis", status="ever")),
    Except(base=at_most("total_bilirubin", 1.5, reference="uln"), exceptions=(has("gilbert_syndrome"),)),
    When(
        guard=has("thrombosis", status="ever", window=DURING),
        then=has("anticoagulant_prophylaxis", "treatment", status="received"),
    ),
    When(
        guard=All(operands=(has("marrow_relapse"), has("testicular_relapse"))),
        then=has("orchiectomy", "treatment", status="given", window=around("before", anchor())),
    ),
    has("hepatic_sos", status="ever"),
    has("liver_failure", status="ever", definition=All(operands=(
        has("acute_liver_injury"), has("encephalopathy"), at_least("inr", 1.5),
    ))),
    Any(operands=(has("allo_hsct", "treatment"), has("car_t_cell_therapy", "treatment"))),
    has("isolated_extramedullary_leukaemia", definition=All(operands=(
        has("extramedullary_leukaemia"), Not(operand=at_least("bone_marrow_blasts", 5, "%")),
    ))),
    has("fungal_infection", status="current", control="uncontrolled"),
    All(operands=(has("peg_asparaginase", "allergy"), has("erwinia_asparaginase", "allergy"))),
)  # fmt: skip

TOPICS: dict[str, tuple[RecordFact, ...]] = {
    "disease": (
        course(relapse(sites=("bone_marrow",), by="morphology"), diagnosed="2024-01-20"),
        course(relapse("2025-09", None, ("cns", "testis")), concept="t_all", diagnosed="2023"),
        course(relapse("2025-01-01", 1), relapse("2026-01-10", 2, ("testis",)), concept="ph_like_all"),
        had("primary_refractory"),
    ),
    "marrow": (
        lab("bone_marrow_blasts", 60), lab("bone_marrow_blasts", 3, "2026-02-20"),
        lab("bone_marrow_blasts", 60, "2025-11-01"), lab("bone_marrow_blasts", 4, None),
    ),
    "residual": (lab("bone_marrow_mrd", 12, method="flow_cytometry"), lab("bone_marrow_mrd", 0.1)),
    "liver enzymes": (
        lab("alt", 150, high=40.0), lab("alt", 300, high=40.0), lab("alt", 150),
        lab("alt", 20, "2026-02-01", high=40.0),
    ),
    "bilirubin": (lab("total_bilirubin", 1.0, high=1.2), lab("total_bilirubin", 3.0, high=1.2)),
    "gilbert": (
        had("gilbert_syndrome"), said("gilbert_syndrome"), had("gilbert_syndrome", verification="suspected"),
    ),
    "cytoreduction": (treated("cytoreduction", start="2026-02-10"), said("cytoreduction")),
    "thrombosis": (
        had("deep_vein_thrombosis", timing=(FactTiming("during", "peg_asparaginase", "peg"),)),
        had("thrombosis", onset="2024-03-01"), said("thrombosis"),
    ),
    "asparaginase": (treated("peg_asparaginase", start="2024-02-25", end="2024-03-10"), said("asparaginase")),
    "prophylaxis": (treated("anticoagulant_prophylaxis", "planned"), said("anticoagulant_prophylaxis")),
    "orchiectomy": (treated("orchiectomy", start="2026-02-12"), treated("orchiectomy", "declined")),
    "sos": (said("hepatic_sos"), had("hepatic_sos")),
    "liver failure": (had("liver_failure"), said("liver_failure"), had("acute_liver_injury")),
    "brain": (had("encephalopathy"), said("encephalopathy")),
    "inr": (lab("inr", 1.9), lab("inr", 1.0, "2024-01-01")),
    "transplant": (
        treated("hsct"), treated("autologous_hsct"), treated("allo_hsct"), said("hsct"),
        said("hsct", other=True),
    ),
    "car t": (
        treated("tisagenlecleucel"), said("car_t_cell_therapy"), treated("tisagenlecleucel", "not given"),
    ),
    "infection": (
        had("invasive_aspergillosis", control="uncontrolled"), had("pneumonia", status="resolved"),
        said("infection"),
    ),
    "peg": (allergy("peg_asparaginase"), allergy("peg_asparaginase", "refuted")),
    "erwinia": (allergy("erwinia_asparaginase"), treated("erwinia_asparaginase", tolerated=True)),
    "fusions": (
        result("kmt2a_aff1", "positive"),
        result(None, "negative", "fusion panel", genes=("KMT2A", "TCF3", "BCR")),
        result(None, "unread", "karyotype", date="2026-02-05"),
    ),
    "tp53": (
        result("tp53_alteration", "negative", "sequencing"), result("tp53_alteration", "negative", "FISH"),
        result("tp53_alteration", "positive", "FISH", copy_loss=True),
    ),
    "antigen": (
        result("cd22", "positive", "flow cytometry", phase="relapse"),
        result("cd22", "negative", "flow cytometry", phase="diagnosis"),
    ),
}  # fmt: skip
POOL = tuple((topic, fact) for topic, facts in TOPICS.items() for fact in facts)
KINDS = st.sampled_from(("inclusion", "exclusion"))


@st.composite
def some_facts(draw: st.DrawFn) -> list[tuple[str, RecordFact]]:
    """Up to eight facts, with no more than one course of the disease."""
    chosen = draw(st.lists(st.sampled_from(POOL), max_size=8, unique_by=lambda pair: pair[1].path))
    courses = [pair for pair in chosen if pair[1].path == "disease"]
    return [pair for pair in chosen if pair not in courses[1:]]


def outcomes(facts: list[RecordFact], kind: str, **more: object) -> list[str]:
    held, under = record(*facts, **more), setting()
    return [evaluate(rule, kind, held, under).truth.word for rule in RULES]


@given(some_facts(), st.randoms(), KINDS)
def test_the_order_of_facts_does_not_matter(chosen: list, random: object, kind: str) -> None:
    facts = [fact for _, fact in chosen]
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert outcomes(facts, kind) == outcomes(shuffled, kind)


@given(some_facts(), st.sampled_from(POOL), KINDS, st.sampled_from((None, "female", "male")))
def test_a_fact_on_what_was_silent_turns_no_decision_into_its_opposite(
    chosen: list, added: tuple[str, RecordFact], kind: str, sex: str | None
) -> None:
    topic, fact = added
    facts = [known for name, known in chosen if name != topic]
    before, after = outcomes(facts, kind, sex=sex), outcomes([*facts, fact], kind, sex=sex)
    for old, new in zip(before, after, strict=True):
        assert {old, new} != {"true", "false"}


@given(some_facts(), KINDS, st.sampled_from(("female", "male")))
def test_the_sex_alone_turns_no_decision_into_its_opposite(chosen: list, kind: str, sex: str) -> None:
    facts = [fact for _, fact in chosen]
    for old, new in zip(outcomes(facts, kind), outcomes(facts, kind, sex=sex), strict=True):
        assert {old, new} != {"true", "false"}


T = TypeVar("T")


def moved(value: T, by: dt.timedelta) -> T:
    """The same with every date moved."""
    match value:
        case dt.date():
            return value + by
        case msgspec.Struct():
            fields = {name: moved(getattr(value, name), by) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **fields)
        case tuple():
            return tuple(moved(item, by) for item in value)
        case dict():
            return {key: moved(item, by) for key, item in value.items()}
        case _:
            return value


@given(some_facts(), KINDS, st.booleans())
def test_moving_all_dates_by_28_years_changes_nothing(chosen: list, kind: str, listed: bool) -> None:
    facts = [fact for _, fact in chosen] + ([complete("treatments")] if listed else [])
    held, by = record(*facts), dt.timedelta(days=10_227)
    later, then = moved(held, by), context(knowledge(), AS_OF + by)
    for rule in (*RULES, at_least("age", 10, "a")):
        now = evaluate(rule, kind, held, setting())
        shifted = evaluate(rule, kind, later, then)
        assert now.truth is shifted.truth
        assert [reason.kind for reason in now.reasons] == [reason.kind for reason in shifted.reasons]
        assert tuple(day + by for day in now.changes) == shifted.changes


@given(some_facts(), st.integers(0, len(RULES) - 1), st.integers(0, len(RULES) - 1), KINDS)
def test_de_morgan_over_real_leaves(chosen: list, one: int, two: int, kind: str) -> None:
    held, under = record(*(fact for _, fact in chosen)), setting()
    operands = tuple(rule for rule in (RULES[one], RULES[two]) if not isinstance(rule, When | Except))
    if not operands:
        return
    denied = tuple(Not(operand=operand) for operand in operands)
    left = evaluate(Not(operand=All(operands=operands)), kind, held, under)
    right = evaluate(Any(operands=denied), kind, held, under)
    assert left.truth is right.truth
    assert (left.truth is UNKNOWN) == bool(left.reasons)


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_the_unit_of_a_limit_does_not_matter(value: float, limit: float) -> None:
    fact, quantity = lab("creatinine", value), knowledge().quantities.by_id["creatinine"]
    convert = knowledge().conversions.between(quantity, "mg/dL", "umol/L")
    assert isinstance(convert, Conversion)
    here, there = at_most("creatinine", limit, "mg/dL"), at_most("creatinine", convert(limit), "umol/L")
    assert truth(here, fact) == truth(there, fact)


@given(st.floats(0, 100), st.floats(0, 100), st.booleans())
def test_a_value_and_its_bounds_move_together(value: float, low: float, strict: bool) -> None:
    rule = at_least("bone_marrow_blasts", low, "%")
    rule = msgspec.structs.replace(rule, bounds=Interval(low=low, low_open=strict))
    held = truth(rule, lab("bone_marrow_blasts", value))
    if abs(value - low) > 1e-6:
        assert held == ("true" if value > low else "false")
