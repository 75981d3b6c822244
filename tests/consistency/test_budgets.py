"""Files, functions and templates stay small; the lists of exceptions may only shrink."""

import ast
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_and_its_functions_are_small(path: Path) -> None:
    assert lines_of(path) <= MAX_FILE_LINES, f"{path.name}: split it along the trade"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{path.name}:{node.name} has {length} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_is_small(path: Path) -> None:
    assert lines_of(path) <= MAX_TEMPLATE_LINES


def test_the_stylesheet_is_light() -> None:
    sheets = list((ROOT / "src").rglob("static/**/*.css"))
    assert sum(sheet.stat().st_size for sheet in sheets) < 40_000
