"""Our rules beside hand-written ones: what a reader judged of each, and which rules have changed since.

What comes in are the criteria of a sample, which is no part of this project, and
the judgements in cases/compared.csv, which know a criterion by its number alone;
what goes out is a table.  A judgement is of one rule: it carries a hash of it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

import msgspec

from eligibility.bind.nodes import Bound
from eligibility.bind.rules import Row
from eligibility.compile import compile_document
from eligibility.core.errors import InputError
from eligibility.knowledge.load import Knowledge, knowledge
from eligibility.text.plain import read_plain
from score.tables import Table, percent

SAMPLE = "sample300.jsonl"
CASES = Path(__file__).resolve().parent.parent / "cases" / "compared.csv"
TITLE = "Rules compared by reading"
LEFT_OUT = f"Left out: the corpus holds no {SAMPLE}, whose rules are what was read."

Judgement = Literal["right", "equivalent", "cautious", "we are wrong", "theirs is wrong", "partly"]
Decidable = Literal["record", "partly", "person"]

JUDGEMENTS: tuple[str, ...] = get_args(Judgement)
DECIDABLE: tuple[str, ...] = get_args(Decidable)
WRONG, CHANGED, NOT_READ = "we are wrong", "changed since it was read", "not read"
COLUMNS = ("judgement", "criteria", "%", *DECIDABLE)
DIGITS = 10
"""How many digits of a hash are kept."""

OTHER = {
    "inc": "Exclusion Criteria:\n\n* Isolated extramedullary leukemia",
    "exc": "Inclusion Criteria:\n\n* Acute leukemia",
    "none": "DISEASE CHARACTERISTICS:\n\n* Acute leukemia",
}
"""What else stands on the page of a criterion, by its section; "none": a page in parts."""
HEADS = {"inc": "Inclusion Criteria:", "exc": "Exclusion Criteria:", "none": "PATIENT CHARACTERISTICS:"}
_MARKER = re.compile(r"^[-–•*·]+\s*")
_WORDLESS = ("span", "why")
"""Fields of a node without a part in what it asks for."""


class Criterion(msgspec.Struct, frozen=True):
    """A criterion of the sample, with the line above it and the sub-heading that it stands under."""

    id: int
    nct: str
    section: Literal["inc", "exc", "none"]
    text: str
    subhead: str = ""
    parent: str = ""


class Judged(msgspec.Struct, frozen=True):
    """What was judged of the rule of one criterion; ``rule`` is its hash, ``why`` a word on the ground."""

    id: int
    trial: str
    section: Literal["inc", "exc", "none"]
    judgement: Judgement
    decidable: Decidable
    why: str
    rule: str


def page(criterion: Criterion) -> str:
    """The text of a trial that holds one criterion, below its heading, sub-heading and parent."""
    own = HEADS[criterion.section]
    lines = [criterion.subhead, ""] if criterion.subhead else []
    depth = "  " if criterion.parent else ""
    lines += [f"* {_bare(criterion.parent)}"] if criterion.parent else []
    lines += [f"{depth}* {_bare(criterion.text)}"]
    stood = [OTHER[criterion.section], "\n".join([own, "", *lines])]
    if criterion.section == "inc":
        stood.reverse()
    return "\n\n".join(stood) + "\n"


def _bare(text: str) -> str:
    """A line without its own marker."""
    return _MARKER.sub("", " ".join(text.split()))


def rows(criterion: Criterion, known: Knowledge) -> tuple[Row, ...]:
    """The rows that one criterion becomes, with that of its parent; none where its page is refused."""
    text = page(criterion)
    above = text.index(HEADS[criterion.section])
    below = len(text) if criterion.section != "inc" else text.index(OTHER["inc"])
    try:
        rules = compile_document(read_plain(text, "", criterion.nct), known)
    except InputError:
        return ()
    return tuple(row for row in rules.rows if row.kind != "registry" and above <= row.span.start < below)


def digest(compiled: Iterable[Row]) -> str:
    """A hash of what rows ask for; where their words stand, and why some are not read, is no part of it."""
    asked = [[row.kind, row.role, row.joins, _asked(row.rule)] for row in compiled]
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()[:DIGITS]


def _asked(rule: Bound | None) -> object:
    return _plain(msgspec.to_builtins(rule))


def _plain(node: object) -> object:
    """A node without its place, without what it says nothing of, and without the notes below it."""
    match node:
        case dict():
            unsaid = (None, False)
            return {
                name: _plain(value) for name, value in node.items()
                if name not in _WORDLESS and not any(value is one for one in unsaid)
            }
        case list() | tuple():
            return [_plain(one) for one in node if not (isinstance(one, dict) and one.get("node") == "Note")]
    return node


def read_sample(path: Path) -> dict[int, Criterion]:
    """The criteria of a sample by their number."""
    lines = path.read_bytes().splitlines()
    found = (msgspec.json.decode(line, type=Criterion) for line in lines if line.strip())
    return {criterion.id: criterion for criterion in found}


def read_judgements(path: Path) -> list[Judged]:
    """The judgements of a file.

    Raises: msgspec.ValidationError for a word that is none of those known.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        return [msgspec.convert(line, Judged, strict=False) for line in csv.DictReader(lines)]


def compared_table(corpus: Path, cases: Path = CASES) -> Table:
    """How often each judgement was made of a rule that is still the same."""
    if not (corpus / SAMPLE).is_file():
        return Table(TITLE, (), (), (LEFT_OUT,))
    sample, known = read_sample(corpus / SAMPLE), knowledge()
    judged = {one.id: one for one in read_judgements(cases)}
    found = {number: _still(judged.get(number), sample[number], known) for number in sample}
    return _table(found, judged)


def _still(judged: Judged | None, criterion: Criterion, known: Knowledge) -> str:
    """What was judged, unless the rule is another one by now."""
    if judged is None:
        return NOT_READ
    return judged.judgement if judged.rule == digest(rows(criterion, known)) else CHANGED


def _table(found: dict[int, str], judged: dict[int, Judged]) -> Table:
    counts = Counter(found.values())
    ways: Counter[tuple[str, str]] = Counter(
        (found[number], one.decidable) for number, one in judged.items() if number in found
    )
    lines = []
    for name in (*JUDGEMENTS, CHANGED, NOT_READ):
        share = percent(counts[name] / max(len(found), 1))
        lines.append((name, str(counts[name]), share, *(str(ways[name, way]) for way in DECIDABLE)))
    valid = [sum(ways[name, way] for name in JUDGEMENTS) for way in DECIDABLE]
    lines.append(("share of the rules that are as read, %", str(sum(valid)), "", *_shares(valid)))
    below = (_numbers(found, name) for name in (WRONG, CHANGED))
    return Table(TITLE, COLUMNS, tuple(lines), SAYS, tuple(line for line in below if line))


def _shares(counts: list[int]) -> tuple[str, ...]:
    return tuple(percent(count / max(sum(counts), 1)) for count in counts)


def _numbers(found: dict[int, str], name: str) -> str:
    """The numbers of the criteria of one row, on a line; empty where there are none."""
    numbers = [str(number) for number, said in found.items() if said == name]
    return f"{name}: {', '.join(numbers)}" if numbers else ""


SAYS = (
    "Each criterion of a sample has a hand-written rule; a reader put ours beside it.",
    "Right: ours says what the text says. Equivalent: another shape, the same verdicts. Cautious: ours is "
    "unknown where theirs decides, or is not read where a person must say. We are wrong: some candidate is "
    "decided otherwise than the text means. Theirs is wrong: ours is right, or rightly open, and theirs is "
    "not. Partly: both miss something.",
    "Record: a record can decide the rule, since all of it is read and named. Partly: some of it is unread, "
    "is a name without a row in the rules, or is for a person. Person: nothing but an answer can decide it.",
    "A judgement is of one rule; where the rule is another one by now, it counts as changed.",
)
