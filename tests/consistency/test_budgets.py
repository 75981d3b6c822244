"""Files, functions and templates stay small; the lists of exceptions may only shrink."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("src", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "src").rglob("templates/**/*.html"))
MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_TEMPLATE_LINES = 300, 40, 150
EXCEPTIONS: dict[str, int] = {}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_there_is_something_to_measure() -> None:
    assert len(SOURCES) > 50
    assert len(TEMPLATES) > 20


def faults_of_source(path: Path) -> Iterator[str]:
    if lines_of(path) > MAX_FILE_LINES:
        yield "split it along the trade"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield f"{node.name} has {length} lines"


def test_files_and_their_functions_are_small() -> None:
    found = [f"{path}: {fault}" for path in SOURCES for fault in faults_of_source(path)]
    assert not found, "\n".join(found)


def test_templates_are_small() -> None:
    found = [str(path) for path in TEMPLATES if lines_of(path) > MAX_TEMPLATE_LINES]
    assert not found, "\n".join(found)


def test_the_stylesheet_is_light() -> None:
    sheets = list((ROOT / "src").rglob("static/**/*.css"))
    assert sum(sheet.stat().st_size for sheet in sheets) < 40_000
