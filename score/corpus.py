"""The texts that are scored: lines of a corpus, and single trials, as documents.

What comes in are files whose folder is only named on the command line; what goes
out are documents, each with its number.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from eligibility.text.corpus import read_lines
from eligibility.text.plain import read_plain
from eligibility.text.source import Document

_HEAD = re.compile(r"(?:[A-Z][\w ]*:[^\n]*\n)+\n")
"""What a file of a folder may say of itself before the text of its trial."""


def documents(place: Path) -> list[Document]:
    """The trials of a corpus file, or those of a folder of texts; lines without words are left out."""
    if place.is_dir():
        files = sorted(place.glob("*.txt"))
        return [_document(_without_head(file.read_text("utf-8")), file.stem) for file in files]
    lines = read_lines(place.read_bytes(), place.name)
    return [_document(line.text, line.nct) for line in lines if line.text.strip()]


def _document(text: str, name: str) -> Document:
    return read_plain(text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), name)


def _without_head(text: str) -> str:
    head = _HEAD.match(text)
    return text[head.end() :] if head else text
