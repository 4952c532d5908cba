"""What a node of the bound rule asks, in one short line."""

from __future__ import annotations

from typing import assert_never

from eligibility.bind.nodes import (
    Ability,
    All,
    Any,
    AtLeast,
    Bound,
    Compare,
    Consent,
    CrossReference,
    Elapsed,
    Event,
    Except,
    HalfLives,
    Judgement,
    Molecular,
    Narrowed,
    Not,
    Note,
    Permit,
    Present,
    Readings,
    Related,
    Scale,
    StudyParticipation,
    Unparsed,
    Values,
    When,
    Window,
)
from eligibility.core.interval import Interval

EDGES = {"anchor": "", "onset": "the onset of ", "start": "the start of ", "end": "the end of "}
REFERENCES = {
    "uln": "the upper limit of normal",
    "lln": "the lower limit of normal",
    "baseline": "baseline",
    "predicted": "the predicted value",
    "grade": "grade",
}
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth"}
STATUSES = {
    "unsaid": "",
    "ever": ", ever",
    "current": ", active now",
    "planned": ", planned",
    "given": ", given",
    "received": ", given or planned",
}


def label(node: Bound) -> str:
    """The node's question in plain words, without those of the nodes below it."""
    match node:
        case All():
            return "all of"
        case Any():
            return "one limit on several scales" if node.same else "any of"
        case Not():
            return "not"
        case AtLeast():
            return f"at least {node.count} of"
        case When():
            return "only if the first holds"
        case Except():
            return "unless"
        case Readings():
            return "in each reading"
        case Narrowed():
            return "in full, and the kind that it is of"
        case Related():
            return f"for a person to say: {node.text} ({node.why})"
        case Permit():
            return "allowed"
        case Note() | Unparsed():
            return _remark(node)
        case _:
            return _leaf(node)


def _remark(node: Note | Unparsed) -> str:
    if isinstance(node, Note):
        return f"{node.text} ({node.why})" if node.text else node.why
    return f"not read: {node.text} ({node.why})" if node.text else f"not read: {node.why}"


def _leaf(
    node: Compare
    | Present
    | Elapsed
    | Molecular
    | Scale
    | Judgement
    | Consent
    | Ability
    | StudyParticipation
    | CrossReference,
) -> str:
    match node:
        case Compare():
            return _compare(node)
        case Present():
            return _present(node)
        case Elapsed():
            length = _length(node.low, node.high, node.unit, node.low_open, node.high_open)
            return f"{node.end.phrase} {length} after {EDGES[node.start.edge]}{node.start.phrase}"
        case Molecular():
            return f"{node.phrase} found" + (f" in {node.bearer}" if node.bearer else "")
        case Scale():
            return f"{node.phrase}: one of {', '.join(node.levels)}"
        case StudyParticipation():
            return f"in another study: {node.phrase}"
        case Judgement() | Consent() | Ability() | CrossReference():
            return node.text
    assert_never(node)


def _compare(node: Compare) -> str:
    unit = " completed years" if node.unit == "a" else f" {node.unit}" if node.unit else ""
    if node.reference == "grade":
        unit = " (grade)"
    elif node.reference != "absolute":
        more = "" if node.offset is None else f" {'+' if node.offset > 0 else '-'} {abs(node.offset):g}{unit}"
        unit = f" x {REFERENCES[node.reference]}{more}"
    if node.unit_is != "written":
        unit += f" (unit {node.unit_is})"
    parts = [node.phrase, f"{bounds_in_words(node.bounds)}{unit}{_values(node.values)}"]
    if node.method:
        parts.append(f"by {node.method.replace('_', ' ')}")
    if node.window:
        parts.append(_window(node.window))
    return " ".join(parts)


def _values(values: Values) -> str:
    """Which of several values are asked about."""
    match values.which:
        case "latest":
            return ""
        case "any" | "all" as which:
            return f" ({which} value{'s' if which == 'all' else ''})"
    apart = "" if values.apart is None else f" at least {values.apart:g} {values.unit}s apart"
    return f" ({values.count} {'consecutive ' if values.consecutive else ''}values{apart})"


def bounds_in_words(bounds: Interval) -> str:
    """Bounds as signs: ``>= 1 and < 18``."""
    parts = []
    if bounds.low is not None:
        parts.append(f"{'>' if bounds.low_open else '>='} {bounds.low:g}")
    if bounds.high is not None:
        parts.append(f"{'<' if bounds.high_open else '<='} {bounds.high:g}")
    return " and ".join(parts)


def _present(node: Present) -> str:
    kind = {"allergy": "allergy to ", "treatment": "", "condition": "", "person": "", "any": ""}[node.kind]
    first = "" if node.ordinal is None else f"{ORDINALS.get(node.ordinal, str(node.ordinal))} "
    control = "" if node.control is None else f", {node.control}"
    shown = "" if node.evidence is None else f", shown by {node.evidence}"
    if node.evidence == "documented":
        shown = ", documented"
    when = "" if node.window is None else f" {_window(node.window)}"
    level = "" if node.ranked is None else f" of {node.ranked.phrase}"
    return f"{first}{kind}{node.phrase}{level}{STATUSES[node.status]}{control}{shown}{when}"


def _window(node: Window) -> str:
    # During something is not at its start.
    event = node.event.phrase if node.relation == "during" else _event(node.event)
    if node.unit is None and node.half_lives is None:
        return f"{node.relation} {event}"
    bounds = (node.low, node.high)
    length = "" if node.unit is None else _length(*bounds, node.unit, node.low_open, node.high_open)
    return f"{length}{_half_lives(node.half_lives)} {node.relation} {event}"


def _half_lives(node: HalfLives | None) -> str:
    if node is None:
        return ""
    if node.which == "alone":
        return f"within {node.count:g} half-lives"
    holds = "" if node.which == "either" else f", whichever is {node.which},"
    return f" or {node.count:g} half-lives{holds}"


def _event(event: Event) -> str:
    return f"{EDGES[event.edge]}{event.phrase}"


def _length(low: float | None, high: float | None, unit: str, low_open: bool, high_open: bool) -> str:
    if high is None:
        return f"{'more than' if low_open else 'at least'} {low or 0:g} {unit}s"
    if not low:
        return f"{'less than' if high_open else 'within'} {high:g} {unit}s"
    return f"{low:g} to {high:g} {unit}s"
