"""What can go wrong, as a tree.

    EligibilityError        every error of ours
    |-- InputError          what the user gave cannot be used; the message says where and the way out
    |   `-- NotationError   a notation cannot be read; with the character at which reading ends
    `-- RuleFileError       a file in rules/ is broken; a defect of the package, not of the input

A criterion that is not understood is no error: it is ``Unparsed`` and its
verdict is unknown.
"""

from __future__ import annotations


class EligibilityError(Exception):
    """Any error that this package raises on purpose."""


class InputError(EligibilityError):
    """A page, a rule set, a profile or an option that cannot be used.

    ``place`` is where: a file name, a path inside a profile, a line.
    """

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.place = place


BEFORE_CARET, BEHIND_CARET = 60, 40
"""So many characters of a long line are shown around the one that is meant."""


class NotationError(InputError):
    """A notation that cannot be read; ``at`` is the offset of the first character that cannot stand there."""

    def __init__(self, message: str, text: str, at: int) -> None:
        self.text = text
        self.at = at
        start, line, column = line_of(text, at)
        shown = text[start:].split("\n", 1)[0].replace("\t", " ")
        cut = max(0, column - BEFORE_CARET)
        lead = "..." if cut else ""
        part = f"{lead}{shown[cut : column + BEHIND_CARET]}"
        place = f"line {line}" if line > 1 else ""
        super().__init__(f"{message}\n  {part}\n  {' ' * (len(lead) + column - cut)}^", place)
        self.message = message


def line_of(text: str, at: int) -> tuple[int, int, int]:
    """Where the line of a character starts, its number from 1, and the characters before it on that line."""
    start = text.rfind("\n", 0, at) + 1
    return start, text.count("\n", 0, at) + 1, at - start


class RuleFileError(EligibilityError):
    """A row of ``rules/`` that cannot be read or contradicts another."""
