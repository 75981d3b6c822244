"""The documents say what the code says: rights, glossary, methods, commands."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import models

import terreau_engine

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def rights_in_code() -> dict[str, str]:
    """Each `domain.can_verb` and the first line of its docstring."""
    found = {}
    for path in sorted((ROOT / "src" / "terreau").rglob("permissions*.py")):
        domain = path.relative_to(ROOT / "src" / "terreau").parts[0]
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("can_"):
                doc = (ast.get_docstring(node) or "").split("\n")[0]
                found[f"{domain}.{node.name}"] = doc
    return found


def test_every_right_is_written_down_and_nothing_else() -> None:
    written = dict(
        re.findall(
            r"^\| `([\w.]+)` \| (.+?) \|$", (DOCS / "droits.md").read_text("utf-8"), flags=re.M
        )
    )
    assert all(rights_in_code().values()), "a right without its sentence"
    assert written == rights_in_code()


SPOKEN = (
    *("accounts", "territories", "actors", "alliances", "dialogues", "core"),
    *("events", "experiments", "partnerships", "support", "fabric"),
)


def words_in_code() -> dict[str, str]:
    """Each object and each word of a list of choices, with its French label.

    A second object of one name bears that of its domain: `experiments.Decision`.
    """
    found: dict[str, str] = {}
    for domain in SPOKEN:
        for name, label in words_of(domain):
            found[f"{domain}.{name}" if name in found else name] = label
    return found


def words_of(domain: str) -> Iterator[tuple[str, str]]:
    for model in apps.get_app_config(domain).get_models():
        if not model.__name__.startswith("Historical"):
            yield model.__name__, str(model._meta.verbose_name)
    for enum in choices_of(domain):
        for member in enum:
            yield f"{enum.__qualname__}.{member.name}", str(member.label)


def choices_of(domain: str) -> list[type[models.Choices]]:
    modules = [f"terreau.{domain}.enums", f"terreau.{domain}.models"]
    found = {}
    for module in (import_module(name) for name in modules if find_spec(name)):
        for _name, thing in inspect.getmembers(module, inspect.isclass):
            for candidate in (thing, *vars(thing).values()):
                if inspect.isclass(candidate) and issubclass(candidate, models.Choices):
                    found[candidate.__qualname__] = candidate
    own = {name: enum for name, enum in found.items() if f"terreau.{domain}" in enum.__module__}
    return list(own.values())


def test_the_glossary_and_the_code_use_the_same_words() -> None:
    written = dict(
        re.findall(
            r"^\| `([\w.]+)` \| (.+?) \|$", (DOCS / "glossaire.md").read_text("utf-8"), flags=re.M
        )
    )
    assert written == words_in_code()


def public_functions_of_the_engine() -> set[str]:
    found = set()
    for package in Path(terreau_engine.__file__).parent.iterdir():
        init = package / "__init__.py"
        if init.is_file():
            for node in ast.parse(init.read_text("utf-8")).body:
                if isinstance(node, ast.Assign) and node.targets[0].id == "__all__":
                    found |= set(ast.literal_eval(node.value))
    return found


def test_every_public_name_of_the_engine_is_explained() -> None:
    pages = "\n".join(page.read_text("utf-8") for page in (DOCS / "methodes").glob("*.md"))
    names = public_functions_of_the_engine()
    assert names
    assert {name for name in names if f"`{name}`" not in pages} == set()


def test_the_readme_shows_the_two_commands_and_they_exist() -> None:
    readme, makefile = (ROOT / "README.md").read_text("utf-8"), (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert re.search(rf"^make {target}$", readme, flags=re.M)
        assert re.search(rf"^{target}:", makefile, flags=re.M)
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} → {target}"
