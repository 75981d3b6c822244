"""Measure the full refresh of national files: clock, processor and memory, each in a process.

    REFERENCE_DATA=/where/the/files/are python -m bench.sources

The floor, in the same run, is Python's own reader that goes through the rows and keeps nothing.
The largest official file, that of the facilities, is not at hand: one of its layout and of its
length (two million lines and more) is made, so that its cost is known all the same.
"""

import csv
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FILES = (
    "base_cc_comparateur.CSV",
    "cc_filosofi_2021_COM.csv",
    "liste-communes-FRR-juillet2025.csv",
    "dgcl_perimetre-epci-a-fp_2025.csv",
    "insee_grille_densite_7_niveaux_2024.xlsx",
    "insee_melodi_paris_saclay/ECO_ENT_CREATION.csv",
    "insee_melodi_paris_saclay/POP_CHOMAGE_DARES.csv",
)
FACILITIES = "DS_BPE_2025_data.csv"
KINDS_A_COMMUNE, YEAR = 67, 2025


def run_sources(folder: Path) -> str:
    """Load France, then each file twice: anew, and over itself."""
    from django.core.management import call_command

    from terreau.territories.loading import load_referential

    call_command("migrate", verbosity=0)
    load_referential()
    lines = [
        "| file | rows | figures | s of clock | s of processor | again, s | MB more | floor, s |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [_line(folder / name) for name in FILES]
    with tempfile.TemporaryDirectory() as place:
        lines.append(_line(write_facilities(Path(place) / FACILITIES)))
    told = "The last file is made: its true layout and length, figures drawn at random."
    return "\n".join(["## Refresh of national files", "", *lines, "", told])


def write_facilities(path: Path) -> Path:
    """Write a cube of facilities as long as the official one: every commune, 67 kinds of it."""
    import random

    from terreau.territories.models import Territory
    from terreau.territories.sources.facility_kinds import KINDS

    dice = random.Random(1)
    counted = [kind.code for kind in KINDS if kind.is_of(YEAR)]
    kinds = counted + [f"G{number}" for number in range(200, 200 + KINDS_A_COMMUNE - len(counted))]
    codes = Territory.objects.communes().order_by("code").values_list("code", flat=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "GEO;GEO_OBJECT;FACILITY_DOM;FACILITY_SDOM;FACILITY_TYPE;BPE_MEASURE;UNIT_MEASURE;"
            "TIME_PERIOD;OBS_VALUE\n"
        )
        for code in codes:
            file.writelines(
                f"{code};COM;{kind[0]};{kind[:2]};{kind};FACILITIES;NR;{YEAR};{dice.randrange(40)}\n"
                for kind in kinds
            )
    return path


def _line(path: Path) -> str:
    first = _apart(lambda: _refresh(path))
    again = _apart(lambda: _refresh(path))
    floor = _apart(lambda: _skim(path)) if path.suffix.lower() == ".csv" else None
    skimmed = f"{floor['clock']:.2f}" if floor else "–"
    return (
        f"| {path.name} | {first['rows']:,} | {first['figures']:,} | {first['clock']:.1f} | "
        f"{first['cpu']:.1f} | {again['clock']:.1f} | {first['megabytes']:.0f} | {skimmed} |"
    )


def _refresh(path: Path) -> dict[str, float]:
    from django.utils import timezone

    from terreau.territories.refreshing.indicators import refresh_indicators

    [row] = refresh_indicators(file=path, now=timezone.now())
    return {"rows": row.rows, "figures": row.figures}


def _skim(path: Path) -> dict[str, float]:
    with path.open(encoding="cp1252", errors="replace", newline="") as file:
        return {"rows": sum(1 for _row in csv.DictReader(file, delimiter=";"))}


def _apart(act: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Run in a process of its own: the peak of memory is then that of this work alone."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        clock, cpu = time.perf_counter(), time.process_time()
        found = act()
        found |= {
            "clock": time.perf_counter() - clock,
            "cpu": time.process_time() - cpu,
            "megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
        }
        os.write(writing, json.dumps(found).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read().decode()
    os.waitpid(child, 0)
    return json.loads(text)


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[1]
    data = Path(os.environ.get("REFERENCE_DATA", root.parent / "shared" / "data" / "reference"))
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("TERREAU_DATA_DIR", place)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        import django

        django.setup()
        print(run_sources(data / "territories"))
