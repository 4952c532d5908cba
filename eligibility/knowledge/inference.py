"""What one finding says of another: rows that evaluation consults, none of them about one trial.

What comes in is ``rules/inference``; what goes out are six small tables: what
the course of a disease tells, which quantities contradict or derive from
others, of which specimen one speaks, which tell how able a candidate is, and what
a negative test must have covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

import msgspec

from eligibility.core.errors import RuleFileError
from eligibility.knowledge.tables import Row, read_table

COURSE_COLUMNS = ("concept", "role", "disease", "site", "measured_by", "involved_from", "source")
RIVAL_COLUMNS = ("quantity", "rival", "rival_method", "source")
DERIVABLE_COLUMNS = ("quantity", "inputs", "source")
SPECIMEN_COLUMNS = ("quantity", "specimen", "source")
FITNESS_COLUMNS = ("quantity", "source")
ALTERATION_COLUMNS = ("alteration", "genes", "panels", "needs", "source")

CourseRole = Literal["relapse", "site", "therapy", "state"]


class CourseRow(msgspec.Struct, frozen=True):
    """What the recorded course of ``disease`` says of a concept.

    ``role`` relapse: the concept is its relapse; site: its relapse at ``site``; therapy: its primary
    therapy; state: a state of the present episode, so its definition asks for present values.
    ``measured_by``: the quantity that shows whether the site is involved, from ``involved_from`` on.

    Units: ``involved_from`` in the canonical unit of ``measured_by``.
    """

    concept: str
    role: CourseRole
    disease: str
    site: str = ""
    measured_by: str = ""
    involved_from: float | None = None
    source: str = ""


class Rival(msgspec.Struct, frozen=True):
    """A quantity whose higher value contradicts a lower one of ``quantity`` on the same day or later."""

    quantity: str
    rival: str
    rival_method: str = ""
    source: str = ""


class Coverage(msgspec.Struct, frozen=True):
    """What a negative result must have covered to rule an alteration out.

    ``genes``: a panel that covers one of them covers the alteration, if its assay is one of ``panels``.
    ``needs``: kinds of assay that must all be negative.
    """

    alteration: str
    genes: frozenset[str] = frozenset()
    panels: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    source: str = ""


class Inference(msgspec.Struct, frozen=True):
    """The tables of ``rules/inference``, each by the id that is asked for.

    ``specimens``: the only specimen of which a quantity speaks.  ``fitness``: the scales of how able a
    candidate is, of which trials ask for the better end.
    """

    course: dict[str, CourseRow]
    rivals: dict[str, tuple[Rival, ...]]
    derivable: dict[str, tuple[tuple[str, ...], ...]]
    alterations: dict[str, Coverage]
    specimens: dict[str, str] = {}
    fitness: frozenset[str] = frozenset()

    def staging(self, disease: str) -> tuple[CourseRow, ...]:
        """The rows of a disease whose site has a quantity of its own."""
        return tuple(row for row in self.course.values() if row.disease == disease and row.measured_by)


def read_inference(folder: Path) -> Inference:
    """The tables of one folder; a file that is not there is an empty table.

    Raises: RuleFileError for a row without a source, a role that does not exist, or a second row for one id.
    """
    course: dict[str, CourseRow] = {}
    for row in _rows(folder / "course.csv", COURSE_COLUMNS):
        if row["concept"] in course or row["role"] not in get_args(CourseRole):
            raise RuleFileError(
                f"{row.place}: '{row['concept']}' has one row and a role of {get_args(CourseRole)}"
            )
        course[row["concept"]] = msgspec.convert(
            {**row, "involved_from": row.number("involved_from")}, CourseRow
        )
    rivals: dict[str, tuple[Rival, ...]] = {}
    for row in _rows(folder / "rivals.csv", RIVAL_COLUMNS):
        rival = msgspec.convert(dict(row), Rival)
        rivals[rival.quantity] = (*rivals.get(rival.quantity, ()), rival)
    derivable: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row in _rows(folder / "derivable.csv", DERIVABLE_COLUMNS):
        derivable[row["quantity"]] = (*derivable.get(row["quantity"], ()), row.many("inputs"))
    alterations = {
        row["alteration"]: Coverage(
            row["alteration"], frozenset(row.many("genes")), frozenset(row.many("panels")),
            row.many("needs"), row["source"],
        )
        for row in _rows(folder / "alterations.csv", ALTERATION_COLUMNS)
    }  # fmt: skip
    specimens = {
        row["quantity"]: row["specimen"] for row in _rows(folder / "specimens.csv", SPECIMEN_COLUMNS)
    }
    fitness = frozenset(row["quantity"] for row in _rows(folder / "fitness.csv", FITNESS_COLUMNS))
    return Inference(course, rivals, derivable, alterations, specimens, fitness)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    if not path.is_file():
        return
    for row in read_table(path, columns):
        if not row["source"]:
            raise RuleFileError(f"{row.place}: a row has a source")
        yield row
