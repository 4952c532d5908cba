"""The house rules: sizes, names, docstrings and annotations of the code; a source for every rule."""

from __future__ import annotations

import ast
import csv
import json
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "eligibility"
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MEDIAN_FILE = (60, 250)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "process", "data", "flag", "misc", "common"}

MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in MODULES}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.stmt) else ""
    return f"{path.relative_to(ROOT)}{line}"


def _length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _functions() -> Iterator[tuple[Path, Function]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield path, node


def _public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """The public functions, classes and methods of a module or class."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def _span(node: Function) -> int:
    """Lines of a function, docstring included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_a_reader_bears() -> None:
    assert [_place(path) for path in MODULES if _length(path) > LONGEST_FILE] == []


def test_a_usual_file_fits_one_idea() -> None:
    lengths = [_length(path) for path in MODULES if path.name != "__init__.py"]
    low, high = MEDIAN_FILE
    assert low <= statistics.median(lengths) <= high


def test_a_function_fits_a_screen() -> None:
    assert [_place(path, node) for path, node in _functions() if _span(node) > LONGEST_FUNCTION] == []


def test_every_module_says_what_it_does() -> None:
    assert [_place(path) for path, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_every_public_name_is_documented() -> None:
    silent = [
        f"{_place(path, node)} {node.name}"
        for path, tree in TREES.items()
        for node in _public(tree.body)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_function_is_annotated() -> None:
    bare = []
    for path, node in _functions():
        arguments = node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        rest = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
        unsaid = [a.arg for a in (*named, *rest) if a.annotation is None and a.arg not in {"self", "cls"}]
        if unsaid or node.returns is None:
            bare.append(f"{_place(path, node)} {node.name}")
    assert bare == []


def test_names_of_modules_say_what_they_hold() -> None:
    ours = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    wrong = []
    for path in ours:
        words = "_".join(path.relative_to(ROOT).with_suffix("").parts).split("_")
        if BANNED_NAMES & set(words):
            wrong.append(_place(path))
    assert wrong == []


def test_nothing_defined_here_has_a_name_without_meaning() -> None:
    wrong = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, Function | ast.ClassDef) and node.name.lower().strip("_") in BANNED_NAMES:
                wrong.append(f"{_place(path, node)} {node.name}")
    assert wrong == []


def test_no_error_is_swallowed() -> None:
    wrong = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            anything = node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception")
            if anything or all(isinstance(step, ast.Pass) for step in node.body):
                wrong.append(f"{_place(path)}:{node.lineno}")
    assert wrong == []


def _rule_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row of a rule file with its place."""
    text = path.read_text("utf-8")
    match path.suffix:
        case ".csv":
            for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
                yield f"{_place(path)}:{number}", dict(row)
        case ".toml" | ".json":
            named = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
            # A formula has a file of its own, and its examples have sources too.
            named = {"formula": named} if path.parent.name == "formulas" else named
            for name, row in named.items():
                yield f"{_place(path)}: {name}", row


RULE_FILES = sorted(path for path in (ROOT / "rules").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_row_of_the_rules_has_a_source(path: Path) -> None:
    assert path.suffix in {".csv", ".toml", ".json", ".md"}, "a form that no test reads"
    rows = list(_rule_rows(path))
    assert rows or path.suffix == ".md"
    assert [place for place, row in rows if not str(row.get("source") or "").strip()] == []


def test_no_pattern_repeats_a_group_for_good() -> None:
    """Python before 3.11.5 misreads a group repeated possessively (cpython issue 106052)."""
    found = [
        _place(path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and not isinstance(node, ast.ClassDef | Function)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
        if re.search(r"\)[+*?]\+", part.value)
    ]
    assert found == []
