"""Joins stages to the conditions that they are of.

What comes in are the resources of one patient; what goes out is, for each
Condition, what the Observations say that are about it or that it refers to.
Stages that differ are told and none is chosen: a clinical and a pathologic
stage, two scales, or two days answer different questions.
Source: mCODE, profiles PrimaryCancerCondition and CancerStage: the stage is recorded in an Observation;
Condition.stage.summary is a copy of it.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from eligibility.patient.terms import Terms
from eligibility.records.fhir.coded import of_code, spellings
from eligibility.records.fhir.context import Context
from eligibility.records.fhir.index import key_of
from eligibility.records.fhir.shapes import Concept, Condition, Observation
from eligibility.records.systems import AJCC

DONE = frozenset({"final", "amended", "corrected"})
"""HL7 observation-status of results that hold."""

AGAIN = frozenset({"recurrence", "relapse"})
"""HL7 condition-clinical: the disease has come back, and what was its stage is not its stage now."""

DIFFER = "its stages on record differ; none is chosen between them"
BEFORE = "the disease came back; a stage on record may be that of before, and is left out"

Kind = TypeVar("Kind")

_OBSERVATION = msgspec.json.Decoder(Observation, strict=False)
_CONDITION = msgspec.json.Decoder(Condition, strict=False)


def join_stages(resources: dict[str, bytes], context: Context) -> None:
    """Fills the stages of the context; the resources are named by type and id, or by type and number."""
    for name, content in resources.items():
        if name.startswith("Condition/"):
            context.stages[name.partition("/")[2]] = []
            if b'"assessment"' in content and (one := _decoded(_CONDITION, content)) is not None:
                for reference in (one for stage in one.stage for one in stage.assessment):
                    context.staging.setdefault(id_of(reference.reference, "Observation"), set()).add(one.id)
    for name, content in resources.items():
        if not name.startswith(("Observation/", "Observation ")):
            continue
        if b'"focus"' not in content and name.partition("/")[2] not in context.staging:
            continue
        found = _decoded(_OBSERVATION, content)
        text = None if found is None or found.status not in DONE else stage_words(found, context)
        if found is not None and text is not None:
            for condition in staged(found, context):
                context.stages[condition].append(text)


def staged(one: Observation, context: Context) -> set[str]:
    """The Conditions of the record that an Observation is about, or that refer to it."""
    ids = {id_of(reference.reference, "Condition") for reference in one.focus} | context.staging.get(
        one.id, set()
    )
    return {name for name in ids if name in context.stages}


def stage_words(one: Observation, context: Context) -> str | None:
    """The stage that an Observation gives, with the scale that its code or words name; ``None`` if none."""
    row = context.use_of(one.code, "stage")
    words = None if one.value_codeable_concept is None else level_words(one.value_codeable_concept, context)
    if row is None or not words:
        return None
    scales = context.told.knowledge.scales
    named, _ = scales.read(words)
    return words if named is not None or not row.value else f"{scales.by_id[row.value].names[0]} {words}"


def level_words(value: Concept, context: Context) -> str:
    """The words of a level; those of the AJCC are their own codes."""
    codes = (one.code for one in value.coding if one.system in AJCC)
    return next(iter(spellings(value, context.told)), next(codes, ""))


def stage_of(one: Condition, context: Context) -> tuple[str | None, str]:
    """The stage of a Condition as the record words it, or nothing and why."""
    summaries = [stage.summary for stage in one.stage if stage.summary is not None]
    words = [level_words(summary, context) for summary in summaries]
    found = [text for text in (*words, *context.stages.get(one.id, ())) if text]
    if not found:
        return None, ""
    if of_code(one.clinical_status) in AGAIN:
        return None, BEFORE
    scale, levels = _levels(found, context.told)
    if len(levels) > 1:
        return None, DIFFER
    scales = context.told.knowledge.scales
    return next((text for text in found if scales.read(text)[0] == scale), found[0]), ""


def _levels(texts: list[str], told: Terms) -> tuple[str | None, set[tuple[str | None, str]]]:
    """The scale that some texts name, and the different levels in them; words without a scale are of it."""
    scales = told.knowledge.scales
    read = [scales.read(text) for text in texts]
    scale = next((named for named, _ in read if named is not None), None)
    levels = set()
    for named, text in read:
        known = scales.level(named or scale or "", text)
        levels.add((named or scale, text if known is None else known.level))
    return scale, levels


def _decoded(decoder: msgspec.json.Decoder[Kind], content: bytes) -> Kind | None:
    """The resource, or nothing: that it is broken is told where it is read itself."""
    try:
        return decoder.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def id_of(reference: str | None, kind: str) -> str:
    """The id of the resource of a type that a reference leads to; empty where it leads to another."""
    key = key_of(reference) or ""
    first, sign, last = key.rpartition(":" if key.startswith("urn:") else "/")
    return last if sign and (first == kind or key.startswith("urn:")) else ""
