"""Reads the numbers in the cells of tables; the sign for decimals is the one that the mapping names.

What comes in is a cell; what goes out is the same text with a point for
decimals, or why it is not clear which number is meant: 1,200 is one of two.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from eligibility.core.errors import InputError
from eligibility.records.table.quoting import quoted

_LED = re.compile(r"(?P<sign>[<>=≤≥]*\s*)(?P<number>[-+]?(?:\d|[.,]\d)[\d.,'\u2019]*)(?P<rest>.*)", re.DOTALL)
_SPACED = re.compile(r"[<>=≤≥]*\s*[-+]?\d{1,3}(?: \d{3})+(?!\d)")
_GROUP = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_POWER = re.compile(r"[eE][-+]?\d{1,2}", re.ASCII)


class Signs(NamedTuple):
    """How a table writes numbers: the sign before decimals, and the one that parts thousands, if any.

    ``doubted``: nothing says that the point stands before decimals, in a table where it may part thousands.
    """

    decimal: str = "."
    thousands: str | None = None
    doubted: bool = False


PLAIN = Signs()
"""A point before decimals and nothing that parts thousands."""


def pointed(text: str, signs: Signs = PLAIN) -> str:
    """A text that may begin with a number, with the number written plainly: "5,4 H" as "5.4 H".

    Raises: InputError when it is not clear which number it is.

    >>> pointed("<0,01", Signs(","))
    '<0.01'
    >>> pointed("1.5e3"), pointed("1,200", Signs(".", ","))
    ('1500', '1200')
    """
    plain = " ".join(text.split())
    found = _LED.fullmatch(plain)
    if found is None:
        return plain
    if any(digit.isdecimal() and not digit.isascii() for digit in found["number"]):
        raise InputError(f"{quoted(plain)} is not in the digits 0 to 9; write it in them")
    sign, number, rest = found["sign"], found["number"], found["rest"]
    behind = number[len(number.rstrip(".,'\u2019")) :]
    number, rest = number.removesuffix(behind), behind + rest
    if _SPACED.match(plain) or "'" in number or "\u2019" in number:
        raise InputError(f"{quoted(plain)} has signs that part thousands; write the number without them")
    number = _with_point(number, signs, plain)
    if number.lstrip("+-").startswith("."):
        number = number.replace(".", "0.", 1)
    if _POWER.fullmatch(rest):
        number, rest = f"{Decimal(number + rest):f}", ""
    return f"{sign}{number}{rest}"


def _with_point(number: str, signs: Signs, plain: str) -> str:
    """A number with a point before its decimals and nothing that parts thousands.

    Raises: InputError when its signs are not those of the table.
    """
    decimal, thousands, doubted = signs
    if thousands is not None and thousands in number:
        whole, _, _ = number.partition(decimal)
        if not re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole):
            raise InputError(f"{quoted(plain)} does not part thousands as the mapping says; write it plainly")
        number = whole.replace(thousands, "") + number[len(whole) :]
    if number.count(decimal) > 1:
        raise InputError(f"{quoted(plain)} has signs that part thousands; write the number without them")
    if decimal == "." and "," in number:
        message = 'has a comma; say in the mapping what it parts, decimal = "," or thousands = ","'
        raise InputError(f"{quoted(plain)} {message}")
    if decimal == "," and "." in number:
        message = 'has a point; if it parts thousands, say thousands = "." in the mapping'
        raise InputError(f"{quoted(plain)} {message}")
    if doubted and _GROUP.fullmatch(number):
        message = 'may have parted thousands; say decimal = "." or decimal = "," in the mapping'
        raise InputError(f"{quoted(plain)} {message}")
    return number.replace(",", ".")


def number_of(text: str, signs: Signs = PLAIN) -> float:
    """The number of a cell that holds one and nothing else.

    Raises: InputError when it does not.
    """
    plain = pointed(text, signs)
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", plain):
        raise InputError(f"{quoted(plain)} is no number")
    return float(plain)
