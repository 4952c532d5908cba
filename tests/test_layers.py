"""The architecture: imports point down the layers, and heavy libraries load only where they are used."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "eligibility"
TRIAL = "cases/NCT05748171"

EVALUATION = ("core", "knowledge", "genomics", "bind.nodes", "patient")
MEANING = (*EVALUATION, "formulas", "bind.rules", "evaluate")
PIPELINE = (*MEANING, "bind", "syntax", "text", "verdict", "reason", "cohort", "records")
MAY_IMPORT = {
    "core": (),
    "knowledge": ("core",),
    "formulas": ("core", "knowledge"),
    "text": ("core", "knowledge"),
    "syntax": ("core", "knowledge.lexicon", "knowledge.phrasing", "knowledge.ranks", "text"),
    "genomics": ("core", "knowledge"),
    "bind": ("core", "knowledge", "genomics", "formulas", "syntax.nodes", "syntax.terms", "syntax.walk",
             "syntax.unparse"),
    "patient": ("core", "knowledge", "genomics"),
    "records": ("core", "knowledge", "genomics", "patient"),
    "evaluate": (*EVALUATION, "formulas"),
    "verdict": MEANING,
    "reason": (*MEANING, "verdict"),
    "cohort": (*MEANING, "verdict"),
    "compile": PIPELINE,
    "screen": (*PIPELINE, "compile"),
    "extract": PIPELINE,
    "report": (*PIPELINE, "compile", "screen", "extract"),
    "web": (*PIPELINE, "compile", "screen", "extract", "report"),
    "cli": (*PIPELINE, "compile", "screen", "extract", "report", "web"),
}
"""What each part may import besides itself; ``bind.rules`` holds the rows that verdicts are about."""

OF_OTHERS = {
    "msgspec": tuple(MAY_IMPORT),
    "pyparsing": ("syntax", "genomics", "knowledge", "formulas"),
    "pint": ("knowledge", "formulas"),
    "ucumvert": ("knowledge",),
    "lark": ("knowledge",),
    "sympy": ("knowledge", "formulas", "reason"),
    "polars": ("cohort", "records"),
    "pyspark": ("cohort",),
    "pyarrow": ("cohort",),
    "click": ("cli", "report"),
    "rich": ("cli", "report"),
    "starlette": ("web",),
    "uvicorn": ("web",),
    "jinja2": ("web",),
}
HEAVY = {"sympy", "pint", "ucumvert", "lark", "polars", "pyspark", "pyarrow"}
"""Imported inside functions only, so that a start costs what it uses."""

NEVER_AT_START = {"sympy", "polars", "starlette", "uvicorn", "jinja2", "pint", "ucumvert", "lark"}


class Import:
    """One import statement: who imports what, where it stands, whether inside a function."""

    def __init__(self, path: Path, node: ast.stmt, target: str, inside: bool) -> None:
        self.importer = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self.target = target
        self.inside = inside
        self.place = f"{path.relative_to(ROOT)}:{node.lineno}"

    @property
    def part(self) -> str:
        """The part of the package that imports: ``evaluate``, ``cli``; empty for the package itself."""
        return self.importer.split(".")[1] if self.importer != "eligibility.__init__" else ""


def _targets(node: ast.stmt) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            assert level == 0 and module, "imports are absolute"
            named = [f"{module}.{name.name}" for name in names]
            return [name if _is_module(name) else module for name in named]
    return []


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _statements(tree: ast.AST, inside: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt):
            yield node, inside
        yield from _statements(node, inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _imports() -> list[Import]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node, inside in _statements(ast.parse(path.read_text("utf-8"))):
            found += [Import(path, node, target, inside) for target in _targets(node)]
    return found


IMPORTS = _imports()
OURS = [found for found in IMPORTS if found.target.split(".")[0] == "eligibility"]
OTHERS = [found for found in IMPORTS if found not in OURS]


def _allowed(found: Import) -> bool:
    target = found.target.removeprefix("eligibility").removeprefix(".")
    if not target or target.split(".")[0] == found.part:
        return True
    return any(target == name or target.startswith(f"{name}.") for name in MAY_IMPORT[found.part])


def test_every_part_has_its_row_in_the_table() -> None:
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert modules | packages <= set(MAY_IMPORT)


def test_imports_of_our_own_point_down_the_layers() -> None:
    wrong = [f"{found.place}: {found.part} imports {found.target}" for found in OURS if not _allowed(found)]
    assert wrong == []


def test_libraries_are_imported_only_where_they_belong() -> None:
    standard = sys.stdlib_module_names
    wrong = []
    for found in OTHERS:
        library = found.target.split(".")[0]
        if library not in standard and found.part not in OF_OTHERS.get(library, ()):
            wrong.append(f"{found.place}: {found.part} imports {library}")
    assert wrong == []


def test_imports_inside_functions_are_of_heavy_libraries_or_in_the_command_line() -> None:
    inside = [found for found in IMPORTS if found.inside and found.part != "cli"]
    # The grammar costs 60 ms, which a compiled rule set saves.
    inside = [found for found in inside if (found.part, found.target) != ("screen", "eligibility.compile")]
    wrong = [found.place for found in inside if found.target.split(".")[0] not in HEAVY]
    assert wrong == []
    assert [f.place for f in OTHERS if not f.inside and f.target.split(".")[0] in HEAVY] == []


def test_no_module_imports_itself_by_a_detour() -> None:
    below: dict[str, set[str]] = {}
    for found in OURS:
        if not found.inside:
            below.setdefault(found.importer, set()).add(found.target)
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for target in sorted(below.get(module, ())):
                visit(target, (*path, module))
            done.add(module)

    for module in sorted(below):
        visit(module, ())


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("screen", f"{TRIAL}/page.txt", f"{TRIAL}/candidates/eligible.json")],
    ids=["help", "screen"],
)
def test_a_start_loads_no_heavy_library(arguments: tuple[str, ...]) -> None:
    code = (
        "import json, runpy, sys\n"
        f"sys.argv = ['eligibility', *{arguments!r}]\n"
        "try:\n"
        "    runpy.run_module('eligibility.cli', run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "eligibility" in loaded
    assert loaded & NEVER_AT_START == set()
    if arguments == ("--help",):
        assert loaded.isdisjoint({"rich", "pyparsing", "msgspec"})
