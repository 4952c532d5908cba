"""A bound rule as one line, for a test to say what it expects; spans, phrases and notes are left out."""

from __future__ import annotations

from typing import assert_never

from eligibility.bind.nodes import (
    UNNAMED,
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
    When,
    Window,
)


def sketch(rule: Bound) -> str:
    """The rule in short: ``all(ast<=5 uln @at randomisation, alt<=5 uln @at randomisation)``."""
    match rule:
        case All():
            marks = "?" * rule.wording_or + "!" * rule.remainder + "^" * rule.rated
            return _joined(f"all{marks}", rule.operands)
        case Any():
            return _joined(f"any{'?' * rule.wording_and}{'=' * rule.same}", rule.operands)
        case AtLeast():
            return _joined(f"at_least_{rule.count}", rule.operands)
        case Not():
            return f"not({sketch(rule.operand)})"
        case When():
            parts = [rule.guard, rule.then, *([] if rule.otherwise is None else [rule.otherwise])]
            return f"when({', '.join(sketch(part) for part in parts)})"
        case Except():
            return f"except({', '.join(sketch(part) for part in (rule.base, *rule.exceptions))})"
        case Readings():
            return _joined("readings", rule.operands)
        case Narrowed():
            return _joined("narrowed", (rule.whole, rule.wider))
        case Related():
            return _joined("related" if rule.reason == "judgement" else "doubted", rule.parts)
        case Permit():
            return f"permit({sketch(rule.body)})"
        case _:
            return _leaf(rule)


def _joined(name: str, operands: tuple[Bound, ...]) -> str:
    """The operands that ask for something; one alone stands for the node, unless it says more of it."""
    shown = [sketch(operand) for operand in operands if not isinstance(operand, Note)]
    return shown[0] if len(shown) == 1 and name == "all" else f"{name}({', '.join(shown)})"


def _leaf(
    rule: Note | Unparsed | Compare | Present | Elapsed | Molecular | Scale
    | Judgement | Consent | Ability | StudyParticipation | CrossReference,
) -> str:  # fmt: skip
    match rule:
        case Note():
            return "note"
        case Unparsed():
            return rule.reason
        case Compare():
            return _compare(rule)
        case Present():
            return _present(rule)
        case Elapsed():
            length = _length(rule.low, rule.high, rule.low_open, rule.high_open)
            return f"{_event(rule.end)} {length} {rule.unit} from {_event(rule.start)}"
        case Molecular():
            return f"{rule.alteration}{' identified' * rule.identified}"
        case Scale():
            return f"{rule.scale} in {'/'.join(rule.levels)}"
        case Judgement() | Consent() | Ability() | StudyParticipation() | CrossReference():
            return type(rule).__name__.lower()
    assert_never(rule)


def _compare(rule: Compare) -> str:
    bounds = rule.bounds
    unit = rule.reference if rule.reference != "absolute" else rule.unit
    parts = [f"{rule.quantity}{_length(bounds.low, bounds.high, bounds.low_open, bounds.high_open)}"]
    parts += [unit] if unit else []
    parts += [f"by {rule.method}"] if rule.method else []
    parts += [f"using {rule.formula}"] if rule.formula else []
    return " ".join([*parts, *_window(rule.window)])


def _present(rule: Present) -> str:
    parts = [f"{rule.kind}:{rule.concept}"]
    parts += [] if rule.status == "unsaid" else [rule.status]
    parts += [rule.control] if rule.control else []
    parts += [f"#{rule.ordinal}"] if rule.ordinal else []
    parts += [f"by {rule.evidence}"] if rule.evidence else []
    parts += [] if rule.ranked is None else [f"{rule.ranked.scale} in {'/'.join(rule.ranked.levels)}"]
    parts += _window(rule.window)
    parts += [f"= {sketch(rule.definition)}"] if rule.definition else []
    return " ".join(parts)


def _window(window: Window | None) -> list[str]:
    if window is None:
        return []
    length = _length(window.low, window.high, window.low_open, window.high_open)
    unit = [] if window.unit is None else [length, window.unit]
    counted = window.half_lives
    unit += [] if counted is None else [f"{counted.count:g} half-lives {counted.which}"]
    return [" ".join(["@", *unit, window.relation, _event(window.event)])]


def _event(event: Event) -> str:
    if event == UNNAMED:
        return "unnamed"
    return f"{event.concept}" if event.edge == "anchor" else f"{event.concept}.{event.edge}"


def _length(low: float | None, high: float | None, low_open: bool, high_open: bool) -> str:
    at_least = "" if low is None else f"{'>' if low_open else '>='}{low:g}"
    return at_least + ("" if high is None else f"{'<' if high_open else '<='}{high:g}")
