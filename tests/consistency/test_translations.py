"""Every French string has its English one, and the shipped catalogue is the compiled one."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "src" / "terreau" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def strings_in_the_code(folder: Path) -> set[tuple[str | None, str]]:
    """Collect them again, in a copy, with the command of `make messages`."""
    shutil.copytree(
        ROOT / "src" / "terreau", folder / "terreau", ignore=shutil.ignore_patterns("data", "*.mo")
    )
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            "en",
            "--no-obsolete",
            "--add-location",
            "file",
        ],
        cwd=folder / "terreau",
        check=True,
        capture_output=True,
    )
    found = polib.pofile(str(folder / CATALOGUE.relative_to(ROOT / "src")))
    return {(e.msgctxt, e.msgid) for e in found}


def test_no_string_is_left_untranslated(tmp_path: Path) -> None:
    english = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(CATALOGUE)) if not e.obsolete}
    missing = strings_in_the_code(tmp_path) - set(english)
    assert missing == set(), "run make messages, then translate"
    unfinished = [e.msgid for e in english.values() if not e.translated() or e.fuzzy]
    assert unfinished == []


def test_placeholders_survive_translation() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        for marker in (part.split(")")[0] for part in entry.msgid.split("%(")[1:]):
            assert any(f"%({marker})" in text for text in texts), entry.msgid


def test_the_compiled_catalogue_is_the_one_in_the_sources() -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    source = polib.pofile(str(CATALOGUE))
    assert {(e.msgctxt, e.msgid): e.msgstr for e in compiled if e.msgid} == {
        (e.msgctxt, e.msgid): e.msgstr for e in source if e.translated()
    }


MODULE = "django.utils.translation"
FUNCTIONS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "npgettext"}


def other_names(tree: ast.Module) -> Iterator[str]:
    """Find the functions that translate under a name the command does not know."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == MODULE:
            yield from (one.asname for one in node.names if one.asname not in {None, "_"})
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            yield from (ast.unparse(node) for _ in {node.value.id} & FUNCTIONS)


def test_no_other_name_hides_a_string_from_the_catalogue() -> None:
    """The command that collects the strings knows the functions by their own names, and « _ »."""
    sources = sorted((ROOT / "src" / "terreau").rglob("*.py"))
    hidden = {
        str(path.relative_to(ROOT)): found
        for path in sources
        if (found := list(other_names(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert hidden == {}
    assert list(other_names(ast.parse("from django.utils.translation import gettext as t")))
    assert list(other_names(ast.parse("t = gettext_lazy")))


AT_IMPORT = """
import importlib, pkgutil, traceback
import django
from django.utils import translation

django.setup()
early, real = set(), translation._trans.gettext

def gettext(message):
    frames = traceback.extract_stack()[-7:-1]
    ours = [one for one in frames if "/terreau/" in one.filename]
    early.update(f"{one.filename}: {one.line}" for one in ours)
    return real(message)

translation._trans.gettext = gettext
import config.urls, terreau
for module in pkgutil.walk_packages(terreau.__path__, "terreau."):
    if ".migrations" not in module.name:
        importlib.import_module(module.name)
print("\\n".join(sorted(early)))
"""


def test_nothing_is_translated_once_for_all_when_a_module_is_read() -> None:
    """What is translated at import keeps the language of the server for every reader."""
    told = subprocess.run(
        [sys.executable, "-c", AT_IMPORT], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == ""
