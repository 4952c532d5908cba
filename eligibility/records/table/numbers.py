"""Reads the numbers in the cells of tables; the sign for decimals is the one that the mapping names.

What comes in is a cell; what goes out is the same text with a point for
decimals, or why it is not clear which number is meant: 1,200 is one of two.
"""

from __future__ import annotations

import re
from decimal import Decimal

from eligibility.core.errors import InputError
from eligibility.records.table.quoting import quoted

_LED = re.compile(r"(?P<sign>[<>=≤≥]*\s*)(?P<number>[-+]?(?:\d|[.,]\d)[\d.,'\u2019]*)(?P<rest>.*)", re.DOTALL)
_SPACED = re.compile(r"[<>=≤≥]*\s*[-+]?\d{1,3}(?: \d{3})+(?!\d)")
_POWER = re.compile(r"[eE][-+]?\d{1,2}", re.ASCII)


def pointed(text: str, decimal: str) -> str:
    """A text that may begin with a number, with the number written plainly: "5,4 H" as "5.4 H".

    Raises: InputError when the number has signs that may part thousands.

    >>> pointed("<0,01", ",")
    '<0.01'
    >>> pointed("1.5e3", ".")
    '1500'
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
    if _SPACED.match(plain) or "'" in number or "\u2019" in number or number.count(decimal) > 1:
        raise InputError(f"{quoted(plain)} has signs that part thousands; write the number without them")
    if decimal == "." and "," in number:
        message = 'has a comma; say decimal = "," in the mapping, or write the number without it'
        raise InputError(f"{quoted(plain)} {message}")
    if decimal == "," and "." in number:
        message = "has a point, but the mapping says that decimals stand behind a comma; write it so"
        raise InputError(f"{quoted(plain)} {message}")
    number = number.replace(",", ".")
    if number.lstrip("+-").startswith("."):
        number = number.replace(".", "0.", 1)
    if _POWER.fullmatch(rest):
        number, rest = f"{Decimal(number + rest):f}", ""
    return f"{sign}{number}{rest}"


def number_of(text: str, decimal: str) -> float:
    """The number of a cell that holds one and nothing else.

    Raises: InputError when it does not.
    """
    plain = pointed(text, decimal)
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", plain):
        raise InputError(f"{quoted(plain)} is no number")
    return float(plain)
