"""The files of the command line: every input is read here, and every output written.

An output is checked before the work begins: it is neither an input nor another
output, and can be written.  A file is written beside its place and then takes
it, so that an interrupted run leaves the old file whole.  What no other file can
take the place of, such as a pipe, is written to straight.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from eligibility.core.errors import InputError

STANDARD = "-"
"""The place that is the standard input, or the standard output."""
STANDARD_INPUT, STANDARD_OUTPUT = "standard input", "standard output"
CLOSED = "is closed; send it to a file"
FOLDER = "is a folder; name a file"
NAMELESS = "'' names no file; name one"
OF_OTHER_KINDS = {
    b"\x1f\x8b": "gzip", b"BZh91AY": "bzip2", b"\xfd7zXZ": "xz",
    b"PK\x03\x04": "zip or Office", b"%PDF-": "PDF",
}  # fmt: skip
"""The first bytes of files that hold a text in another form."""
DEVICES = ("/dev/", "/proc/")
"""The folders whose files stand for something that is open already."""


def read(place: str) -> bytes:
    """The bytes of a file.

    Raises: InputError when there is none, or it cannot be read.
    """
    if not place:
        raise InputError(NAMELESS)
    try:
        return _unpacked(Path(place).read_bytes(), place)
    except FileNotFoundError:
        raise InputError("there is no such file", place) from None
    except IsADirectoryError:
        raise InputError(FOLDER, place) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({_reason(error)})", place) from None


def read_any(place: str) -> tuple[bytes, str]:
    """The bytes of a file, or of the standard input for "-", and the name that messages give it."""
    if place != STANDARD:
        return read(place), place
    if sys.stdin is None:
        raise InputError("is closed; name a file", STANDARD_INPUT)
    try:
        return _unpacked(sys.stdin.buffer.read(), STANDARD_INPUT), STANDARD_INPUT
    except OSError as error:
        raise InputError(f"cannot be read ({_reason(error)})", STANDARD_INPUT) from None


def _unpacked(content: bytes, place: str) -> bytes:
    """A file's content; one that is no text by its first bytes is refused with what it is."""
    for begins, kind in OF_OTHER_KINDS.items():
        if content.startswith(begins):
            raise InputError(f"a {kind} file, where text is needed; give the text that it holds", place)
    return content


def file_of(trial: str) -> str:
    """The file of a trial's document, without the study that a place may pick from it."""
    from eligibility.text.document import parted

    return parted(trial)[0]


def content_of(trial: str) -> tuple[bytes, str]:
    """The bytes of a trial's document and where they are from."""
    content, place = read_any(file_of(trial))
    return content, place if trial == STANDARD else trial


def check_outputs(outputs: Mapping[str, str | None], source: str) -> None:
    """Refuse outputs that would destroy the input or each other, or cannot be written.

    ``outputs`` are the places by the option that names them, ``None`` for the standard output.

    Raises: InputError that names the option and the place.
    """
    before: list[tuple[str, str]] = []
    for option, output in outputs.items():
        place = STANDARD if output is None else output
        if _same(source, sys.stdin, place):
            raise InputError(
                f"'{_told(place)}' is the same file as the input '{source}', which would be lost; "
                "name another file",
                option,
            )
        for other, taken in before:
            if _same(taken, sys.stdout, place) or _target(taken) == _target(place):
                raise InputError(f"'{_told(place)}' is what {other} names too; name another file", option)
        _check_writable(place)
        before.append((option, place))


def write(content: bytes, output: str | None) -> None:
    """Write to a file, or to the standard output where none is named.

    Raises: InputError when it cannot be written; a file is then as it was.
    """
    write_all([(output, content)])


def show(text: str, output: str | None = None) -> None:
    """Write a text: to a file in UTF-8, to the standard output in its encoding, signs it lacks by number."""
    place = STANDARD if output is None else output
    encoding = sys.stdout.encoding if sys.stdout is not None and _is_standard(place) else "utf-8"
    write(text.encode(encoding, "backslashreplace"), output)


def write_all(contents: list[tuple[str | None, bytes]]) -> None:
    """Write several outputs; none takes its place before all are written.

    Raises: InputError as ``write`` does.
    """
    with contextlib.ExitStack() as stack:
        ready: list[tuple[str, str, str]] = []
        for output, content in contents:
            place = STANDARD if output is None else output
            with _failing(place):
                if _is_standard(place):
                    _print(content)
                elif _stays(place):
                    Path(place).write_bytes(content)
                else:
                    beside = stack.enter_context(_beside(place))
                    Path(beside).write_bytes(content)
                    ready.append((beside, _target(place), place))
        for beside, target, place in ready:
            with _failing(place):
                os.replace(beside, target)


def write_private(content: bytes, output: str) -> None:
    """Write a file that only its owner may read.

    Raises: InputError as ``write`` does.
    """
    write(content, output)
    if not _stays(output):
        with _failing(output):
            os.chmod(_target(output), 0o600)


@contextlib.contextmanager
def writing(output: str) -> Iterator[IO[bytes]]:
    """A file to write to bit by bit; it takes its place when all is written.

    Raises: InputError as ``write`` does.
    """
    with _failing(output):
        if _is_standard(output) or _stays(output):
            with open(output if not _is_standard(output) else os.devnull, "wb") as file:
                yield file
            return
        with _beside(output) as beside:
            with open(beside, "wb") as file:
                yield file
            os.replace(beside, _target(output))


def _print(content: bytes) -> None:
    if sys.stdout is None:
        raise InputError(CLOSED, STANDARD_OUTPUT)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError:
        drop_unwritten()
        raise


def drop_unwritten() -> None:
    """Let what the standard output could not take go nowhere, so that it is not tried again at the end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _check_writable(place: str) -> None:
    with _failing(place):
        if _is_standard(place):
            if sys.stdout is None:
                raise InputError(CLOSED, STANDARD_OUTPUT)
        elif not place:
            raise InputError(NAMELESS)
        elif os.path.isdir(place) or place.endswith(os.sep):
            raise InputError(FOLDER, place)
        elif os.path.exists(place) and not os.access(place, os.W_OK):
            raise InputError("cannot be written (Permission denied)", place)
        elif not _stays(place):
            with _beside(place):
                pass  # That a file can be made there is all that is asked.


@contextlib.contextmanager
def _failing(place: str) -> Iterator[None]:
    """Turns an error of the system into one that names the output; that of a closed pipe is let through."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be written ({_reason(error)})", _told(place)) from None


@contextlib.contextmanager
def _beside(place: str) -> Iterator[str]:
    """A new, empty file in the folder of an output, with the access that the output has or would get."""
    target = _target(place)
    made = os.path.join(os.path.dirname(target), f".eligibility-{secrets.token_hex(8)}")
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        if os.path.exists(target):
            os.chmod(made, stat.S_IMODE(os.stat(target).st_mode))
        yield made
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(made)


def _stays(place: str) -> bool:
    """Whether no new file may take an output's place: a pipe, a device, a file of someone else's."""
    if not os.path.exists(place):
        return False
    known, target = os.stat(place), _target(place)
    if not stat.S_ISREG(known.st_mode) or os.path.abspath(place).startswith(DEVICES):
        return True
    owner = os.geteuid() if hasattr(os, "geteuid") else known.st_uid
    return known.st_uid != owner or not os.access(os.path.dirname(target), os.W_OK)


def _is_standard(place: str) -> bool:
    """Whether a place is the standard output, by whatever name."""
    if place == STANDARD:
        return True
    here, there = _status(place, None), _status(STANDARD, sys.stdout)
    return here is not None and there is not None and os.path.samestat(here, there)


def _same(known: str, stream: IO[str] | None, place: str) -> bool:
    """Whether a known place, or the stream that it is, and an output are one file that can be overwritten."""
    one, other = _status(known, stream), _status(place, sys.stdout)
    if one is None or other is None or stat.S_ISCHR(one.st_mode):
        return False
    return os.path.samestat(one, other)


def _status(place: str, stream: IO[str] | None) -> os.stat_result | None:
    """What the system knows of a file or an open stream; ``None`` where there is none."""
    try:
        if place != STANDARD:
            return os.stat(place)
        return None if stream is None else os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None


def _target(place: str) -> str:
    """The file that a place leads to, through links."""
    return place if place == STANDARD else os.path.realpath(place)


def _told(place: str) -> str:
    return STANDARD_OUTPUT if place == STANDARD else place


def _reason(error: OSError | ValueError) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
