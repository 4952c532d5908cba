"""Laws of units: whichever unit a value, its limit or limit of normal is in, the answer is the same."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.bind.nodes import Compare
from eligibility.core.interval import Interval
from eligibility.evaluate.evaluate import evaluate
from eligibility.knowledge.conversion import Conversion
from eligibility.knowledge.load import knowledge
from eligibility.knowledge.quantities import Quantity
from tests.evaluate.builders import AS_OF, setting
from tests.patient.profiles import grounded

CONVERSIONS = knowledge().conversions
QUANTITIES = sorted(
    (q for q in knowledge().quantities.by_id.values() if len(q.units) > 1 and q.id != "age"),
    key=lambda quantity: quantity.id,
)


def said(quantity: Quantity, value: float, unit: str, rule: Compare, high: float | None = None) -> str:
    fact = {"code": quantity.id, "value": value, "unit": unit, "date": AS_OF.isoformat()}
    if high is not None:
        fact["reference_range"] = {"high": high}
    record = grounded({"id": "C-1", "as_of": AS_OF.isoformat(), "measurements": [fact]})
    return evaluate(rule, "inclusion", record, setting()).truth.word


def convert(quantity: Quantity, unit: str, other: str) -> Conversion:
    found = CONVERSIONS.between(quantity, unit, other)
    assume(isinstance(found, Conversion))
    assert isinstance(found, Conversion)
    return found


def within(quantity: Quantity, share: float) -> float:
    low = quantity.plausible.low or 0.0
    high = low + 100 if quantity.plausible.high is None else quantity.plausible.high
    return low + share * (high - low)


shares = st.floats(0.02, 0.98)


@given(st.sampled_from(QUANTITIES), shares, shares, st.booleans(), st.data())
def test_the_units_of_a_value_and_of_its_limit_do_not_matter(
    quantity: Quantity, share: float, limit: float, strict: bool, data: st.DataObject
) -> None:
    units = st.sampled_from(quantity.units)
    one, two = (convert(quantity, quantity.unit, data.draw(units)) for _ in range(2))
    value, bound = within(quantity, share), within(quantity, limit)
    plain = Compare(
        quantity=quantity.id, phrase="", bounds=Interval(low=bound, low_open=strict), unit=one.source
    )
    other = Compare(
        quantity=quantity.id, phrase="", bounds=Interval(low=two(bound), low_open=strict), unit=two.target
    )
    first = said(quantity, value, quantity.unit, plain)
    # Beyond what is plausible a value is not used, and which unit it was written in may tell why.
    assert said(quantity, one(value), one.target, other) == first
    assert said(quantity, value, quantity.unit, other) == first


@given(st.sampled_from(QUANTITIES), shares, st.floats(0.5, 3), st.data())
def test_the_unit_of_a_value_does_not_move_it_against_its_limit_of_normal(
    quantity: Quantity, share: float, times: float, data: st.DataObject
) -> None:
    made = convert(quantity, quantity.unit, data.draw(st.sampled_from(quantity.units)))
    value, high = within(quantity, share), within(quantity, 0.4)
    assume(high > 0 and made(high) > 0 and not made.offset)
    rule = Compare(
        quantity=quantity.id, phrase="", bounds=Interval(high=times), unit=None, reference="uln"
    )
    here = said(quantity, value, quantity.unit, rule, high)
    assert said(quantity, made(value), made.target, rule, made(high)) == here
