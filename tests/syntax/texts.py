"""The lexicon of the project, the items of the trial's page, and how tests read a text."""

from __future__ import annotations

from pathlib import Path

from eligibility.core.span import Span
from eligibility.knowledge.load import Knowledge
from eligibility.syntax.lexemes import Lexeme
from eligibility.syntax.lexer import lex
from eligibility.syntax.nodes import Clause, Unparsed
from eligibility.syntax.parse import Reading, parse
from eligibility.syntax.walk import parts_of
from eligibility.text.document import read_document
from eligibility.text.outline import outline

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = Knowledge(ROOT / "rules")
LEXICON = KNOWLEDGE.lexicon
PHRASING = KNOWLEDGE.phrasing
PAGE = ROOT / "cases" / "NCT05748171" / "page.txt"


def lexed(text: str) -> tuple[Lexeme, ...]:
    """The lexemes of a text."""
    return lex(text, Span(0, len(text)), LEXICON)


def reading(text: str) -> Reading:
    """The reading of a text."""
    return parse(text, Span(0, len(text)), LEXICON)


def tree(text: str) -> Clause:
    """The tree of a text that has words."""
    found = reading(text).tree
    assert found is not None, text
    return found


def unread(clause: Clause) -> list[str]:
    """The words that were not read."""
    return [node.words for node in parts_of(clause) if isinstance(node, Unparsed)]


def page_items() -> dict[str, str]:
    """The text of each item of the trial's page, by its id."""
    document = read_document(PAGE.read_bytes(), "page.txt", KNOWLEDGE.pages)
    return {item.id: item.text.of(document.source) for item in outline(document, KNOWLEDGE.pages).items}
