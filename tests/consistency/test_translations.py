"""Every French string has its English one, and the shipped catalogue is the compiled one."""

import ast
import shutil
import subprocess
import sys
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


def test_no_other_name_hides_a_string_from_the_catalogue() -> None:
    """The command that collects the strings knows the functions by their own names, and « _ »."""
    hidden = [
        f"{path.relative_to(ROOT)}: {name.name} as {name.asname}"
        for path in sorted((ROOT / "src" / "terreau").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname not in {None, "_"}
    ]
    assert hidden == []
