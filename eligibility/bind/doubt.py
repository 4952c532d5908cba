"""What is understood by itself, and may mean something else where it stands.

What comes in is a rule, and why its words or those around it leave it open; what
goes out asks a person what the protocol means.
"""

from __future__ import annotations

import msgspec

from eligibility.bind.nodes import All, Bound, Related, Unparsed
from eligibility.bind.rules import Kind
from eligibility.core.span import Span


def in_doubt(rule: Bound, text: str, why: str, span: Span) -> Bound:
    """A rule that other words may narrow, widen or reverse: ``text`` is what a person is asked about.

    Without a text it is asked in the words of its row.  One of which nothing was read stays as it is.
    """
    if isinstance(rule, Unparsed):
        return rule
    if isinstance(rule, Related) and rule.reason == "ambiguous_text":
        return Related(text=text, parts=rule.parts, why=f"{rule.why}; {why}", reason=rule.reason, span=span)
    return Related(text=text, parts=(rule,), why=why, reason="ambiguous_text", span=span)


def beside(rule: Bound, remarks: tuple[Bound, ...], text: str, span: Span) -> Bound:
    """A rule with what words beside it amount to; those that may be read in several ways leave it open."""
    unread = [remark for remark in remarks if isinstance(remark, Unparsed)]
    if any(remark.reason == "unparsed_text" for remark in unread):
        return All(operands=(rule, *remarks), remainder=True, span=span)
    plain = tuple(remark for remark in remarks if not isinstance(remark, Unparsed))
    whole = All(operands=(rule, *plain), span=span) if plain else rule
    return in_doubt(whole, text, "; ".join(remark.why for remark in unread), span) if unread else whole


def asked_in(rule: Bound, kind: Kind, text: str) -> Bound:
    """A rule in doubt that has no text yet, alone or beside words that are not read, with what is asked."""
    if isinstance(rule, All) and rule.remainder:
        told = tuple(asked_in(operand, kind, text) for operand in rule.operands)
        return msgspec.structs.replace(rule, operands=told)
    if not isinstance(rule, Related) or rule.text:
        return rule
    return msgspec.structs.replace(rule, text=as_meant(kind, text))


def as_meant(kind: Kind, text: str) -> str:
    """What a person is asked where the words alone do not say whether they let in or keep out."""
    return f"the candidate is {'kept out' if kind == 'exclusion' else 'let in'} by: {text}"
