"""What an Observation says of all its results."""

from __future__ import annotations

from typing import NamedTuple


class Around(NamedTuple):
    """Where an Observation stands, its day, whether it is preliminary, its method and specimen in words."""

    source: str
    date: str | None
    provisional: bool
    method: str | None
    specimen: str | None
