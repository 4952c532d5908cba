"""What can go wrong, as a tree.

    EligibilityError        every error of ours
    |-- InputError          what the user gave cannot be used; the message says where and the way out
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


class RuleFileError(EligibilityError):
    """A row of ``rules/`` that cannot be read or contradicts another."""
