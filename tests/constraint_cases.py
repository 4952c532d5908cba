"""Cases on what a criterion limits: each threshold, age and window as a careful reader states it.

The format of the case files is described in ``cases/README.md``.  ``python -m tests.constraint_cases``
prints what the program says instead, for every case that it does not meet.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from eligibility.bind.nodes import Bound, Compare, Elapsed, Not, Present, Readings, Window, children
from eligibility.bind.rules import Row, RuleSet
from eligibility.core.flags import Flag
from eligibility.core.interval import Interval
from eligibility.core.truth import UNKNOWN
from eligibility.extract import of_line
from eligibility.patient.profile import Profile
from eligibility.screen import compile_page, screen_profile
from eligibility.text.corpus import Line
from tests.possible_truths import possible

CONSTRAINTS = Path(__file__).resolve().parent.parent / "cases" / "constraints"
AS_OF = "2026-03-01"
"""The day of the screening of every candidate."""


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A constraint as stated; a bar in ``subject``, ``bounds`` or ``unit`` stands between equal answers.

    ``condition``: the words that select this limit; ``anchor``: what a window counts from;
    ``method``: the formula or procedure.  What is empty stands nowhere in the text.
    """

    kind: Literal["numeric", "age", "temporal"]
    bounds: str
    subject: tuple[str, ...] = ()
    unit: str = ""
    condition: str = ""
    anchor: str = ""
    method: str = ""


class ConstraintCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A criterion, what it limits, and whether a careful reading of all of it can decide it.

    ``read`` false: refused or flagged, by ``why``; ``sure``: the truths that every reading shares.
    ``flags``: those of its constraints, in alphabetical order.  ``uncounted``: words whose constraints
    count neither way.  ``profile``: a candidate, and the only ``truth`` of the text that may be decided
    of them.  ``open``: what the program states instead; ``wrong``: what it decides instead.
    """

    id: str
    section: Literal["inclusion", "exclusion"]
    text: str
    constraints: tuple[Expected, ...]
    read: bool
    trial: str = ""
    why: str = ""
    sure: tuple[Literal["true", "false"], ...] = ()
    uncounted: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    profile: dict[str, Any] | None = None
    truth: Literal["", "true", "false"] = ""
    note: str = ""
    open: str = ""
    wrong: str = ""

    def __post_init__(self) -> None:
        if self.read == bool(self.why) or (self.read and self.sure):
            raise ValueError(f"{self.id}: what is refused needs its ground, and nothing else has one")
        if (self.profile is None) == bool(self.truth):
            raise ValueError(f"{self.id}: a candidate needs the truth, and the truth a candidate")
        for words in (*self.uncounted, *(part for one in self.constraints for part in _quoted(one))):
            if words not in self.text:
                raise ValueError(f"{self.id}: '{words}' does not stand in the text")

    @property
    def criterion(self) -> str:
        """The text as a bullet; a text of several lines brings its own bullets below the first line."""
        return f"* {self.text.strip()}"

    def document(self) -> str:
        """Criteria with this one in its section, and nothing known in the other."""
        other = "* Zibble"
        lists = (self.criterion, other) if self.section == "inclusion" else (other, self.criterion)
        return f"Inclusion Criteria:\n\n{lists[0]}\n\nExclusion Criteria:\n\n{lists[1]}"


    def candidate(self) -> Profile | None:
        """The candidate as the engine reads it, where there is one.

        Raises: msgspec.ValidationError when it is not in the format.
        """
        if self.profile is None:
            return None
        return msgspec.convert({"id": self.id, "as_of": AS_OF, **self.profile}, Profile)


def _quoted(one: Expected) -> tuple[str, ...]:
    return tuple(words for words in (one.condition, one.anchor, one.method) if words)


def load_constraints() -> tuple[ConstraintCase, ...]:
    """Every case, in the order of the files.

    Raises: ValueError when a case is not in the format.
    """
    cases: list[ConstraintCase] = []
    for path in sorted(CONSTRAINTS.glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["case"]:
            try:
                cases.append(msgspec.convert(entry, ConstraintCase))
            except msgspec.ValidationError as error:
                raise ValueError(f"{path.name}: {entry.get('id', '?')}: {error}") from error
    return tuple(cases)


# What is stated.


def misstated(case: ConstraintCase) -> list[str]:
    """The constraints that are missing, stated otherwise or too many."""
    text = case.document()
    left = [found for found in _extracted(text) if not _passed_over(case, text, found)]
    said: list[str] = []
    for one in case.constraints:
        alike = [found for found in left if _same_bounds(one, found)]
        if not alike:
            said.append(f"missing {one.bounds} {one.unit}".rstrip())
            continue
        faults = [(_faults(one, found, text), found) for found in alike]
        least, best = min(faults, key=lambda pair: len(pair[0]))
        left.remove(best)
        said.extend(f"{one.bounds}: {fault}" for fault in least)
    return [*said, *(f"besides '{text[found['start'] : found['end']]}'" for found in left)]


def flagged(case: ConstraintCase) -> tuple[str, ...]:
    """The flags of the constraints that are stated, in alphabetical order."""
    return tuple(sorted({flag for found in _extracted(case.document()) for flag in found["flags"]}))


def _extracted(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(of_line(Line("-", text)).constraints)["constraints"]
    return found


def _passed_over(case: ConstraintCase, text: str, found: dict[str, Any]) -> bool:
    """Whether a constraint touches words that count neither way."""
    return any(
        _touches(words, (found["start"], found["end"]), text)
        and not any(_same_bounds(one, found) and _faults(one, found, text) == [] for one in case.constraints)
        for words in case.uncounted
    )


def _touches(words: str, span: tuple[int, int], text: str) -> bool:
    places = (match.start() for match in re.finditer(re.escape(words), text))
    return any(span[0] < place + len(words) and place < span[1] for place in places)


def bounds(written: str) -> frozenset[tuple[str, float]]:
    """Operators and values; levels that follow each other are a range."""
    pairs = [part.split() for part in written.split(",") if part.strip()]
    return ranged([(operator, float(value)) for operator, value in pairs])


def ranged(pairs: list[tuple[str, float]]) -> frozenset[tuple[str, float]]:
    """The same bounds, with ``= 0, = 1, = 2`` written as a range."""
    values = sorted(value for _, value in pairs)
    level = len(pairs) > 1 and all(operator == "=" for operator, _ in pairs)
    if level and values == [values[0] + step for step in range(len(values))]:
        return frozenset({(">=", values[0]), ("<=", values[-1])})
    return frozenset(pairs)


def _same_bounds(one: Expected, found: dict[str, Any]) -> bool:
    told = ranged([(bound["op"], bound["value"]) for bound in found["bounds"]])
    return any(bounds(answer) == told for answer in one.bounds.split("|"))


def _faults(one: Expected, found: dict[str, Any], text: str) -> list[str]:
    """What of a constraint with the right bounds is wrong; a value may have a moment, which is no anchor."""
    said: list[str] = []
    if found["kind"] != one.kind:
        said.append(f"{found['kind']} for {one.kind}")
    unit = (found["limit"] or "").upper() or found["unit"] or ""
    if not _same_unit(one, unit):
        said.append(f"unit '{unit}'")
    if not _same_subjects(one, found["subject"]):
        said.append(f"subject {found['subject']}")
    for key, words in (("condition", one.condition), ("anchor", one.anchor), ("method", one.method)):
        moment = key == "anchor" and one.kind != "temporal"
        if not words and found[key] is not None and not moment:
            said.append(f"{key} '{text[slice(*found[key])]}'")
        if words and (found[key] is None or not _touches(words, tuple(found[key]), text)):
            said.append(f"no {key}" if found[key] is None else f"{key} '{text[slice(*found[key])]}'")
    return said


def _same_unit(one: Expected, unit: str) -> bool:
    if one.kind == "age" and not unit:
        return not one.unit or one.unit.startswith("y")
    return any(_plain(answer) == _plain(unit) for answer in one.unit.split("|"))


def _plain(unit: str) -> str:
    even = unicodedata.normalize("NFKC", unit).casefold().replace(" ", "").replace("μ", "u")
    return even.lstrip("x×*/").rstrip(".")


def _same_subjects(one: Expected, found: list[str]) -> bool:
    """Whether each subject is among those found, and none is found that shares no word with one."""
    if not one.subject:
        return True
    told = [_words(words) for words in found]
    asked = [[_words(name) for name in names.split("|")] for names in one.subject]
    every = all(any(name <= words for name in names for words in told) for names in asked)
    return every and all(any(name & words for names in asked for name in names) for words in told)


def _words(phrase: str) -> set[str]:
    return set(re.findall(r"\w+", phrase.casefold()))


# What is decided.


def compiled(case: ConstraintCase) -> RuleSet:
    """The rules of the criterion, in a document with little else."""
    return compile_page(case.document().encode(), "-")


def rows(case: ConstraintCase, rules: RuleSet) -> list[Row]:
    """The rows of the criterion that carry a rule."""
    return [row for row in rules.leaves() if row.kind == case.section]


def misread(case: ConstraintCase) -> list[str]:
    """What is decided though it must not be, or otherwise than stated: the worst that can be said."""
    rules = compiled(case)
    said = [*_misjudged(case, rules)]
    for row in rows(case, rules):
        assert row.rule is not None
        truths = {truth.word for truth in possible(row.rule, row.kind) if truth is not UNKNOWN}
        if not case.read and truths - set(case.sure):
            said.append(f"may decide {row.id} {' or '.join(sorted(truths))}")
        if case.read and truths:
            stated = [interval for one in case.constraints for interval in intervals(one)]
            # "Within normal limits" counts neither way, and is one times each limit.
            stated += [Interval(1.0, None), Interval(None, 1.0)] if case.uncounted else []
            wrong = [limit for limit in limits(row.rule) if not any(_equal(limit, one) for one in stated)]
            said.extend(f"decides {row.id} by {limit.low} to {limit.high}" for limit in wrong)
    return said


def _misjudged(case: ConstraintCase, rules: RuleSet) -> Iterator[str]:
    """That the candidate is decided otherwise than a careful reader would."""
    candidate = case.candidate()
    if candidate is None:
        return
    names = {row.id for row in rows(case, rules)}
    found = [row.truth for row in screen_profile(rules, candidate).criteria if row.id in names]
    decided = "true" if case.section == "exclusion" else "false"
    other = "false" if decided == "true" else "true"
    truth = decided if decided in found else other if set(found) == {other} else ""
    if truth and truth != case.truth:
        yield f"decides the candidate {truth}"


def limits(rule: Bound) -> Iterator[Interval]:
    """The bounds of every comparison and window of a rule; of a washout, the least time that has passed."""
    match rule:
        case Not(operand=Present(last=True, window=Window(high=float(least), high_open=opened))):
            yield Interval(low=least, low_open=not opened)
            return
        case Compare():
            yield rule.bounds
        case Elapsed():
            yield Interval(rule.low, rule.high, rule.low_open, rule.high_open)
    if isinstance(rule, Compare | Present) and rule.window is not None and rule.window.unit is not None:
        window = rule.window
        yield Interval(window.low, window.high, window.low_open, window.high_open)
    # A limit that is given again in another unit says no other.
    again = isinstance(rule, Readings) and all(isinstance(one, Compare) for one in rule.operands)
    for child in children(rule)[:1] if again else children(rule):
        yield from limits(child)


def intervals(one: Expected) -> Iterator[Interval]:
    """What the bounds leave room for: together, and each alone, as of a pair."""
    for answer in one.bounds.split("|"):
        pairs = bounds(answer)
        for group in (pairs, *(frozenset({pair}) for pair in pairs)):
            found = _interval(group)
            if found is not None:
                yield found


def _interval(pairs: frozenset[tuple[str, float]]) -> Interval | None:
    low = [(value, operator == ">") for operator, value in pairs if operator in {">", ">=", "="}]
    high = [(value, operator == "<") for operator, value in pairs if operator in {"<", "<=", "="}]
    if len(low) > 1 or len(high) > 1 or (low and high and low[0][0] > high[0][0]):
        return None
    lower, upper = low[0] if low else (None, False), high[0] if high else (None, False)
    return Interval(lower[0], upper[0], lower[1], upper[1])


def _equal(limit: Interval, stated: Interval) -> bool:
    """Whether a limit is the one stated; a window begins at its anchor without saying so."""
    plain = Interval(limit.low or None, limit.high, limit.low_open and bool(limit.low), limit.high_open)
    return limit == stated or plain == stated


def totals() -> str:
    """How many cases are met, of how many something is stated otherwise, and what is decided wrongly."""
    cases = load_constraints()
    stated = {case.id for case in cases if misstated(case)}
    wrong = {case.id for case in cases if misread(case)}
    return (
        f"constraints: {len(cases)} cases, met {len(cases) - len(stated | wrong)}, "
        f"open {len(stated | wrong)}, of which decided wrongly {len(wrong)}"
    )


def main() -> int:
    """Print the open cases and the totals; 1 if what is open differs from what the cases say is."""
    differs = False
    for case in load_constraints():
        stated, decided = "; ".join(misstated(case)), "; ".join(misread(case))
        differs = differs or (bool(stated), bool(decided)) != (bool(case.open), bool(case.wrong))
        if stated:
            print(f"{case.id}: open: {stated}")
        if decided:
            print(f"{case.id}: wrong: {decided}")
    print(totals())
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
