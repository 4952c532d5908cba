"""From a trial's document to its compiled rules: text, syntax, bind, one after the other.

What comes in are the bytes of a page, a record or plain criteria; what goes out
is a rule set whose rows are the items, their parts and the registry's fields.
"""

from __future__ import annotations

import msgspec

from eligibility import __version__
from eligibility.bind.doubt import as_meant, asked_in, in_doubt
from eligibility.bind.joined import Edges, joined
from eligibility.bind.lists import exempted, governed
from eligibility.bind.nodes import Judgement, Present, Related, Unparsed, When
from eligibility.bind.parts import Part, split
from eligibility.bind.registry import age_row, healthy_row, sex_row
from eligibility.bind.rules import Row, RuleSet
from eligibility.bind.scope import Scope
from eligibility.core.diagnostic import Diagnostic
from eligibility.core.flags import SAYS
from eligibility.core.span import Span
from eligibility.knowledge.load import Knowledge
from eligibility.knowledge.pages import CriterionKind, Pages
from eligibility.knowledge.wording import even
from eligibility.syntax.flags import excepts, flags_of
from eligibility.syntax.headed import named_quantity, read_headed
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.linking import EXEMPLIFYING, LONGEST, narrows
from eligibility.syntax.nodes import Clause, Guarded, Joins, Occurrence
from eligibility.syntax.nodes import Heading as ListHeading
from eligibility.syntax.parse import Reading, parse
from eligibility.syntax.terms import Phrase
from eligibility.syntax.unparse import unparse
from eligibility.syntax.walk import parts_of
from eligibility.text.document import read_document
from eligibility.text.headings import Heading
from eligibility.text.outline import Item, Outline, outline
from eligibility.text.source import Document, shown


def compile_page(content: bytes, place: str, knowledge: Knowledge, *, canonical: bool = True) -> RuleSet:
    """The rules of a trial, told by its page, its record or its criteria alone.

    ``canonical``: with each item in English that compiles to the same rule; screening does without.
    Raises: InputError when the content is none of these or has no criteria.
    """
    return compile_document(read_document(content, place, knowledge.pages), knowledge, canonical=canonical)


def compile_document(document: Document, knowledge: Knowledge, *, canonical: bool = True) -> RuleSet:
    """The rules of a document that has been read; ``canonical`` as for a page.

    Raises: InputError when no criterion stands in it.
    """
    items = outline(document, knowledge.pages)
    diseases = tuple(
        found.id for words in document.conditions if (found := knowledge.concepts.named(words)) is not None
    )
    scope = Scope("inclusion", knowledge, diseases, canonical=canonical)
    rows = _item_rows(items, document, scope)
    remarks = items.diagnostics
    missing = _without(items, document.source, knowledge.pages)
    if missing is not None:
        rows = [_on_either_side(row, missing) for row in rows]
        remarks = (
            *remarks,
            Diagnostic(f"no_{missing}_heading", NO_HEADING.format(missing), document.criteria),
        )
    return RuleSet(
        trial=document.trial or document.place,
        title=document.title,
        page_last_updated=document.last_updated,
        text_hash=document.text_hash,
        rules_hash=knowledge.rules_hash,
        engine=__version__,
        rows=(*rows, *_registry_rows(document, rows, scope)),
        diagnostics=remarks,
    )


def _item_rows(items: Outline, document: Document, scope: Scope) -> list[Row]:
    """The rows of all items, those unknown that what stands above or beside them may change."""
    rows: list[Row] = []
    edges: dict[str, Edges] = {}
    exempting: set[str] = set()
    unsure_from, mixed, cut = _told(items, "heading_within"), set[Heading | None](), set[str]()
    run_on, cut_off = _told(items, "run_on", "sign_within"), _told(items, "cut_off")
    texts = {item.id: item.text for item in items.items}
    for item in items.items:
        over = _heading_over(item, items)
        if item.text in unsure_from:
            mixed.add(over)
        if item.text in items.cut or item.parent in cut:
            cut.add(item.id)
        reading = parse(document.source, item.text, scope.knowledge.lexicon)
        flagged = flags_of(reading.lexemes, item.kind, scope.knowledge.lexicon)
        doubts = (
            (MIXED, over in mixed),
            (CUT, item.id in cut),
            (RUN_ON, item.text in run_on),
            (CUT_OFF, item.text in cut_off),
            (SAYS["cross_reference"], "cross_reference" in flagged),
        )
        edges[item.id] = _edges(reading)
        if excepts(reading.lexemes, scope.knowledge.lexicon):
            exempting.add(item.id)
        for row in _rows(item, _with_heading(item, texts, reading, document, scope), document, scope):
            for why in (why for why, holds in doubts if holds):
                row = _unsure(row, why)
            for whom in (item.whom, over.scope if over else None):
                row = _under(row, whom, document)
            rows.append(msgspec.structs.replace(row, flags=flagged) if row.role == "item" else row)
    return joined(exempted(governed(rows), exempting), edges)


def _with_heading(
    item: Item, texts: dict[str, Span], reading: Reading, document: Document, scope: Scope
) -> Reading:
    """An item's reading; that of the quantity above it with its bound, where it is no more than a bound."""
    if item.parent is None or item.children:
        return reading
    above = texts[item.parent]
    return read_headed(document.source, above, item.text, scope.knowledge.lexicon) or reading


def _edges(reading: Reading) -> Edges:
    """How an item begins and ends, fillers and the last stop left out."""
    said = [lexeme.kind for lexeme in reading.lexemes if lexeme.kind not in {"filler", "stop"}]
    if not said:
        return Edges("", "", listed=False)
    return Edges(said[0], said[-1], listed=said[-1] in {"semicolon", "comma"})


MOST_BEHIND = 5
"""Words of a list that stands elsewhere have no more lexemes behind them."""
CUT = "it was cut at a dash out of a run-on paragraph, so that it is not sure where the criterion ends"
NO_HEADING = (
    "no heading of {} criteria was found, so that what stands here may let in or keep out; "
    "see whether a heading is missing or misspelled"
)


MIXED = "these words, or some above them, name criteria of the other kind"
RUN_ON = "it looks like several criteria run together, and where each of them ends is not known"
CUT_OFF = "an item goes on in the next one, and where what it asks for ends is not known"
WHOM = "the criteria below '{}' are for this candidate"
MAYBE_WHOM = "the words above its items may say for whom those are, or be a criterion of their own"


def _told(items: Outline, *codes: str) -> set[Span]:
    """The texts of the items that a remark of the outline is about."""
    return {remark.span for remark in items.diagnostics if remark.code in codes}


def _without(items: Outline, source: str, pages: Pages) -> CriterionKind | None:
    """The kind of criteria that the page lacks a heading of.

    Exclusions may be all that a page has, unless more lists begin in it than there are headings.
    """
    if all(heading.kind != "exclusion" for heading in items.headings):
        return None if _in_parts(items, source, pages) else "exclusion"
    if any(item.kind == "inclusion" for item in items.items):
        return None
    markers = [item.marker.of(source) for item in items.items if item.marker and not item.parent]
    lists = sum(marker.strip("().\\ ") == "1" for marker in markers)
    return "inclusion" if lists > len(items.headings) else None


def _in_parts(items: Outline, source: str, pages: Pages) -> bool:
    """Whether a page is parted by what its criteria are about, each said as it is required.

    DISEASE CHARACTERISTICS, PATIENT CHARACTERISTICS: such a page has no heading of exclusions.
    """
    named = {even(heading.span.of(source)).strip(" *_:") for heading in items.headings}
    return len([name for name in named if f"{name}:" in pages.parts]) > 1


def _on_either_side(row: Row, missing: CriterionKind) -> Row:
    """A row of which it is not sure on which side it stands."""
    return _unsure(row, NO_HEADING.format(missing))


def _unsure(row: Row, why: str) -> Row:
    """A row that holds only together with something which is not known."""
    if row.rule is None:
        return row
    return msgspec.structs.replace(row, rule=in_doubt(row.rule, as_meant(row.kind, row.text), why, row.span))


def _heading_over(item: Item, items: Outline) -> Heading | None:
    """The section heading that an item stands under."""
    start = item.text.start if item.marker is None else item.marker.start
    return next((heading for heading in reversed(items.headings) if heading.span.start <= start), None)


def _under(row: Row, heading: Span | None, document: Document) -> Row:
    """A row under a heading for some candidates only: whether it is for this one, a person says."""
    if row.rule is None or heading is None:
        return row
    whom = Judgement(text=WHOM.format(shown(document.source, heading).rstrip(" :")), span=heading)
    return msgspec.structs.replace(row, rule=When(guard=whom, then=row.rule, span=row.rule.span))


def _rows(item: Item, reading: Reading, document: Document, scope: Scope) -> list[Row]:
    """The row of an item, followed by those of its parts."""
    tree = reading.tree
    fillers = tuple(lexeme.text for lexeme in reading.lexemes if lexeme.kind == "filler")
    row = Row(
        id=item.id,
        parent=item.parent,
        role="item",
        kind=item.kind,
        text=shown(document.source, item.text),
        span=item.text,
        rule=None,
        source=item.text.of(document.source),
        heading="" if item.heading is None else shown(document.source, item.heading),
        without_meaning=fillers,
    )
    if item.role in ("topic", "whom") or (item.children and _only_names(item, document, scope)):
        return [_group(row, tree, "plain", scope)]
    if item.role == "either":
        return [row, _part_row(row, Part("text", _unread(row, MAYBE_WHOM), row.span), document)]
    if item.children and (tree is None or isinstance(tree, ListHeading)):
        return _heading_rows(row, tree, document, scope)
    if item.children and isinstance(tree, Occurrence) and tree.plain:
        return [row, _part_row(row, Part("text", _heading_or_criterion(tree), tree.span), document)]
    if tree is None:
        return [_lost(row, "holds no words", item)]
    obliged = _obliges(reading.lexemes, scope)
    parts = split(tree, msgspec.structs.replace(scope, kind=item.kind, obliged=obliged))
    row = msgspec.structs.replace(row, canonical=_canonical(tree, scope))
    if isinstance(tree, ListHeading):
        introducing = msgspec.structs.replace(row, joins=tree.joins)
        return [_lost(introducing, "introduces items, but none stands below it", item)]
    if (_introduces(reading) and not item.children) or (
        item.children and _limits_below(tree, reading, scope)
    ):
        row = msgspec.structs.replace(row, joins="unclear")
    if len(parts) == 1 and not item.children:
        return [msgspec.structs.replace(row, rule=asked_in(parts[0].rule, row.kind, row.text))]
    return [row, *(_part_row(row, part, document) for part in parts)]


def _obliges(lexemes: tuple[Lexeme, ...], scope: Scope) -> bool:
    """Whether a word tells a duty: must, should, is needed; not "that required", which describes."""
    for before, lexeme in zip((None, *lexemes), lexemes, strict=False):
        said = lexeme.kind == "word" and scope.knowledge.lexicon.value("obliging", lexeme.text) is not None
        describes = before is not None and before.kind == "filler" and before.value == "relative"
        if (said and not describes) or (lexeme.kind == "filler" and lexeme.value == "duty"):
            return True
    return False


def _group(row: Row, tree: Clause | None, joins: Joins, scope: Scope) -> Row:
    """The row of a heading; among exclusions, one of what is required leaves open what stands below it."""
    kinds = ("excepting", "refusing") if row.kind == "inclusion" else ("excepting", "demanding", "fit")
    if _speaks_of(row.text, kinds, scope) or (
        joins == "examples" and _speaks_of(row.text, ("degree", "control"), scope)
    ):
        # Examples of something severe may have to be severe themselves.
        joins = "unclear"
    return msgspec.structs.replace(row, role="group", joins=joins, canonical=_canonical(tree, scope))


def _heading_rows(row: Row, tree: ListHeading | None, document: Document, scope: Scope) -> list[Row]:
    """The row of a heading, and that of what the items below it are examples of."""
    joins = "plain" if tree is None else tree.joins
    group = _group(row, tree, joins, scope)
    if _speaks_of(row.text, ("excepting",), scope):
        asked = Related(
            text=as_meant(row.kind, row.text), parts=(), why=EXCEPTED, reason="ambiguous_text", span=row.span
        )
        return [group, _part_row(group, Part("text", asked, row.span), document)]
    return [group] if joins != "examples" else [group, _part_row(group, _exemplified(group, scope), document)]


EXCEPTED = "words above exceptions may ask for what those are taken out of"


def _exemplified(row: Row, scope: Scope) -> Part:
    """What the rows below are examples of, as a criterion of its own: others of the kind count too."""
    lexicon, words = scope.knowledge.lexicon, row.text.rstrip(": ").split(" ")
    ends = [
        start
        for start in range(1, len(words))
        for stop in range(start + 1, min(len(words), start + LONGEST) + 1)
        if any(lexicon.value(kind, " ".join(words[start:stop])) for kind in ("example", EXEMPLIFYING))
    ]
    phrase = " ".join(words[: max(ends, default=len(words))]).rstrip(" ,")
    rule = Present(kind="any", concept=None, phrase=phrase, status="unsaid", span=row.span)
    return Part("text", rule, row.span)


def _only_names(item: Item, document: Document, scope: Scope) -> bool:
    """Whether an item's words are the name of a quantity: alone it asks for nothing."""
    return named_quantity(document.source, item.text, scope.knowledge.lexicon) is not None


def _introduces(reading: Reading) -> bool:
    """Whether words speak of a list, "all of the following criteria must be met", that they don't hold."""
    said = [lexeme.kind for lexeme in reading.lexemes if lexeme.kind not in {"filler", "stop", "colon"}]
    return "quantifier" in said[-MOST_BEHIND:]


def _limits_below(tree: Clause, reading: Reading, scope: Scope) -> bool:
    """Whether an item may limit what stands below it.

    It asks of some alone, is narrowed by a word, speaks of so many of a list, or ends in a heading.
    """
    lexicon = scope.knowledge.lexicon
    counts = any(lexeme.kind == "quantifier" for lexeme in reading.lexemes)
    return counts or any(
        isinstance(part, Guarded | ListHeading) or (isinstance(part, Phrase) and narrows(part.words, lexicon))
        for part in parts_of(tree)
    )


def _speaks_of(heading: str, kinds: tuple[str, ...], scope: Scope) -> bool:
    """Whether a heading has a word of these kinds: of what is required, refused or excepted.

    What stands below it may be the opposite of what its section holds.
    """
    lexicon, words = scope.knowledge.lexicon, heading.rstrip(": ").split(" ")
    return any(lexicon.value(kind, word) is not None for kind in kinds for word in words)


def _unread(row: Row, why: str) -> Unparsed:
    return Unparsed(text=row.text, why=why, reason="ambiguous_text", span=row.span)


def _heading_or_criterion(tree: Occurrence) -> Unparsed:
    """A bare phrase above bullets: it may ask for something itself, or only say what they are about."""
    why = "a heading of what stands below it, or a criterion of its own"
    return Unparsed(text=tree.phrase.words, why=why, reason="ambiguous_text", span=tree.span)


def _part_row(item: Row, part: Part, document: Document) -> Row:
    text = shown(document.source, part.span)
    return Row(
        id=f"{item.id}.{part.topic}",
        parent=item.id,
        role="part",
        kind=item.kind,
        text=text,
        span=part.span,
        rule=asked_in(part.rule, item.kind, text),
        source=part.span.of(document.source),
    )


def _canonical(tree: Clause | None, scope: Scope) -> str:
    """An item in canonical English; empty where nobody asks for it."""
    return unparse(tree, scope.knowledge.lexicon) if tree is not None and scope.canonical else ""


def _lost(row: Row, why: str, item: Item) -> Row:
    """An item that asks for something which is not there: it is not known to hold."""
    rule = Unparsed(text=row.text, why=why, span=item.text)
    return msgspec.structs.replace(row, rule=rule, diagnostics=(Diagnostic("empty_item", why, item.text),))


def _registry_rows(document: Document, rows: list[Row], scope: Scope) -> list[Row]:
    """The rows of the registry's structured fields."""
    fields: dict[str, tuple[str, Span]] = {field.name: (field.text, field.span) for field in document.fields}
    told = msgspec.structs.replace(scope, kind="registry")
    found: list[Row] = []
    age = age_row(fields, rows, scope.knowledge)
    if age is not None:
        found.append(age)
    if "sex" in fields:
        found.append(sex_row(fields["sex"], rows, scope.knowledge))
    if "healthy" in fields:
        found.append(healthy_row(fields["healthy"], document.conditions, told))
    return found
