"""The `terreau` command as a person meets it."""

import http.client
import signal
import socket

import pytest

from config.cli import main
from tests.instances import Instance, wait_until

COUNT = """
from terreau.accounts.models import Person
from terreau.territories.models import Territory
print(Territory.objects.count(), Person.objects.count())
"""
ASK = """
import uuid
from terreau.core.jobs import enqueue
enqueue("import-plan", {"run": str(uuid.uuid4())}, by=None)
"""
ERROR = "from terreau.core.models import Job; print(Job.objects.get().error)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_help_is_french_and_names_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    for name in ("serve", "demo", "worker", "refresh-territories", "backup", "restore", "check"):
        assert name in told
    assert "Vérifie l’installation et les données." in told


def test_missing_settings_are_told_without_a_traceback(tmp_path):
    bare = Instance(tmp_path)
    environment = {**bare.environment, "DJANGO_SETTINGS_MODULE": "config.settings.base"}
    environment.pop("TERREAU_SECRET_KEY", None)
    done = bare.run_with(environment, "-m", "config.cli", "check")
    assert done.returncode == 1
    assert "Les réglages ne sont pas complets" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.django_db
def test_a_database_without_its_tables_is_told_without_a_traceback(empty_instance):
    done = empty_instance.terreau_from_cold("check")
    assert done.returncode == 1
    assert "La base n’est pas à jour" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.django_db
def test_check_is_silent_about_a_sound_instance_and_tells_each_fault(instance):
    done = instance.terreau_from_cold("check")
    assert done.returncode == 0, done.stdout
    assert "Tout est en ordre." in done.stdout
    instance.python(
        "import datetime\n"
        "from django.db import connection, transaction\n"
        "from django.utils import timezone\n"
        "from terreau.core.guards import guards_lifted\n"
        "from terreau.core.journal import record, register_verbs\n"
        "from terreau.core.models import ImportRun, Record\n"
        "register_verbs({'test-planted': 'a planté'})\n"
        "with transaction.atomic():\n"
        "    record('garden:1', 'test-planted', by=None, posture='', now=timezone.now())\n"
        "with guards_lifted(connection):\n"
        "    Record.objects.update(posture='falsifiée')\n"
        "ImportRun.objects.create(file='imports/absent.csv', created_at=timezone.now())\n"
    )
    done = instance.terreau_from_cold("check")
    assert done.returncode == 1
    assert "la ligne n° 1 a été modifiée après coup" in done.stdout
    assert "Le fichier « imports/absent.csv » manque" in done.stdout
    assert "2 défaut(s) à corriger" in done.stdout


@pytest.mark.django_db
def test_serve_answers_works_and_stops_everything_when_asked(instance):
    port = free_port()
    environment = {**instance.environment, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    server = instance.start_from_cold(
        *("-m", "config.cli", "serve", "--port", str(port), "--workers", "1"),
        environment=environment,
    )
    wait_until(lambda: is_open(port))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/travaux/")
    assert connection.getresponse().status == 302
    connection.close()
    instance.python(ASK)
    wait_until(lambda: instance.python(ERROR) == "Cet import n’existe plus.")
    server.send_signal(signal.SIGTERM)
    output, _ = server.communicate(timeout=60)
    assert server.returncode == 0
    assert f"Terreau est prêt : http://127.0.0.1:{port}/" in output
    assert not is_open(port)


@pytest.mark.sqlite_is_enough  # it looks at processes, not at rows
@pytest.mark.django_db
def test_a_killed_server_leaves_neither_web_nor_worker_behind(instance):
    port = free_port()
    server = instance.start_from_cold(
        "-m", "config.cli", "serve", "--port", str(port), "--workers", "1"
    )
    wait_until(lambda: is_open(port))
    server.send_signal(signal.SIGKILL)
    server.wait()
    wait_until(lambda: not is_open(port))
    wait_until(lambda: not instance.processes())


def test_a_port_already_taken_is_told(tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        done = Instance(tmp_path).terreau_from_cold("serve", "--port", str(holder.getsockname()[1]))
    assert done.returncode == 1
    assert "est déjà pris" in done.stdout


@pytest.mark.django_db
def test_kill_9_in_the_demo_leaves_no_half_france(instance):
    before = instance.python(COUNT)
    demo = instance.start_from_cold("-m", "config.cli", "demo", "--no-serve")
    for line in demo.stdout:
        if "Territoires : 3/" in line:
            break
    demo.send_signal(signal.SIGKILL)
    demo.wait()
    assert instance.python(COUNT) == before
