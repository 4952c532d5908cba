"""Suggests a first mapping for a table, to be checked by those who know it.

What comes in is a file; what goes out is a mapping in TOML that can be read as it
is, once there is a code of the candidates: every guess says its reason, and what
cannot be guessed is a comment.  No cell is shown but the codes of columns that
have a few.
"""

from __future__ import annotations

from pathlib import Path

from eligibility.patient.terms import Terms
from eligibility.records.suggesting.draft import Draft
from eligibility.records.suggesting.headings import Headings
from eligibility.records.suggesting.long import Long, is_long
from eligibility.records.suggesting.sampling import Column, Sample
from eligibility.records.suggesting.whole import Uses, Whole
from eligibility.records.suggesting.wide import Wide, refusal
from eligibility.records.table.sheet import Sheet

NO_ID = 'id = "id"\n'
"""Stands in for the line that is to be decided, while the rest is checked."""


def suggest(path: Path, told: Terms) -> str:
    """A first mapping for a table, wide or long, as the text of its file.

    Raises: InputError when the file is no table in UTF-8, or it is not clear what parts its cells.
    """
    sample, headings, uses = Sample(Sheet(path)), Headings(told), Uses()
    several = is_long(sample, headings)
    whole = Whole(sample, headings, uses)
    if several:
        whole.draft.guess("shape", "long", "there are columns for what a row is about")
    else:
        whole.draft.guess("shape", "wide", "no columns say what a row is about")
    code = whole.code(several)
    if not several:
        whole.rows(code)
    whole.persona()
    body = (Long if several else Wide)(sample, headings, uses).write()
    whole.written()
    top = _top(sample)
    text = f"{whole.draft.text}{body.text}"
    why = refusal(text if code is not None else f"{NO_ID}{text}", told)
    top.lines += _without(whole.draft, body, why) if why is not None else text.splitlines()
    return f"{top.text}{_end(sample, uses, code).text}".rstrip("\n") + "\n"


def _top(sample: Sample) -> Draft:
    top = Draft()
    top.say(
        "A first mapping: check every line that says guess, and answer every line that begins with decide."
    )
    count = f"rows read for it: {sample.rows:,}"
    top.say(f"{count}; the table goes on, and what stands there was not seen" if sample.more else count)
    if sample.broken:
        top.decide(
            f"rows that cannot be read, for their cells are not as many as the columns: {sample.broken}"
        )
    top.lines.append("")
    return top


def _without(whole: Draft, body: Draft, why: str) -> list[str]:
    """The lines about the candidates; those about facts, which the reader would refuse, as a comment."""
    kept, aside = Draft(), Draft()
    for key, value in (("shape", "wide"), ("rows", "many")):
        kept.guess(key, value, "stands in until the lines below can be read")
    kept.lines += [line for line in whole.lines if not line.startswith(("shape ", "rows "))]
    aside.lines += ['shape = "long"', *body.lines]
    kept.aside(aside, f"in place of shape and rows above, and at the end of the file: {why}")
    return kept.lines


def _end(sample: Sample, uses: Uses, code: Column | None) -> Draft:
    """Which columns are not used, and why."""
    end, own = Draft(), code.name if code is not None else ""
    end.lines.append("")
    end.names("identify a person and are never kept", (one.name for one in sample.persons if one.name != own))
    end.names("stand twice in the table and cannot be used; rename one", sample.twice)
    nameless = sum(not name for name in sample.header)
    if nameless:
        end.say(f"columns without a name, which cannot be used: {nameless}")
    end.names("not used", (name for name in sample.usable if name not in uses.names))
    return end
