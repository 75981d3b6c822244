"""Run every benchmark in one process and write docs/performances.md."""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
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
        page = ROOT / "docs" / "performances.md"
        page.write_text(f"{text}\nThe whole run took {minutes:.1f} minutes.\n", "utf-8")
        print(text)


if __name__ == "__main__":
    main()
