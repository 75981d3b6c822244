"""Run the benchmarks and write docs/performances.md.

`python -m bench` measures the pages and keeps the long measures as they stand; `--full` measures
these too; `python -m bench importing meaning` measures only the long ones named.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from bench.heavy import MEASURES, measure_anew, put_parts, read_parts

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performances.md"


def main(words: list[str]) -> None:
    """Measure what is asked and write it over what the page said of it."""
    page = PAGE.read_text("utf-8")
    parts = read_parts(page)
    named = [word for word in words if not word.startswith("--")]
    if not named:
        page = measure_pages()
    if "--full" in words:
        named = [measure.name for measure in MEASURES]
    PAGE.write_text(put_parts(page, parts | measure_anew(named)), "utf-8")
    print(PAGE.read_text("utf-8"))


def measure_pages() -> str:
    """Use a database of its own, made for the run and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TERREAU_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
        os.environ.setdefault("TERREAU_HOSTS", "testserver,localhost,127.0.0.1")
        sys.path[:0] = [str(ROOT / "src")]
        import django
        from django.conf import settings

        django.setup()
        settings.ROOT_URLCONF = "bench.urls"
        from bench.run import run

        started = time.perf_counter()
        text = run()
        minutes = (time.perf_counter() - started) / 60
    return f"{text}\nMeasured on {time.strftime('%Y-%m-%d')}, in {minutes:.1f} minutes.\n"


if __name__ == "__main__":
    main(sys.argv[1:])
