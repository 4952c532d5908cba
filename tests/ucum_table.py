"""The official UCUM functional tests, run through our reading of UCUM codes.

``python -m tests.ucum_table`` prints each failure, then how many cases of each part pass.
The tests are in ``tests/ucum``, with their licence.
"""

from __future__ import annotations

import functools
import math
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from eligibility.knowledge.ucum import Code, read_code, valid

FILE = Path(__file__).resolve().parent / "ucum" / "UcumFunctionalTests.xml"
EXACT = 1e-9
"""Relative; for an outcome that the tests do not round."""
MOST_DIGITS = 9
"""An outcome printed with more digits is not rounded for the reader."""


class Outcome(msgspec.Struct, frozen=True):
    """A case of the tests: what it asks, what it expects, and what we say."""

    id: str
    asked: str
    expected: str
    found: str
    passed: bool

    def __str__(self) -> str:
        return f"{self.id}: {self.asked}: expected {self.expected}, found {self.found}"


def validation() -> list[Outcome]:
    """The codes that the tests call valid or invalid."""
    return [_validated(case) for case in _cases("validation")]


def conversions() -> list[Outcome]:
    """The values that the tests convert from one code to another."""
    return [_converted(case) for case in _cases("conversion")]


def invalid_codes() -> list[str]:
    """The codes that the tests call invalid."""
    return [case["unit"] for case in _cases("validation") if case["valid"] == "false"]


def totals() -> list[str]:
    """How many cases of each part pass."""
    return [_total("validation", validation()), _total("conversion", conversions())]


@functools.cache
def _cases(part: str) -> list[dict[str, str]]:
    found = ElementTree.parse(FILE).getroot().find(part)
    assert found is not None, part
    return [dict(case.attrib) for case in found.findall("case")]


def _validated(case: dict[str, str]) -> Outcome:
    expected, found = case["valid"] == "true", valid(case["unit"])
    words = {True: "valid", False: "invalid"}
    return Outcome(case["id"], case["unit"], words[expected], words[found], expected == found)


def _converted(case: dict[str, str]) -> Outcome:
    asked = f"{case['value']} {case['srcUnit']} in {case['dstUnit']}"
    source, target = read_code(case["srcUnit"]), read_code(case["dstUnit"])
    value = _value(float(case["value"]), source, target)
    if value is None:
        return Outcome(case["id"], asked, case["outcome"], "no conversion", False)
    return Outcome(case["id"], asked, case["outcome"], f"{value:.12g}", _as_printed(value, case["outcome"]))


def _value(value: float, source: Code | None, target: Code | None) -> float | None:
    if source is None or target is None or source.dimension != target.dimension:
        return None
    return value * source.size / target.size


def _as_printed(value: float, outcome: str) -> bool:
    """Whether a value is the outcome, or is rounded to it: the tests give 6.3 x 4 as 25.

    An outcome of one digit is taken as exact; with rounding, 0.001 would stand for 0.0014.
    """
    printed = Decimal(outcome)
    digits = len(printed.as_tuple().digits)
    if math.isclose(value, float(printed), rel_tol=EXACT):
        return True
    return 1 < digits <= MOST_DIGITS and Decimal(f"{value:.{digits - 1}e}") == printed


def _total(part: str, outcomes: Sequence[Outcome]) -> str:
    passed = sum(outcome.passed for outcome in outcomes)
    return f"UCUM {part}: {len(outcomes)} cases, passed {passed}"


def main() -> None:
    """Print each failure, then the totals."""
    for outcome in (*validation(), *conversions()):
        if not outcome.passed:
            print(outcome)
    print("\n".join(totals()))


if __name__ == "__main__":
    main()
