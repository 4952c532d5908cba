"""Lists made up at random: written out and read back they are the same tree, and no character is lost."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from eligibility.core.errors import InputError
from eligibility.text.document import Document, shown
from eligibility.text.outline import Outline, outline
from tests.text.pages import PAGES, document_of, left_over, read

Tree = tuple[str, tuple["Tree", ...]]

CONSONANTS = "bcdfghjklmnpqrstvwxz"
"""No word of a heading is made of these alone."""

WORD = st.text(CONSONANTS, min_size=2, max_size=9)
SENTENCE = st.lists(WORD, min_size=1, max_size=12).map(lambda words: " ".join(words).capitalize())
LEAF: st.SearchStrategy[Tree] = SENTENCE.map(lambda text: (text, ()))
STYLES = ("1.", "1)", "(1)", "a.", "a)", "*", "-", "•", "–")


def _trees(depth: int) -> st.SearchStrategy[Tree]:
    if depth == 0:
        return LEAF
    return st.tuples(SENTENCE, st.lists(_trees(depth - 1), max_size=3).map(tuple))


LISTS = st.lists(_trees(2), min_size=1, max_size=4).map(tuple)


def _marker(style: str, count: int) -> str:
    return style.replace("1", str(count)).replace("a", string.ascii_lowercase[count - 1])


def _write(
    trees: tuple[Tree, ...], styles: list[str], step: int, blank: bool, width: int, depth: int = 0
) -> list[str]:
    """The lines of a list, each level indented by ``step`` and with its own style, wrapped at ``width``."""
    lines: list[str] = []
    for count, (text, below) in enumerate(trees, start=1):
        head = " " * (step * depth) + _marker(styles[depth], count) + " "
        line = head
        for word in text.split():
            if len(line) + len(word) > width and line.strip() != head.strip():
                lines.append(line.rstrip())
                line = " " * len(head)
            line += word + " "
        lines += [line.rstrip()] + [""] * blank
        lines += _write(below, styles, step, blank, width, depth + 1)
    return lines


def _shape(document: Document, found: Outline, kind: str) -> tuple[Tree, ...]:
    def tree(identifier: str) -> Tree:
        item = found.item(identifier)
        return (shown(document.source, item.text), tuple(tree(child) for child in item.children))

    return tuple(tree(item.id) for item in found.items if item.parent is None and item.kind == kind)


@given(LISTS, st.permutations(STYLES), st.integers(2, 6), st.booleans(), st.integers(20, 90))
def test_an_indented_list_reads_back_as_the_same_tree(
    trees: tuple[Tree, ...], styles: list[str], step: int, blank: bool, width: int
) -> None:
    document, found = read("\n".join(_write(trees, styles, step, blank, width)))
    assert _shape(document, found, "inclusion") == trees
    assert not left_over(document, found).strip()


@given(LISTS, LISTS, st.sampled_from(["*", "-", "•"]), st.booleans())
def test_bullets_at_the_indentation_of_their_number_are_its_children(
    inclusion: tuple[Tree, ...], exclusion: tuple[Tree, ...], bullet: str, blank: bool
) -> None:
    flat = [tuple((text, tuple((child, ()) for child, _ in below)) for text, below in trees)
            for trees in (inclusion, exclusion)]  # fmt: skip
    lines = ["Inclusion Criteria", "", *_write(flat[0], ["1.", bullet], 0, blank, 200)]
    lines += ["Exclusion Criteria", "", *_write(flat[1], ["1.", bullet], 0, blank, 200)]
    document, found = read("\n".join(lines))
    assert _shape(document, found, "inclusion") == flat[0]
    assert _shape(document, found, "exclusion") == flat[1]
    assert not left_over(document, found).strip()


LINE_PARTS = st.sampled_from(
    ["1.", "2)", "3 ", "*", "-", "–", "•", "a)", "ii.", " ", "    ", "\t", "\n", "\r\n", "\n\n", ":", "(",
     "\\<", "Inclusion Criteria", "exclusion criteria:", "Key", "Adults", "18", "years", "≥ 5 %", "\u00a0",
     "\u2028", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(LINE_PARTS, max_size=60).map("".join)))
def test_no_character_of_any_text_is_lost(text: str) -> None:
    try:
        document = document_of(text)
        found = outline(document, PAGES)
    except InputError:
        return
    assert not left_over(document, found).strip()
    names = [item.id for item in found.items]
    assert len(set(names)) == len(names)
    for item in found.items:
        words = item.text.of(document.source)
        assert words == words.strip()
        assert words or item.children
        assert all(found.item(child).parent == item.id for child in item.children)
