"""What is told beside a record: answers, statements, complete lists, the course of the disease.

What comes in is a file in the form of profiles that hold only these, one for
each candidate; what goes out are profiles with both.  What the record says
itself is not overruled.
"""

from __future__ import annotations

import msgspec

from eligibility.core.errors import InputError
from eligibility.patient.check import check
from eligibility.patient.profile import CompleteList, Profile
from eligibility.patient.read import read_profiles

BESIDE = ("as_of", "disease", "statements", "complete", "answers", "anchors")
"""The fields of a profile that may be told beside a record."""

JOINED = ("statements", "complete", "answers")


class Beside:
    """What is told beside the records, by candidate."""

    def __init__(self, told: dict[str, Profile], place: str) -> None:
        self._told, self._place = told, place
        self.taken: set[str] = set()

    def joined(self, profile: Profile, given: str | None = None) -> Profile:
        """A profile with what is told beside it, under the id that the record has: ``given``, or its own.

        Raises: InputError when both tell of the disease or the day, or the two contradict each other.
        """
        told = self._told.get(given or profile.id)
        if told is None:
            return profile
        self.taken.add(told.id)
        changed: dict[str, object] = {
            name: (*getattr(profile, name), *getattr(told, name)) for name in JOINED
        }
        for name in ("as_of", "disease"):
            given = getattr(told, name)
            if given is not None and getattr(profile, name) is not None:
                raise InputError("the record has it too; take one of the two out", f"{self._place}: {name}")
            changed[name] = given if given is not None else getattr(profile, name)
        changed["anchors"] = {**profile.anchors, **told.anchors}
        both = msgspec.structs.replace(profile, **changed)
        check(both, self._place)
        return both

    @property
    def left(self) -> list[str]:
        """The candidates that no record had."""
        return sorted(set(self._told) - self.taken)


def read_beside(content: bytes, place: str) -> Beside:
    """What a file tells beside records.

    Raises: InputError when it cannot be read, or holds what belongs into the record.
    """
    told: dict[str, Profile] = {}
    for found in read_profiles(content, place):
        if isinstance(found, InputError):
            raise found
        for name in Profile.__struct_fields__:
            if name not in ("id", *BESIDE) and getattr(found, name) not in (None, ()):
                known = ", ".join(BESIDE)
                message = f"'{name}' of candidate '{found.id}' belongs into the record; here stand {known}"
                raise InputError(message, place)
        told[found.id] = found
    return Beside(told, place)


def renamed(profile: Profile, identifier: str) -> Profile:
    """A profile under another id."""
    return msgspec.structs.replace(profile, id=identifier)


def with_complete(profile: Profile, declared: tuple[CompleteList, ...]) -> Profile:
    """A profile with further lists that their owner declares complete."""
    return msgspec.structs.replace(profile, complete=(*profile.complete, *declared))


def declared_list(text: str, by: str | None) -> CompleteList:
    """The declaration that a list is complete, as the command line gives it: ``LIST@FROM..TO``.

    Raises: InputError when it is not of that form, or nobody declares it.
    """
    name, sign, span = text.partition("@")
    start, dots, end = span.partition("..")
    if not (sign and dots and start and end) or name not in ("conditions", "treatments", "allergies"):
        raise InputError(
            f"'{text}' is no declaration; write LIST@FROM..TO, with conditions, treatments or allergies, "
            "and two dates, or 'birth' for the first",
            "--complete",
        )
    if not by or not by.strip():
        raise InputError("a list is declared complete by someone; say who with --declared-by", "--complete")
    declared = CompleteList(list=name, from_=start, to=end, declared_by=by.strip())  # type: ignore[arg-type]
    check(Profile("candidate", complete=(declared,)), "--complete")
    return declared
