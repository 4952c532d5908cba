"""A notation of a laboratory as text and as JSON: what it says, what follows, and what it cannot see."""

from __future__ import annotations

from typing import Any

import msgspec

from eligibility.genomics.array_follows import of_array
from eligibility.genomics.array_nodes import Array
from eligibility.genomics.array_written import array_written, region_written
from eligibility.genomics.clonality import Found, found
from eligibility.genomics.clones import Carried, carried
from eligibility.genomics.fish_follows import of_fish
from eligibility.genomics.fish_nodes import Fish, Pattern
from eligibility.genomics.fish_written import fish_written, pattern_written
from eligibility.genomics.follows import of_karyotype
from eligibility.genomics.follows_types import Follows, Says
from eligibility.genomics.nodes import Cells, Count, Karyotype
from eligibility.genomics.report import Report
from eligibility.genomics.words import in_words
from eligibility.genomics.written import clone_written, count_written, item_written, written
from eligibility.knowledge.load import Knowledge

SECTIONS: dict[Says, str] = {"shows": "Shown", "may": "May be", "rules out": "Ruled out"}
CLONAL = {"yes": "", "no": "too few cells for a clone", "untold": "number of cells not told"}


class Told(msgspec.Struct):
    """All that is told of the notations of one text."""

    results: list[dict[str, Any]]
    around: tuple[str, ...]

    def as_json(self) -> bytes:
        """``results``, each with its clones, patterns or regions, alterations and what it cannot see."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2)

    def as_text(self) -> str:
        """The same for a reader."""
        parts = [_text(result) for result in self.results]
        parts += [f"Not read: {words}\n" for words in self.around]
        return "\n".join(parts)


def told(report: Report, knowledge: Knowledge) -> Told:
    """What the notations of a report say."""
    return Told([_result(one.node, knowledge) for one in report.found], report.around)


def _result(node: Karyotype | Fish | Array, knowledge: Knowledge) -> dict[str, Any]:
    tables = knowledge.alterations
    follows: tuple[Follows, ...]
    match node:
        case Karyotype():
            kind, text, body = "karyotype", written(node), {"clones": _clones(node)}
            follows = of_karyotype(node, tables)
        case Fish():
            kind, text, body = "fish", fish_written(node), {"patterns": _patterns(node)}
            follows = of_fish(
                node, tables, lambda name: knowledge.vocabulary.read("gene", name) or name.upper()
            )
        case Array():
            kind, text, body = "array", array_written(node), {"regions": _regions(node)}
            follows = of_array(node, tables, heterozygosity=False)
    names = knowledge.concepts.by_id
    alterations = [
        {"id": one.concept, "name": names[one.concept].name, "says": one.says, "seen": one.seen}
        for one in follows
    ]
    return {"kind": kind, "iscn": text, **body, "alterations": alterations, "cannot_see": tables.blind[kind]}


def _clones(karyotype: Karyotype) -> list[dict[str, Any]]:
    judged = {one.item: one for one in found(karyotype)}
    return [_clone(one, judged) for one in carried(karyotype)]


def _clone(one: Carried, judged: dict[Any, Found]) -> dict[str, Any]:
    clone = one.clone
    return {
        "iscn": clone_written(clone),
        "chromosomes": None if one.chromosomes is None else _count(one.chromosomes),
        "stated": _count(clone.chromosomes),
        "expected": None if one.expected is None else _count(one.expected),
        "sex_chromosomes": one.sex.letters or None,
        "cells": _cells(clone.cells),
        "donor": clone.donor,
        "abnormalities": [
            {"iscn": item_written(item), "words": in_words(item), "clonal": _clonal(item, judged)}
            for item in one.items
        ],
    }


def _clonal(item: Any, judged: dict[Any, Found]) -> str | None:  # noqa: ANN401
    return judged[item].clonal if item in judged else None


def _count(count: Count) -> int | str:
    return count.low if count.exact else count_written(count)


def _cells(cells: Cells | None) -> dict[str, Any] | None:
    if cells is None:
        return None
    return {"count": cells.count, "of": cells.of, "composite": cells.composite}


def _patterns(result: Fish) -> list[dict[str, Any]]:
    return [
        {"iscn": pattern_written(one), "words": _pattern(one), "cells": _cells(one.cells), "donor": one.donor}
        for one in result.patterns
    ]


def _pattern(pattern: Pattern) -> str:
    """The signals of a pattern in words."""
    told = [
        f"{one.probe} {'amplified' if one.mark == 'amp' else one.mark or 'signals'}"
        if one.count is None
        else f"{count_written(one.count)} {one.probe}"
        for one in pattern.signals
    ]
    for one in pattern.together:
        how = "together" if one.how == "con" else "apart"
        told.append(f"{' and '.join(one.probes)} {how} {count_written(one.count)} times")
    for chromosome in pattern.chromosomes:
        where = chromosome.locus or (item_written(chromosome.item) if chromosome.item else "")
        signals = " ".join(f"{one.probe}{one.mark}" for one in chromosome.signals)
        told.append(f"on {where}: {signals}")
    return ", ".join(told)


def _regions(result: Array) -> list[dict[str, Any]]:
    return [
        {
            "iscn": region_written(one),
            "chromosomes": list(one.chromosomes),
            "copies": _count(one.copies),
            "homozygous": one.homozygous,
            "fraction": one.fraction,
        }
        for one in result.regions
    ]


def _text(result: dict[str, Any]) -> str:
    lines = [result["iscn"]]
    for number, clone in enumerate(result.get("clones", ()), 1):
        lines += _clone_text(number, clone)
    for pattern in result.get("patterns", ()):
        lines.append(f"  {pattern['words']}{_of(pattern['cells'])}{' (donor)' if pattern['donor'] else ''}")
    for region in result.get("regions", ()):
        alike = ", heterozygosity lost" if region["homozygous"] else ""
        lines.append(f"  {region['iscn']}: copies {region['copies']}{alike}")
    for says, heading in SECTIONS.items():
        rows = [one for one in result["alterations"] if one["says"] == says]
        if rows:
            lines += ["", heading, *(f"  {one['name']:<32}{one['seen']}" for one in rows)]
    if not result["alterations"]:
        lines += ["", "No alteration that is known here follows."]
    lines += ["", "Not seen by this method", *(f"  {words}" for words in result["cannot_see"])]
    return "\n".join(lines) + "\n"


def _clone_text(number: int, clone: dict[str, Any]) -> list[str]:
    sex = clone["sex_chromosomes"] or "sex chromosomes not told"
    donor = ", of the donor" if clone["donor"] else ""
    lines = [f"  clone {number}: {clone['stated']} chromosomes, {sex}{_of(clone['cells'])}{donor}"]
    if clone["chromosomes"] is None:
        lines.append(
            f"    the number contradicts the gains and losses, which give {clone['expected']}; it is not used"
        )
    for one in clone["abnormalities"]:
        remark = CLONAL.get(one["clonal"] or "yes", "")
        lines.append(f"    {one['iscn']:<32}{one['words']}{f' ({remark})' if remark else ''}")
    if not clone["abnormalities"]:
        lines.append("    no abnormality")
    return lines


def _of(cells: dict[str, Any] | None) -> str:
    if cells is None:
        return ""
    of = f" of {cells['of']}" if cells["of"] else ""
    most = "at most " if cells["composite"] else ""
    return f", {most}{cells['count']}{of} cell{'s' * ((cells['of'] or cells['count']) > 1)}"
