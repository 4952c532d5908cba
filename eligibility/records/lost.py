"""A result that cannot be used, of which it is known what was measured: it may be the latest one.

Left out, an earlier value would speak in its place.  So a mark stays: the quantity, the day as far as it
is known, and a text in place of the value, which leaves open what depends on it.
"""

from __future__ import annotations

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.profile import Measurement

UNREAD_RESULT = "a result that could not be read"
"""What stands in a measurement for a value that was refused."""


class LostResult(InputError):  # noqa: N818
    """Why results cannot be used; ``marks`` are what is kept in their place."""

    def __init__(self, error: InputError, *marks: Measurement) -> None:
        super().__init__(error.message, error.place)
        self.marks = marks


def emptied(fact: Measurement) -> Measurement:
    """The mark of a measurement that no profile may hold."""
    return msgspec.structs.replace(
        fact, value=UNREAD_RESULT, unit=None, comparator=None, precision=None, reference_range=None
    )
