"""A trial's criteria as FHIR R4 ``Group.characteristic``, as far as they can be, and what is lost.

What comes in are judged rows; what goes out are characteristics, and for each
row that FHIR R4 cannot hold whole the reason.  A characteristic is a trait and
its value with nothing around it: no window that counts from an event, no limit
of normal, no exception.  A row of which a part is lost is left out as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eligibility.bind import nodes
from eligibility.bind.nodes import Bound, Compare, Molecular, Not, Present
from eligibility.knowledge.load import knowledge
from eligibility.verdict.screening import Judged

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
TRAITS = {"condition": "condition", "treatment": "treatment", "allergy": "allergy"}

BEYOND: dict[type, str] = {
    nodes.Any: "alternatives", nodes.All: "several things of which all must be so to exclude",
    nodes.AtLeast: "a number of several things", nodes.When: "a limit that depends on the candidate",
    nodes.Except: "an exception", nodes.Readings: "words that can be read in several ways",
    nodes.Narrowed: "something narrowed by further words", nodes.Unparsed: "words that are not understood",
    nodes.Related: "things of which only a person can say what they mean together",
    nodes.Elapsed: "a time between two events", nodes.Scale: "the levels of a scale",
    nodes.Judgement: "a judgement", nodes.Consent: "a consent",
    nodes.Ability: "what a candidate is able or willing to do",
    nodes.StudyParticipation: "taking part in another study",
    nodes.CrossReference: "a pointer to a text that is not at hand",
}  # fmt: skip
"""What the kinds of rules that no characteristic can hold are, in words."""

Characteristic = dict[str, Any]


class Lost(Exception):  # noqa: N818
    """Why a rule is no characteristic."""


def characteristics(criteria: tuple[Judged, ...]) -> tuple[list[Characteristic], list[tuple[str, str]]]:
    """The characteristics of the rows that can be expressed, and the others, each with why it cannot."""
    kept: list[Characteristic] = []
    lost: list[tuple[str, str]] = []
    for judged in criteria:
        row = judged.row
        if row.rule is None or row.applicable == "no":
            continue
        try:
            kept.extend(_row(row.rule, excluding=row.kind == "exclusion"))
        except Lost as error:
            lost.append((row.id, str(error)))
    return kept, lost


def _row(rule: Bound, *, excluding: bool) -> list[Characteristic]:
    """The characteristics of a rule, which hold together; an exclusion of any is one of each."""
    if isinstance(rule, nodes.Any if excluding else nodes.All):
        return [one for part in rule.operands for one in _row(part, excluding=excluding)]
    if isinstance(rule, Not):
        return _row(rule.operand, excluding=not excluding)
    match rule:
        case Compare():
            return list(_compare(rule, excluding=excluding))
        case Present():
            return [_present(rule, excluding=excluding)]
        case Molecular():
            if rule.identified or rule.bearer:
                raise Lost("what it says of how the alteration was identified, or in which disease")
            return [_trait("genetic alteration or antigen", rule.phrase, excluding=excluding)]
        case nodes.Note() | nodes.Permit():
            return []
    raise Lost(f"a characteristic does not hold {BEYOND[type(rule)]}")


def _compare(rule: Compare, *, excluding: bool) -> Iterator[Characteristic]:
    """One characteristic, or one for each end: a range of FHIR includes both of its ends."""
    if rule.quantity is None:
        raise Lost("a measurement that is not known")
    if rule.reference != "absolute":
        raise Lost("a limit relative to a limit of normal, a baseline or a predicted value")
    if rule.window is not None or rule.values != nodes.LATEST:
        raise Lost("a window, or a number of values")
    if rule.method or rule.specimen or rule.formula or rule.criteria:
        raise Lost("a method, a specimen or a formula")
    if rule.unit_is != "written":
        raise Lost("a unit that the text does not give")
    bounds = rule.bounds
    if excluding and bounds.low is not None and bounds.high is not None:
        raise Lost("a range that excludes")
    quantity = knowledge().quantities.by_id[rule.quantity]
    coding = [{"system": LOINC, "code": code} for code in quantity.loinc[:1]]
    code = {**({"coding": coding} if coding else {}), "text": quantity.name}
    ends = ((bounds.low, ">" if bounds.low_open else ">="), (bounds.high, "<" if bounds.high_open else "<="))
    for value, comparator in ends:
        if value is not None:
            amount: dict[str, Any] = {"value": value, "comparator": comparator}
            if rule.unit is not None:
                amount |= {"unit": rule.unit, "system": UCUM, "code": rule.unit}
            yield {"code": code, "valueQuantity": amount, "exclude": excluding}


def _present(rule: Present, *, excluding: bool) -> Characteristic:
    if rule.kind not in TRAITS or rule.concept is None:
        raise Lost("words that name nothing known, or something else than a condition or treatment")
    if rule.status not in ("ever", "unsaid") or rule.control or rule.last:
        raise Lost("a state: current, planned, uncontrolled")
    if rule.window is not None or rule.ordinal is not None:
        raise Lost("a window, or which time it was")
    if rule.evidence or rule.definition is not None or rule.beside or rule.ranked:
        raise Lost("how it is shown or defined, what is excepted, or how severe it is")
    name = knowledge().concepts.by_id[rule.concept].name
    return _trait(TRAITS[rule.kind], name, excluding=excluding)


def _trait(kind: str, name: str, *, excluding: bool) -> Characteristic:
    return {"code": {"text": kind}, "valueCodeableConcept": {"text": name}, "exclude": excluding}
