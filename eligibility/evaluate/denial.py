"""What on a record says that something is not so: statements, refuted facts, complete lists.

Silence says nothing.  A statement on a class denies its members, one on a
member says nothing of the class.  A complete list denies only inside its dates
and only if every entry is known to be something else.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from eligibility.evaluate.index import Index, Kin, Listing
from eligibility.patient.record import Complete, Had, Hypersensitive, RecordFact, Stated, Treated

TREATMENT_KINDS = frozenset({"drug", "drug_class", "procedure"})


class Denials(msgspec.Struct, frozen=True):
    """``plain``: it is not so.  ``others``: not so beyond the facts recorded here."""

    plain: tuple[RecordFact, ...] = ()
    others: tuple[Stated, ...] = ()


def denials(kin: Kin, listings: tuple[Listing, ...], index: Index) -> Denials:
    """The statements and refuted facts that deny a concept or a class above it."""
    plain: list[RecordFact] = []
    others: list[Stated] = []
    for fact in index.statements(kin.classes):
        if not fact.present:
            if fact.other:
                others.append(fact)
            else:
                plain.append(fact)
    for listing in listings:
        held = listing.of(kin.classes)
        if held:
            plain.extend(fact for fact in held if refuted(fact))
    return Denials(tuple(plain), tuple(others))


def refuted(fact: RecordFact) -> bool:
    """Whether a recorded fact is itself the denial of what it names."""
    match fact:
        case Had():
            return fact.verification == "refuted"
        case Hypersensitive():
            return fact.status == "refuted"
        case Treated():
            return fact.status == "declined"
        case _:
            return False


def covering(listing: Listing, first: dt.date | None, last: dt.date) -> Complete | None:
    """The declaration that a list is complete from ``first`` to ``last``; ``first`` not known: none."""
    if first is None:
        return None
    for span in listing.complete:
        if span.start <= first and last <= span.end:
            return span
    return None


def obstacles(listing: Listing, kin: Kin) -> list[RecordFact]:
    """The entries that may be what is asked for: words that are not known, and concepts that may be it."""
    return [*listing.ungrounded, *(fact for fact in listing.of(kin.may) if not refuted(fact))]


def of_kind(index: Index, kind: str) -> Listing:
    """The list in which a concept of this kind stands."""
    return index.treatments if kind in TREATMENT_KINDS else index.conditions
