"""Compiles the trials of a corpus and holds each against the promises: no crash, no lost word, a stable text.

Each is screened too, with a candidate of whom nothing is known and one of whom much is.

``python -m score.examine PLACE [--jobs N]`` prints a hash of each trial's compiled rules on a line, for a
comparison of two runs; ``examined`` gives all that is found of them.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import msgspec

from eligibility.bind.rules import RuleSet, save
from eligibility.compile import compile_document
from eligibility.core.errors import InputError
from eligibility.knowledge.load import knowledge
from eligibility.syntax.parse import parse
from eligibility.text.outline import outline
from eligibility.text.source import Document, shown
from score.accounts import between, changed, unaccounted
from score.corpus import documents
from score.coverage import Criterion, criteria
from score.screens import SCREENED, SPARED, unscreened

CRASH, LOST, CHANGED = "no crash", "every character accounted for", "reads back from its canonical text"
LAWS = (CRASH, LOST, CHANGED, SCREENED, SPARED)


class Failure(msgspec.Struct, frozen=True):
    """A promise that a text breaks: which, where, and what shows it."""

    law: str
    trial: str
    text: str
    shows: str


class Examined(msgspec.Struct, frozen=True):
    """What is found of one trial; ``digest`` is the hash of its compiled rules, empty where it has none."""

    trial: str
    digest: str = ""
    items: int = 0
    criteria: tuple[Criterion, ...] = ()
    failures: tuple[Failure, ...] = ()


def examined(found: list[Document], jobs: int = 1) -> list[Examined]:
    """What is found of each trial, in order."""
    if jobs == 1:
        return list(map(examine, found))
    with multiprocessing.Pool(jobs) as pool:
        return pool.map(examine, found, chunksize=8)


def examine(document: Document) -> Examined:
    """What is found of one trial; one whose criteria headings have nothing below them has no items."""
    known = knowledge()
    name = document.trial or document.place
    try:
        rules = compile_document(document, known)
        failures = (*_failures(document), *_failures_of_screening(rules, name))
        counted = tuple(criteria(rules, known))
    except InputError:
        return Examined(name)
    except Exception as error:  # a crash is what is looked for, whatever it is
        shows = f"{type(error).__name__}: {error}"
        return Examined(name, failures=(Failure(CRASH, name, document.source, shows),))
    items = sum(row.role != "part" and row.kind != "registry" for row in rules.rows)
    return Examined(name, _digest(rules), items, counted, failures)


def _failures(document: Document) -> Iterator[Failure]:
    known, source = knowledge(), document.source
    name = document.trial or document.place
    read = outline(document, known.pages)
    for words in between(source, document.criteria, read.pieces()):
        yield Failure(LOST, name, words, words)
    for item in read.items:
        reading = parse(source, item.text, known.lexicon)
        text = shown(source, item.text)
        for words in unaccounted(source, item.text, reading):
            yield Failure(LOST, name, text, words)
        canonical = None if reading.tree is None else changed(reading.tree, known.lexicon)
        if canonical is not None:
            yield Failure(CHANGED, name, text, canonical)


def _failures_of_screening(rules: RuleSet, name: str) -> Iterator[Failure]:
    for law, words, shows in unscreened(rules):
        yield Failure(law, name, words, shows)


def _digest(rules: RuleSet) -> str:
    return hashlib.sha256(save(rules)).hexdigest()


def digest(document: Document) -> str:
    """The hash of a trial's compiled rules; the kind of error where it has none."""
    try:
        return _digest(compile_document(document, knowledge()))
    except InputError:
        return ""
    except Exception as error:  # the crash itself is told by ``examine``
        return type(error).__name__


def main() -> None:
    """Print the hashes of a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    found = documents(given.place)
    if given.jobs == 1:
        hashes = list(map(digest, found))
    else:
        with multiprocessing.Pool(given.jobs) as pool:
            hashes = pool.map(digest, found, chunksize=8)
    print("\n".join(hashes))


if __name__ == "__main__":
    main()
