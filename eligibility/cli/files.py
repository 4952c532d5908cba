"""The files of the command line: every input is read here, and every output written."""

from __future__ import annotations

import sys
from pathlib import Path

from eligibility.core.errors import InputError


def read(place: str) -> bytes:
    """The bytes of a file."""
    try:
        return Path(place).read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file", place) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"cannot be read ({reason})", place) from None


def content_of(trial: str) -> tuple[bytes, str]:
    """The bytes of a trial's document and where they are from; "-" is the standard input."""
    from eligibility.text.document import parted

    if trial == "-":
        return sys.stdin.buffer.read(), "standard input"
    return read(parted(trial)[0]), trial


def write(content: bytes, output: str | None) -> None:
    """Write to a file, or to the standard output where none is named."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", output) from None
