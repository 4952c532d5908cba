"""Explains a verdict from its trace: in one paragraph, or as the whole proof.

What comes in is a judged row; what goes out are sentences that name the
protocol's words, the fact, its date and unit, the limit used and the margin,
and for every unknown what would settle it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from eligibility.bind.nodes import Compare, Note, Permit
from eligibility.core.span import NOWHERE
from eligibility.core.truth import Truth
from eligibility.evaluate.trace import Evidence, Trace
from eligibility.verdict.labels import label
from eligibility.verdict.screening import Judged
from eligibility.verdict.support import support

COMPARED = "Takes no part in the verdict: the criterion it is compared with decides"
SIGNS = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "?"}


class Line(msgspec.Struct, frozen=True):
    """One line of a proof: how deep, whether it holds, what it says and on what ground."""

    depth: int
    answer: str
    asks: str
    words: str
    grounds: tuple[str, ...]


def explain(judged: Judged) -> str:
    """One paragraph: what decided, or what is missing."""
    if judged.trace is None:
        return "The verdict of the rows below it."
    if judged.applicable == "no" and judged.row.applicable == "no":
        said = [COMPARED, *(remark.message for remark in judged.row.diagnostics)]
        return " ".join(map(_sentence, said))
    if judged.verdict == "unknown":
        parts = list(_known(judged.trace))
        parts += [f"{reason.detail}. To settle: {reason.settles}" for reason in judged.reasons]
    else:
        parts = [_said(trace) for trace in support(judged.trace)]
    if judged.applicable == "no" and judged.verdict == "pass":
        parts.insert(0, "Does not apply to this candidate")
    parts += [f"Note: {flag}" for flag in judged.flags]
    parts += _dates(judged)
    return " ".join(_sentence(part) for part in dict.fromkeys(parts) if part)


def _known(trace: Trace) -> Iterator[str]:
    """What the parts of an unknown note: that another part of them fails."""
    if trace.truth is Truth.UNKNOWN and trace.children:
        yield from trace.notes
        for child in trace.children:
            yield from _known(child)


def _dates(judged: Judged) -> list[str]:
    said = []
    if judged.verdict == "fail" and judged.standing == "curable":
        said.append("Not on today's values: repeat the measurement")
    if judged.provisional:
        said.append("Provisional: a later date was taken as today")
    if judged.holds_until is not None:
        said.append(f"Holds until {judged.holds_until} without any new fact")
    return said


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return text
    # A name in lower or mixed case (eGFR, total bilirubin) keeps its own first letter.
    first = text.split(" ", 1)[0]
    text = text[0].upper() + text[1:] if first.islower() else text
    return text if text[-1] in ".?!" else f"{text}."


def _said(trace: Trace) -> str:
    """What a leaf rests on: its notes, else its answer with the facts for it."""
    if trace.notes:
        said = "; ".join(trace.notes)
        # An age has neither limit nor margin in its notes: both stand in days.
        aged = isinstance(trace.node, Compare) and trace.node.quantity == "age"
        return f"{label(trace.node)}: {_born(trace)}{said}" if aged else said
    facts = "; ".join(_fact(fact) for fact in trace.evidence)
    return f"{label(trace.node)}: {SIGNS[trace.truth]}{f' ({facts})' if facts else ''}"


def _born(trace: Trace) -> str:
    return "".join(f"{fact.value}, " for fact in trace.evidence[:1])


def _fact(fact: Evidence) -> str:
    unit = "" if fact.unit in (None, "1") else f" {fact.unit}"
    preliminary = " (preliminary)" if fact.provisional else ""
    return f"{fact.fact}: {fact.value}{unit}{preliminary}, {fact.date or 'no date'}"


def proof(judged: Judged) -> tuple[Line, ...]:
    """The whole trace, a line for each node."""
    return () if judged.trace is None else tuple(_lines(judged, judged.trace, 0))


def _lines(judged: Judged, trace: Trace, depth: int) -> Iterator[Line]:
    answer = "-" if isinstance(trace.node, Note | Permit) else SIGNS[trace.truth]
    span = trace.node.span
    words = "" if span == NOWHERE else judged.row.shown(span)
    grounds = [*trace.notes]
    grounds += [f"fact: {_fact(fact)} [{fact.source}]" for fact in trace.evidence]
    if not trace.children:
        grounds += [
            f"{reason.kind}: {reason.detail}. To settle: {reason.settles}" for reason in trace.reasons
        ]
    grounds += [f"note: {flag}" for flag in trace.flags]
    for name, planned in trace.anchored:
        when = "no planned date" if planned is None else f"planned for {planned}"
        grounds.append(f"{name.replace('_', ' ')} lies ahead ({when}) and is taken as today")
    yield Line(depth, answer, label(trace.node), words, tuple(dict.fromkeys(grounds)))
    for child in trace.children:
        yield from _lines(judged, child, depth + 1)
