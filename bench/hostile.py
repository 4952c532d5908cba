"""Hostile lines: texts that no criterion is, and that no reader may hang or break on.

What comes in is a length; what goes out is a text of about as many characters, or the
times that such texts take.  A time that is linear doubles when the text does.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator

from eligibility.compile import compile_page
from eligibility.core.errors import InputError
from eligibility.extract import of_line
from eligibility.knowledge.load import knowledge
from eligibility.text.corpus import Line

Make = Callable[[int], str]


def _repeated(piece: str) -> Make:
    return lambda length: piece * (length // len(piece))


def _nested(length: int) -> str:
    """Brackets inside brackets, each with a word."""
    depth = length // 7
    return "gout " + "(gout " * depth + ")" * depth


LINES: dict[str, Make] = {
    "a word without end": _repeated("abcdefghij"),
    "a run of words": _repeated("snark "),
    "open brackets": _repeated("("),
    "closing brackets": _repeated(")"),
    "two kinds of brackets": _repeated("(["),
    "nested brackets": _nested,
    "open brackets with words": _repeated("gout ("),
    "open brackets behind numbers": _repeated("5 ("),
    "lengths since something": _repeated("at least 4 weeks since gout and "),
    "a single letter": _repeated("a"),
    "a single digit": _repeated("1"),
    "hyphens": _repeated("-"),
    "stops": _repeated("."),
    "spaces": _repeated(" "),
    "commas": _repeated(","),
    "comparators": _repeated(">"),
    "numbers": _repeated("9 "),
    "numbers and hyphens": _repeated("9-"),
    "numbers and stops": _repeated("9."),
    "numbers and commas": _repeated("999,"),
    "numbers and apostrophes": _repeated("9'"),
    "alternatives": _repeated("a or "),
    "limits without numbers": _repeated("\u2265 "),
    "limits": _repeated("AST > 5 and "),
    "units in units": _repeated("5 mg/mg/mg/"),
    "lists of names": _repeated("AST, "),
    "denials": _repeated("no "),
    "windows": _repeated("within 6 months of "),
    "escapes": _repeated("\\("),
    "marks of unread words": _repeated("\u27e6"),
    "null characters": _repeated("\0"),
    "right-to-left marks": _repeated("\u200f"),
    "sentences": _repeated("a; "),
    "lines": _repeated("a\n"),
    "bullets": _repeated("* a\n"),
    "bullets below bullets": _repeated("* a:\n  * b\n"),
    "joined bullets": _repeated("* a, or\n"),
    "headings": _repeated("Inclusion Criteria:\n* a\nExclusion Criteria:\n* a\n"),
    "headings in a line": _repeated("Inclusion Criteria: - A "),
    "dashes in a line": _repeated("x - A "),
    "counted in a line": _repeated("1. A "),
    "chromosomes": _repeated("t(9;"),
}


def compiled(text: str) -> None:
    """Compile a text; one that is refused with a message ends as it should."""
    try:
        compile_page(text.encode("utf-8"), "hostile", knowledge())
    except InputError:
        return


def extracted(text: str) -> None:
    """Extract the constraints of a text."""
    of_line(Line("hostile", text))


def growth(length: int) -> Iterator[tuple[str, str, float, float]]:
    """For each hostile line and way of reading: how much longer twice and four times the text take."""
    for name, make in LINES.items():
        for way, read in (("compile", compiled), ("extract", extracted)):
            first, second, third = (_seconds(read, make(length * factor)) for factor in (1, 2, 4))
            yield name, way, second / first, third / first


def _seconds(read: Callable[[str], None], text: str) -> float:
    """The processor time that a text takes, at least a millisecond: the least of two readings."""
    times = []
    for _ in range(2):
        gc.collect()
        begun = time.process_time()
        read(text)
        times.append(time.process_time() - begun)
    return max(min(times), 0.001)
