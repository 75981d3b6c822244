"""One file holds the whole instance, and comes back whole or not at all."""

import json
import signal
import sqlite3
import zipfile

import pytest

from tests.instances import Instance, wait_until

FILL = """
import datetime, io
from django.core.files.storage import default_storage
from django.db import transaction
from terreau.accounts.models import Person
from terreau.core.journal import record, register_verbs
from terreau.core.models import Job
register_verbs({"test-planted": "a planté « %(name)s »"})
now = datetime.datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=datetime.UTC)
ama = Person.objects.create_user("ama@example.org", "a long password")
Person.objects.filter(pk=ama.pk).update(full_name="Ama \\n=1 « Koné »")
with transaction.atomic():
    for name in ("chêne", "hêtre"):
        params = {"z": "1", "name": name}
        record("garden:1", "test-planted", by=ama, posture="Ama", params=params, now=now)
Job.objects.create(kind="k", label="l", payload={"b": [1, None, "é"], "a": 0.5}, created_at=now)
default_storage.save("notes/chêne.txt", io.BytesIO(b"bois"))
"""
LOOK = """
import json
from django.core.files.storage import default_storage
from django.db import connection, transaction
from terreau.accounts.models import Person
from terreau.core.journal import verify_every_chain
from terreau.core.models import Job, Record
note = "notes/chêne.txt"
told = {
    "persons": list(Person.objects.values_list("email", "full_name")),
    "signs_in": [person.check_password("a long password") for person in Person.objects.all()],
    "records": Record.objects.count(),
    "chain": verify_every_chain(),
    "payloads": [job.payload for job in Job.objects.all()],
    "file": default_storage.exists(note) and default_storage.open(note).read().decode(),
}
try:
    with transaction.atomic():
        Record.objects.update(posture="X")
    told["guarded"] = not Record.objects.exists()
except Exception as error:
    told["guarded"] = "append-only" in str(error)
print(json.dumps(told))
"""
WHOLE = {
    "persons": [["ama@example.org", "Ama \n=1 « Koné »"]],
    "signs_in": [True],
    "records": 2,
    "chain": [],
    "payloads": [{"b": [1, None, "é"], "a": 0.5}],
    "file": "bois",
    "guarded": True,
}
NOTHING = {
    "persons": [],
    "signs_in": [],
    "records": 0,
    "chain": [],
    "payloads": [],
    "file": False,
    "guarded": True,
}
SLOWLY = """
import time
from pathlib import Path
from terreau.core.backups import restore_backup, write_backup
def slow(done, total, message):
    print(message, flush=True)
    time.sleep(0.1)
"""


def look(instance: Instance) -> dict:
    return json.loads(instance.python(LOOK))


@pytest.fixture
def backup(sqlite_instance, tmp_path):
    """A backup of an instance on SQLite."""
    sqlite_instance.python(FILL)
    file = tmp_path / "all.terreau"
    done = sqlite_instance.terreau("backup", str(file))
    assert done.returncode == 0, done.stdout
    assert "sauvegardés" in done.stdout
    return file


@pytest.mark.django_db
def test_a_backup_comes_back_whole_on_any_database(backup, instance, tmp_path):
    done = instance.terreau("restore", str(backup))
    assert done.returncode == 0, done.stdout
    assert look(instance) == WHOLE
    # The next row of each table gets a free number.
    instance.python(FILL.replace("ama@", "bastien@").replace("notes/chêne", "notes/hêtre"))
    assert look(instance)["records"] == 4


@pytest.mark.django_db
def test_the_same_data_give_the_same_lines_on_any_database(backup, instance, tmp_path):
    instance.terreau("restore", str(backup))
    again = tmp_path / "again.terreau"
    instance.terreau("backup", str(again))
    told = [json.loads(zipfile.ZipFile(file).read("manifest.json")) for file in (backup, again)]
    assert told[0]["tables"] == told[1]["tables"]
    assert told[0]["files"] == told[1]["files"]
    assert told[0]["tables"]["accounts.person"]["rows"] == 1


@pytest.mark.django_db
def test_a_restore_refuses_an_instance_that_holds_data_unless_told_to_replace(backup, instance):
    instance.python(FILL.replace("ama@", "bastien@").replace("notes/chêne", "notes/hêtre"))
    done = instance.terreau("restore", str(backup))
    assert done.returncode == 1
    assert "contient déjà des données" in done.stdout
    assert look(instance)["persons"][0][0] == "bastien@example.org"
    done = instance.terreau("restore", "--replace", str(backup))
    assert done.returncode == 0, done.stdout
    assert look(instance) == WHOLE
    assert "rien ne désigne le fichier « notes/chêne.txt »" in instance.terreau("check").stdout


def damage(file, how: str) -> None:
    if how == "cut":
        file.write_bytes(file.read_bytes()[:-400])
        return
    with zipfile.ZipFile(file) as bundle:
        members = {name: bundle.read(name) for name in bundle.namelist()}
    if how == "changed":
        members["tables/accounts.person.jsonl"] += b"[]\n"
    elif how == "missing":
        del members["files/notes/chêne.txt"]
    else:
        told = json.loads(members["manifest.json"])
        told["migrations"] = [*told["migrations"], "core.9999_tomorrow"]
        if how == "older":
            told["migrations"] = told["migrations"][:3]
        members["manifest.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(file, "w") as bundle:
        for name, content in members.items():
            bundle.writestr(name, content)


@pytest.mark.django_db
def test_a_damaged_or_foreign_backup_touches_nothing(backup, instance, tmp_path):
    whole = backup.read_bytes()
    for how, sentence in (
        ("cut", "n’est pas une sauvegarde entière"),
        ("changed", "n’est pas une sauvegarde entière"),
        ("missing", "n’est pas une sauvegarde entière"),
        ("newer", "version plus récente"),
        ("older", "version plus ancienne"),
    ):
        backup.write_bytes(whole)
        damage(backup, how)
        done = instance.terreau("restore", str(backup))
        assert done.returncode == 1
        assert sentence in done.stdout
        assert "Traceback" not in done.stdout
    assert look(instance) == NOTHING
    done = instance.terreau("restore", str(tmp_path / "absent.terreau"))
    assert "n’existe pas" in done.stdout


@pytest.mark.sqlite_is_enough  # its instance is on SQLite in any case
@pytest.mark.django_db
def test_kill_9_in_a_backup_leaves_no_half_file_under_its_name(sqlite_instance, tmp_path):
    file = tmp_path / "all.terreau"
    code = (
        f"import django; django.setup()\n{SLOWLY}\nwrite_backup(Path({str(file)!r}), progress=slow)"
    )
    writer = sqlite_instance.start("-c", code)
    wait_until((tmp_path / ".all.terreau.part").exists)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert not file.exists()
    assert sqlite_instance.terreau("backup", str(file)).returncode == 0
    assert file.exists()
    assert not (tmp_path / ".all.terreau.part").exists()


@pytest.mark.django_db
def test_kill_9_in_a_restore_leaves_the_instance_as_it_was(backup, instance):
    act = f"restore_backup(Path({str(backup)!r}), progress=slow)"
    restorer = instance.start("-c", f"import django; django.setup()\n{SLOWLY}\n{act}")
    for line in restorer.stdout:
        if line.startswith("inscriptions au journal"):
            break
    restorer.send_signal(signal.SIGKILL)
    restorer.wait()
    assert look(instance) == NOTHING
    assert instance.terreau("restore", str(backup)).returncode == 0
    assert look(instance) == WHOLE


@pytest.mark.django_db
def test_a_backup_into_a_missing_folder_is_refused(instance, tmp_path):
    done = instance.terreau("backup", str(tmp_path / "nowhere" / "all.terreau"))
    assert done.returncode == 1
    assert "n’existe pas" in done.stdout


@pytest.mark.sqlite_is_enough  # its instance is on SQLite in any case
@pytest.mark.django_db
def test_a_backup_reads_while_somebody_writes(sqlite_instance, tmp_path):
    database = sqlite3.connect(sqlite_instance.directory / "terreau.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    done = sqlite_instance.terreau("backup", str(tmp_path / "all.terreau"))
    database.close()
    assert done.returncode == 0, done.stdout
