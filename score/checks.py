"""Holds whole corpora against the promises, and tells how much of the criteria is read.

What comes in are corpora; what goes out are tables, and the failures found in them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from score.constraints import extract
from score.corpus import documents
from score.examine import LAWS, Examined, Failure, examined
from score.tables import Table, percent

REPEATED = "the same bytes again, and with --jobs 2"
SHOWN = 10
"""How many failures and remainders are listed."""
WIDEST = 100
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Checked(msgspec.Struct, frozen=True):
    """What was found of one corpus; ``repeats`` are the trials whose bytes differ from run to run."""

    name: str
    trials: tuple[Examined, ...]
    repeats: tuple[Failure, ...]

    def failures(self) -> list[Failure]:
        """Every broken promise, in the order of the corpus."""
        return [failure for trial in self.trials for failure in trial.failures] + list(self.repeats)


def check(place: Path, scratch: Path, jobs: int) -> Checked:
    """A corpus held against the promises; its rules are compiled three times, its constraints too."""
    found = documents(place)
    trials = tuple(examined(found, jobs))
    repeats = [*_rules_again(place, trials)]
    if place.is_file():
        repeats += _extracts_again(place, scratch)
    return Checked(place.stem, trials, tuple(repeats))


def _rules_again(place: Path, trials: tuple[Examined, ...]) -> Iterator[Failure]:
    """The trials whose rules have other bytes in another process, or among two."""
    for jobs in (1, 2):
        command = [sys.executable, "-m", "score.examine", str(place), "--jobs", str(jobs)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split("\n")
        for trial, digest in zip(trials, told, strict=False):
            crashed = any(failure.law == LAWS[0] for failure in trial.failures)
            if trial.digest != digest and not crashed:
                yield Failure(REPEATED, trial.trial, "", f"other rules with --jobs {jobs}")


def _extracts_again(place: Path, scratch: Path) -> Iterator[Failure]:
    out = scratch / "again.jsonl"
    for what in ("constraints", "atoms"):
        first, *others = (extract(place, out, jobs, what) for jobs in (1, 1, 2))
        for other in others:
            for one, two in zip(first.splitlines(), other.splitlines(), strict=True):
                if one != two:
                    yield Failure(REPEATED, one.split(b'"')[3].decode(), "", f"other {what}")


def checks_table(corpora: list[Checked]) -> Table:
    """How many trials break each promise."""
    columns = ("promise", *(corpus.name for corpus in corpora))
    sizes = ("trials, items", *(f"{len(c.trials)}, {sum(t.items for t in c.trials)}" for c in corpora))
    rows = [sizes]
    for law in (*LAWS, REPEATED):
        broken = [sum(failure.law == law for failure in corpus.failures()) for corpus in corpora]
        rows.append((law, *(f"broken {count} times" if count else "holds" for count in broken)))
    says = (
        "Every text is compiled, and its constraints extracted.",
        "Each character must be in a node, a word that joins nodes, a word known to mean nothing, or a part "
        "said to be unread.",
        "The canonical text of each criterion must read back as the same tree.",
        "Two candidates are screened for each trial, without an error: an empty one, of whom only the day is "
        "known, and a rich one, made up, with facts of every kind.",
        "What is not known turns no one away: the empty one may fail nothing.",
    )
    return Table("Promises", columns, tuple(rows), says, tuple(listed(corpora)))


def listed(corpora: list[Checked]) -> Iterator[str]:
    """The first failures of each promise, with their trial and text."""
    every = [failure for corpus in corpora for failure in corpus.failures()]
    for law in (*LAWS, REPEATED):
        broken = [failure for failure in every if failure.law == law]
        if broken:
            yield f"Broken {len(broken)} times: {law}."
        for failure in broken[:SHOWN]:
            yield f"  {failure.trial}: {_short(failure.text)!r}: {_short(failure.shows)!r}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDEST else line[: WIDEST - 3] + "..."


def coverage_table(corpora: list[Checked]) -> Table:
    """The share of criteria that are read."""
    rows = []
    for corpus in corpora:
        criteria = [criterion for trial in corpus.trials for criterion in trial.criteria]
        read = [one for one in criteria if not one.unread]
        whole = [one for one in read if one.whole]
        named = [one for one in read if one.grounded]
        typed = [one for one in read if one.typed]
        shares = (len(some) / max(len(criteria), 1) for some in (read, whole, named, typed))
        rows.append((corpus.name, str(len(criteria)), *map(percent, shares)))
    columns = ("corpus", "criteria", "read %", "read as a whole %", "read and named %", "read and typed %")
    says = (
        "A criterion is an item that asks for something; headings of lists are none.",
        "Read: its compiled rule holds no part that is unparsed, and no phrase of more than eight words or "
        "with a number, comparator, denial, exception, connective or time in it.",
        "Read as a whole: what its words say together is read too. Of the others that are read, the names, "
        "limits and times are understood, and a person says what the words between them, or around the "
        "criterion, make of them; no record decides such a criterion.",
        "Read and named: every name in it has a row in the rules.",
        "Read and typed: of every part it is known what kind of thing is asked: a condition, a treatment, an "
        "allergy or the person, for what a candidate has or had; else a quantity, a scale, an alteration, a "
        "time, a judgement, a consent, an ability, another study or a text elsewhere. A name need not have a "
        "row for that, where the words around it tell: treatment with it, allergy to it.",
    )
    return Table("Criteria that are read", columns, tuple(rows), says)


def remainders_table(corpus: Checked) -> Table:
    """The commonest words that are not read, numbers written as 9; each once a criterion."""
    counts: Counter[str] = Counter()
    for trial in corpus.trials:
        for criterion in trial.criteria:
            said = {part.words for part in criterion.unread if part.reason != "ambiguous_text"}
            counts.update({normalised(words) for words in said} - {""})
    rows = [(words, str(count)) for words, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))]
    says = ("The unread parts in small letters, with every number written as 9.",)
    return Table(f"Commonest unread parts of {corpus.name}", ("words", "criteria"), tuple(rows[:SHOWN]), says)


def normalised(words: str) -> str:
    """Unread words as they are counted.

    >>> normalised("  ECOG  status of 0-2. ")
    'ecog status of 9-9'
    """
    return _NUMBER.sub("9", " ".join(words.casefold().split())).strip(" .,;:()")
