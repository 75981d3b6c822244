"""What the import contracts cannot say: HTTP, hidden imports, forbidden words, scripts."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)
HTTP_CLIENTS = {"urllib.request", "http.client", "requests", "httpx"}
VAGUE_NAMES = {"utils", "helpers", "services", "common", "misc"}


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def faults_of_module(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.stem in VAGUE_NAMES:
        yield "a vague name"
    if "sources" not in path.parts and imports(tree) & HTTP_CLIENTS:
        yield "only sources/ speaks to other hosts"
    if "config" in path.parts:  # the command sets the settings before Django loads
        return
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or function.name in {"ready", "main"}:
            continue
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
            yield f"{function.name} hides an import"


def test_modules_keep_to_the_house() -> None:
    found = [f"{path}: {fault}" for path in PRODUCT for fault in faults_of_module(path)]
    assert len(PRODUCT) > 200
    assert not found, "\n".join(found)


def test_no_domain_flow_by_signals() -> None:
    for path in PRODUCT:
        assert "post_save" not in path.read_text(encoding="utf-8"), path


TEMPLATES = sorted((ROOT / "src").rglob("templates/**/*.html"))
INLINE = re.compile(r"\son[a-z]+\s*=|\sstyle\s*=|<style|javascript:|<script(?![^>]*\bsrc=)", re.I)


def test_templates_obey_the_content_security_policy() -> None:
    assert len(TEMPLATES) > 100
    for path in TEMPLATES:
        text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not INLINE.search(text), path
        assert not re.search(r'(src|href)="(https?:)?//[^"]*\.(js|css|woff2?)', text), path


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_no_path_of_a_machine_and_no_registry_is_named() -> None:
    words = ["/" + "work/", "/" + "farm/", "pypi." + "org", "python" + "hosted", "npm" + "js"]
    for path in tracked():
        if path.suffix in {".xz", ".gz", ".png", ".mo"}:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        for word in words:
            assert word not in text, f"{path.relative_to(ROOT)} names {word}"
