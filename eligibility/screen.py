"""The whole pipeline, from a trial's page and a candidate's profile to the verdicts.  Read this first.

page -> document -> outline -> syntax tree -> bound rules      (``compile_page``)
profile -> record of dated facts in our codes and units        (``ground``)
rules x record -> traces -> verdicts                           (``judge``)

The grammar is imported only when a page is read: a compiled rule set does without.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from eligibility.bind import rules as rule_files
from eligibility.bind.rules import RuleSet
from eligibility.evaluate.context import context
from eligibility.knowledge.load import knowledge
from eligibility.patient import ranges as site_ranges
from eligibility.patient.ground import ground
from eligibility.patient.profile import Profile
from eligibility.patient.ranges import Ranges
from eligibility.text.corpus import refuse_corpus
from eligibility.text.document import names_studies
from eligibility.verdict.judge import judge
from eligibility.verdict.screening import Screening


def compile_page(content: bytes, place: str, *, canonical: bool = True) -> RuleSet:
    """The rules of a trial's page, or of its record or criteria in another form.

    ``canonical``: with each item in English that compiles to the same rule; screening does without.
    Raises: InputError when the content is none of these, or holds no criteria.
    """
    from eligibility import compile as compiling

    return compiling.compile_page(content, place, knowledge(), canonical=canonical)


def read_rules(content: bytes, place: str, *, canonical: bool = True) -> RuleSet:
    """The rules of a trial's document or of a compiled rule set, whichever the content is.

    ``canonical``: as for ``compile_page``; a compiled set has what it was saved with.
    Raises: InputError when it is neither, or the set was compiled with other rules.
    """
    if content.lstrip()[:1] == b"{" and not names_studies(content):
        refuse_corpus(content, place)
        return rule_files.load(content, knowledge().rules_hash, place)
    return compile_page(content, place, canonical=canonical)


def read_ranges(content: bytes, place: str) -> Ranges:
    """A site's reference ranges, for ``screen_profile``.

    Raises: InputError with the line, when the file is not in the format.
    """
    return site_ranges.read_ranges(content, place, knowledge())


def screen_profile(
    rules: RuleSet,
    profile: Profile,
    *,
    as_of: dt.date | None = None,
    conventions: Mapping[str, str] | None = None,
    ranges: Ranges | None = None,
) -> Screening:
    """The screening of one candidate on one day.

    ``as_of`` comes before the profile's own.  ``conventions`` sets some otherwise than by default.
    ``ranges``: the site's limits of normal, for values that have none of their own.

    Raises: InputError when no day is given, or a convention is not one.
    """
    known = knowledge()
    record = ground(profile, as_of, known, ranges)
    chosen = known.conventions.choose(conventions or {})
    return judge(rules, record, context(known, record.as_of, chosen))
