"""Bring 100,000 associations in from a file in the register's own layout, and measure it.

    python -m bench.importing                       on SQLite
    DATABASE_URL=postgres://… python -m bench.importing    on an empty PostgreSQL database

The whole way counts: deposit, plan with the duplicates proposed, agreement, writing with history,
provenance and indexes. One process prepares the instance and the file; another one, which starts
bare, imports it, so that its peak of memory is its own.
"""

import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROWS = 100_000
# What the file is brought into: an instance that already knows some of its organisations.
KNOWN = 10_000
BRINGER = "bench@exemple.test"
HEADINGS = (
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;"
    "titre;titre_court;objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;"
    "adrs_repetition;adrs_typevoie;adrs_libvoie;adrs_distrib;adrs_codeinsee;adrs_codepostal;"
    "adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;adrg_libvoie;adrg_distrib;"
    "adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;position;"
    "maj_time"
)
PURPOSES = ("006000", "009000", "011000", "015000", "019000", "020000", "024000", "030000")


def luhn_key(digits: str) -> str:
    """The last digit that makes a number hold its key."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if rank % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def valid_siret(number: int) -> str:
    """A SIRET whose two keys hold, the same for the same number."""
    stem = f"{number % 100_000_000:08d}"
    siren = stem + luhn_key(stem)
    return f"{siren}0001" + luhn_key(f"{siren}0001")


def register_rows(count: int, communes: list[tuple], *, seed: int = 5) -> Iterator[list[str]]:
    """Give lines of the register; a commune is (code, name, postcode)."""
    from bench.generate import WHAT, WHO

    dice = random.Random(seed)
    crowded = dice.sample(communes, min(500, len(communes)))
    for number in range(count):
        code, place, postcode = dice.choice(crowded if dice.random() < 0.34 else communes)
        what, who = dice.choice(WHAT), dice.choice(WHO)
        yield [
            *_identity(dice, number, f"{what} {place}", what, who, place),
            *["", "", str(dice.randint(1, 90)), "", "RUE", f"de {who}", "_"],
            *[code, postcode, place],
            *[""] * 8,
            "PM",
            f"www.asso{number}.fr" if dice.random() < 0.05 else "",
            "1",
            "",
            "A" if dice.random() < 0.9 else "D",
            "2026-10-01 00:00:00",
        ]


def _identity(
    dice: random.Random, number: int, short: str, what: str, who: str, place: str
) -> list[str]:
    """Its numbers, dates, names and purpose."""
    long = f"ASSOCIATION {what.upper()} DE {place.upper()}"
    year, month = dice.randint(1950, 2025), dice.randint(1, 12)
    unknown = "0001-01-01"
    return [
        f"W{number:09d}",
        f"{number:010d}" if dice.random() < 0.3 else "",
        valid_siret(30_000_000 + number) if dice.random() < 0.2 else "",
        "",
        "941P",
        f"{year}-{month:02d}-01" if dice.random() < 0.97 else unknown,
        *[unknown] * 3,
        "D",
        "S",
        dice.choice((long, f"{who} {short}", f"{what} {who}")),
        f"A{number % 997}" if dice.random() < 0.2 else "",
        f"favoriser toute action {what} à {place}",
        dice.choice(PURPOSES),
    ]


def register_file(count: int) -> bytes:
    """Write a file of the register, quoted, as the ministry does."""
    from terreau.territories.models import Territory

    rows = Territory.objects.communes().order_by("code").values_list("code", "name", "postcodes")
    communes = [(code, name, codes.split()[0]) for code, name, codes in rows if codes]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS.split(";"))
    writer.writerows(register_rows(count, communes))
    return text.getvalue().encode("utf-8-sig")


def import_once(file: Path) -> dict:
    """Do the whole way in this process and give its figures."""
    from terreau.accounts.models import Person

    person = Person.objects.get(email=BRINGER)
    base, steps, cpu = _peak(), {}, time.process_time()
    started = time.perf_counter()
    run = None
    for name, reached in _walk(file, person):
        steps[name], run = round(time.perf_counter() - started, 1), reached
    return {
        "steps": steps,
        "cpu": round(time.process_time() - cpu, 1),
        "megabytes": _peak(),
        "before": base,
        "file": file.stat().st_size // 2**20,
        "created": run.create_count,
        "rejected": run.reject_count,
        "awaited": run.rows.filter(awaits=True).count(),
        "state": run.state,
    }


def prepare(rows: int, known: int) -> bytes:
    """Fill an empty instance and give the file to bring."""
    from bench.generate import generate_organisations
    from terreau.accounts.models import Person
    from terreau.actors.indexing import refresh_indexes
    from terreau.actors.models import Organisation
    from terreau.territories.loading import load_referential

    load_referential(None)
    generate_organisations(known)
    refresh_indexes(list(Organisation.objects.values_list("pk", flat=True)))
    Person.objects.create_user(BRINGER, full_name="Banc", is_staff=True)
    return register_file(rows)


def _deposit(file: Path, person):
    """Deposit the file as a page does; its bytes are let go, as they are when the page is sent."""
    from django.utils import timezone

    from terreau.actors.exchange.dataset import OrganisationDataset
    from terreau.core.exchange.actions import receive_file

    return receive_file(
        dataset=OrganisationDataset(),
        file_name="rna_waldec.csv",
        content=file.read_bytes(),
        by=person,
        source="RNA",
        now=timezone.now(),
    )


def _walk(file: Path, person) -> Iterator[tuple]:
    from django.utils import timezone

    from terreau.core.exchange.actions import confirm_run
    from terreau.core.exchange.applying import apply_run
    from terreau.core.exchange.runs import plan_run
    from terreau.core.models import ImportState

    run = _deposit(file, person)
    yield "déposé", run
    if run.state == ImportState.PLANNING:  # a small file is read with its deposit
        plan_run(run)
    run.refresh_from_db()
    yield "lu, rapproché", run
    run.rows.undecided().update(decision="create")
    confirm_run(run, by=person, now=timezone.now())
    run.refresh_from_db()
    if run.state == ImportState.RUNNING:
        apply_run(run)
    run.refresh_from_db()
    yield "écrit, indexé", run


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_importing(rows: int = ROWS, known: int = KNOWN) -> str:
    """Measure in a process and a database of its own; give the markdown of the figures."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TERREAU_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        file = Path(folder) / "register.csv"
        _run(environment, "--prepare", str(file), str(rows), str(known))
        told = _run(environment, "--import", str(file))
    return describe(json.loads(told.splitlines()[-1]))


def _run(environment: dict[str, str], *words: str) -> bytes:
    command = [sys.executable, "-m", "bench.importing", *words]
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout


def describe(figures: dict) -> str:
    """Tell the figures as a table."""
    engine = "PostgreSQL" if "postgres" in os.environ.get("DATABASE_URL", "") else "SQLite"
    total = max(figures["steps"].values())
    summary = (
        f"{figures['created']:,} fiches écrites, {figures['awaited']:,} lignes rapprochées de "
        f"fiches connues, {figures['rejected']:,} refusées ; fichier de {figures['file']} Mo ; "
        f"{total} s en tout (but : 120), dont {figures['cpu']} s de processeur ; mémoire au plus "
        f"haut {figures['megabytes']} Mo (but : 500), dont {figures['before']} avant le dépôt."
    )
    lines = [
        f"| import, {engine} | secondes depuis le dépôt |",
        "| --- | --- |",
        *(f"| {name} | {seconds} |" for name, seconds in figures["steps"].items()),
        "",
        summary,
    ]
    return "\n".join(lines)


def _inside(step: str, file: Path, *counts: str) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    if step == "--prepare":
        call_command("migrate", verbosity=0)
        file.write_bytes(prepare(*map(int, counts)))
    else:
        print(json.dumps(import_once(file)))


if __name__ == "__main__":
    if sys.argv[1:2] in (["--prepare"], ["--import"]):
        _inside(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
    else:
        print(run_importing(*(int(text) for text in sys.argv[1:3])))
