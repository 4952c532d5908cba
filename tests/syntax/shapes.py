"""A syntax tree as one line, for a test to say what it expects; spans and reasons are left out."""

from __future__ import annotations

from typing import assert_never

from eligibility.core.interval import Interval
from eligibility.syntax.nodes import (
    AgeIs,
    And,
    Aside,
    Asked,
    Citation,
    Clause,
    Clauses,
    Defines,
    Guarded,
    Heading,
    Mixed,
    Not,
    Occurrence,
    Or,
    OtherLength,
    People,
    Permission,
    Reference,
    Related,
    Restated,
    Series,
    Since,
    Subject,
    Threshold,
    Unless,
    Unparsed,
)
from eligibility.syntax.terms import Comparison, LevelIs, Time


def shape(node: Clause) -> str:
    """The tree in short: ``or(prior stroke, [AST] >5 uln)``."""
    match node:
        case And():
            return _joined("with" if node.strict else "and", node.operands)
        case Or():
            return _joined("or", node.operands)
        case Mixed():
            joins = "".join(kind[0] for kind in node.joins)
            return f"mixed_{joins}({', '.join(shape(one) for one in node.operands)})"
        case Series():
            return _joined("series", node.operands)
        case Clauses():
            return _joined("sentences", node.clauses)
        case Not():
            return f"not({shape(node.operand)})"
        case Unless():
            loosely = " loosely" if node.loose else ""
            return f"{node.said}({shape(node.base)}, {shape(node.exception)}){loosely}"
        case Permission():
            proviso = "" if node.proviso is None else f", {shape(node.proviso)}"
            return f"{'permit' if node.allowed else 'refuse'}({shape(node.subject)}{proviso})"
        case Guarded():
            return f"{node.said}({shape(node.whom)}: {shape(node.body)})"
        case Defines():
            return f"define({node.term.words}: {shape(node.body)})"
        case _:
            return _leaf(node)


def _joined(name: str, operands: tuple[Clause, ...]) -> str:
    return f"{name}({', '.join(shape(operand) for operand in operands)})"


def _leaf(
    node: Occurrence | Threshold | Since | OtherLength | Restated | LevelIs | AgeIs | People | Heading
    | Reference | Asked | Citation | Related | Unparsed,
) -> str:  # fmt: skip
    match node:
        case Since():
            return _since(node)
        case OtherLength():
            return f"{node.count:g} {node.unit} for {', '.join(phrase.words for phrase in node.phrases)}"
        case Occurrence():
            return _occurrence(node)
        case Threshold():
            joint = {"and": " & ", "or": " | ", "list": ", "}[node.joint]
            subjects = joint.join(_subject(subject) for subject in node.subjects)
            return f"[{subjects}] {_limit(node.comparison)}{_tails(node)}"
        case Restated():
            return f"again {_limit(node.comparison)}"
        case LevelIs():
            return f"level {_level(node)}"
        case AgeIs():
            return f"age {bounds(node.bounds)} {node.unit}"
        case People():
            return f"people {'+'.join(node.sexes) or 'any'}"
        case Heading():
            return f"heading {node.joins}: {node.words}"
        case Reference():
            return f"see {node.words}"
        case Asked():
            return f"asked {node.kind}: {node.words}"
        case Citation():
            return f"cite {node.words}"
        case Related():
            parts = [*(f"({shape(part)})" for part in node.parts), ""]
            said = (word for pair in zip(node.links, parts, strict=True) for word in pair if word)
            return f"parts: {' '.join(said)}"
        case Unparsed():
            return f"?{node.words}?"
    assert_never(node)


def _limit(comparison: Comparison) -> str:
    unit = comparison.unit or comparison.reference
    limit = f"{bounds(comparison.bounds)}{'' if unit == 'absolute' else ' ' + unit}"
    return limit + " listed" * comparison.listed


def _since(node: Since) -> str:
    joint = {"and": " & ", "or": " | ", "list": ", "}[node.joint]
    edges = (f"{moment.edge} of {moment.phrase.words}" if moment.edge else moment.phrase.words
             for moment in node.moments)  # fmt: skip
    said = f"{bounds(node.bounds)} {node.unit} since {'prior ' * node.prior}{joint.join(edges)}"
    until = "" if node.until is None else f" @{_time(node.until)}"
    asides = "".join(f" ({_aside(aside)})" for aside in node.asides)
    return said + asides + " recovered" * node.recovered + until


def _subject(node: Subject) -> str:
    return node.phrase.words if node.guard is None else f"{node.phrase.words} if {shape(node.guard)}"


def _occurrence(node: Occurrence) -> str:
    ordinal = None if node.ordinal is None else f"#{node.ordinal}"
    said = (node.evidence, "any" if node.any else None, node.certainty, *node.statuses, node.control)
    carrier = None if node.carrier is None else f"{node.carrier}:"
    bearer = None if node.bearer is None else f"of {node.bearer.words}"
    name = f"..{node.phrase.words}" if node.continues else node.phrase.words
    level = None if node.level is None else f"[{_level(node.level)}]"
    words = [*said, carrier, ordinal, name, node.result, bearer, level, node.verb]
    return " ".join(word for word in words if word) + _tails(node)


def _level(node: LevelIs) -> str:
    scale = f"{node.scale} " if node.scale else ""
    return f"{scale}{node.comparator}{'/'.join(node.levels)}"


def _tails(node: Occurrence | Threshold) -> str:
    times = " |".join(f" @{_time(time)}" for time in node.times)
    manners = "".join(f" ~{manner.kind} {manner.words}" for manner in node.manners)
    return times + manners + "".join(f" ({_aside(aside)})" for aside in node.asides)


def _time(time: Time) -> str:
    length = "" if time.bounds is None else f" {bounds(time.bounds)} {time.unit}"
    if time.moment is None:
        return f"{time.relation}{length}"
    edge = "" if time.moment.edge is None else f"{time.moment.edge} of "
    return f"{time.relation}{length} {edge}{time.moment.phrase.words}"


def _aside(aside: Aside | Citation) -> str:
    if isinstance(aside, Citation):
        return shape(aside)
    return shape(aside.body) if aside.kind == "bare" else f"{aside.kind}: {shape(aside.body)}"


def bounds(interval: Interval) -> str:
    """Bounds as ``>=1 <18``."""
    if interval.exact:
        return f"={interval.low:g}"
    low = "" if interval.low is None else f"{'>' if interval.low_open else '>='}{interval.low:g}"
    high = "" if interval.high is None else f"{'<' if interval.high_open else '<='}{interval.high:g}"
    return " ".join(side for side in (low, high) if side)
