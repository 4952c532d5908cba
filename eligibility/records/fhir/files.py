"""Opens files of FHIR JSON: one resource a line, or one text that is a resource or a bundle.

What comes in is a file; what goes out are its resources, each with where it
stands, or why it cannot be read.  A file of lines is read line by line and never
held; a broken line does not keep the next from being read.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from eligibility.core.errors import InputError
from eligibility.records.fhir.shapes import Bundle, Entry

LONGEST_LINE = 10_000_000
"""Bytes of one resource on a line, unless told otherwise; no record of one fact is longer."""

LARGEST_TEXT = 1 << 30
"""Bytes of a file that is one JSON text, which has to be held as a whole."""

HELD = 4
"""Bundles kept decoded, for their resources are asked for one after another."""

OTHERS = {
    b"\xff\xfe": "text in UTF-16", b"\xfe\xff": "text in UTF-16", b"\x1f\x8b": "a gzip file",
    b"PK\x03\x04": "a zip file", b"PAR1": "a Parquet file",
}  # fmt: skip
"""The first bytes of files that are no JSON in UTF-8."""

MARK = b"\xef\xbb\xbf"
"""What some editors write at the beginning of UTF-8."""

_BUNDLE = msgspec.json.Decoder(Bundle)


class Item(NamedTuple):
    """A resource of a file: where it stands, its line or number of entry, its address in a bundle, its text.

    ``problem``: why there is no text.
    """

    at: int
    number: int
    address: str
    content: bytes
    problem: str = ""


class Lines:
    """A file with one resource a line."""

    def __init__(self, path: Path, longest: int) -> None:
        self.path, self._longest = path, longest
        self._file: BinaryIO | None = None

    def __iter__(self) -> Iterator[Item]:
        with self.path.open("rb") as file:
            at, number = 0, 0
            while line := file.readline(self._longest + 1):
                number += 1
                start, at = at, at + len(line)
                if len(line) > self._longest and not line.endswith(b"\n"):
                    while rest := file.readline(self._longest):
                        at += len(rest)
                        if rest.endswith(b"\n"):
                            break
                    yield Item(start, number, "", b"", f"the line is longer than {self._longest:,} bytes")
                elif line.strip():
                    yield Item(start, number, "", line.removeprefix(MARK) if number == 1 else line)

    def content(self, at: int) -> bytes:
        """The line that begins there."""
        if self._file is None:
            self._file = self.path.open("rb")
        self._file.seek(at)
        return self._file.readline().removeprefix(MARK)

    def where(self, number: int) -> str:
        """Where a resource stands in the file, for people."""
        return f"line {number}"

    def close(self) -> None:
        """Lets go of the file."""
        if self._file is not None:
            self._file.close()


class Whole:
    """A file that is one JSON text: a bundle, one resource, or a list of them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[Item]:
        yield from _items(self.path)

    def content(self, at: int) -> bytes:
        """The resource of that number."""
        return _items(self.path)[at].content

    def where(self, number: int) -> str:
        """Where a resource stands in the file, for people."""
        return f"entry[{number}]"

    def close(self) -> None:
        """Lets go of what is held."""
        _items.cache_clear()


@functools.lru_cache(maxsize=HELD)
def _items(path: Path) -> tuple[Item, ...]:
    if path.stat().st_size > LARGEST_TEXT:
        raise InputError(f"more than {LARGEST_TEXT:,} bytes of one JSON text; export it as NDJSON", str(path))
    content = path.read_bytes().removeprefix(MARK)
    try:
        if content.lstrip()[:1] == b"[":
            listed = msgspec.json.decode(content, type=tuple[msgspec.Raw, ...])
            return tuple(Item(n, n, "", bytes(one)) for n, one in enumerate(listed))
        bundle = _BUNDLE.decode(content)
    except msgspec.ValidationError as error:
        raise InputError(f"no FHIR JSON: {error}", str(path)) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"no JSON that can be read, or cut off: {error}", str(path)) from None
    if bundle.resource_type != "Bundle":
        return (Item(0, 0, "", content),)
    return tuple(
        Item(number, number, entry.full_url, *_entry(entry)) for number, entry in enumerate(bundle.entry)
    )


def _entry(entry: Entry) -> tuple[bytes, str]:
    if entry.request is not None and entry.request.method == "DELETE":
        return b"", DELETED
    content = bytes(entry.resource)
    return (content, "") if content else (b"", EMPTY)


DELETED, EMPTY = "the entry says that the resource was deleted", "the entry holds no resource"


def opened(path: Path, longest: int = LONGEST_LINE) -> Lines | Whole:
    """A file of FHIR JSON, by its content.

    Raises: InputError when it is no text in UTF-8, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            begins = file.read(4)
            file.seek(0)
            kind = next((kind for mark, kind in OTHERS.items() if begins.startswith(mark)), None)
            if kind is not None:
                raise InputError(
                    f"{kind}, where FHIR JSON in UTF-8 is needed; unpack or convert it", str(path)
                )
            first, second = file.readline(longest + 1).strip(), b""
            while not second and (line := file.readline(longest + 1)):
                second = line.strip()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(path)) from None
    if path.suffix in (".ndjson", ".jsonl"):
        return Lines(path, longest)
    objects = first.removeprefix(MARK).startswith(b"{") and first.endswith(b"}") and second.startswith(b"{")
    return Lines(path, longest) if objects else Whole(path)
