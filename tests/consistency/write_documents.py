"""Write the tables of docs/droits.md and docs/glossaire.md from the code: read the change!"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def put_table(page: Path, title: str, rows: dict[str, str]) -> None:
    table = "\n".join(f"| `{name}` | {text} |" for name, text in rows.items())
    text = page.read_text("utf-8") if page.exists() else f"# {title}\n\n"
    head = re.split(r"^\| ", text, maxsplit=1, flags=re.M)[0]
    page.write_text(f"{head}| {title.split()[0]} | |\n|---|---|\n{table}\n", "utf-8")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from tests.consistency import test_documents

    put_table(ROOT / "docs" / "droits.md", "Droits", test_documents.rights_in_code())
    put_table(ROOT / "docs" / "glossaire.md", "Glossaire", test_documents.words_in_code())


if __name__ == "__main__":
    main()
