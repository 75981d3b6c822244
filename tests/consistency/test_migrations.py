"""Migrations are named, current, and never import live code."""

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted((ROOT / "src").rglob("migrations/0*.py"))


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_migration_is_named_and_frozen(path: Path) -> None:
    assert "_auto_" not in path.name
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("terreau."):
            # A custom field is part of the schema; everything else would change under its feet.
            assert node.module.startswith("terreau.core.") or node.module.endswith(".managers")


@pytest.mark.django_db
def test_no_change_waits_for_a_migration() -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes detected" in out.getvalue()
