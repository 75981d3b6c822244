"""Newer official files: old codes stay with their successors, faults leave the old referential."""

import datetime
import signal
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from terreau.territories.models import ReferenceImport, ReferenceSource, Succession, Territory
from terreau.territories.refreshing import RefreshRefusedError, refresh_referential
from terreau.territories.search import find_territories
from terreau.territories.vintages import ensure_sources
from tests.territories.factories import commune_line, communes_file, movement_line, movements_file

NOW = timezone.now()


def merge_files(folder: Path) -> tuple[Path, Path]:
    """Saint-Maurice joins Charenton; a code never seen before had joined Créteil."""
    communes = communes_file(folder, without={"94069"})
    moves = movements_file(
        folder,
        movement_line("94069", "94018"),
        movement_line("94900", "94028", day="1999-01-01"),
        movement_line("94018", "94018"),
    )
    return communes, moves


@pytest.mark.usefixtures("val_de_marne")
class TestRefresh:
    def test_a_merged_commune_stays_obsolete_with_its_successor(self, tmp_path: Path) -> None:
        for path in merge_files(tmp_path):
            refresh_referential(path, now=NOW)
        gone = Territory.objects.get(kind="commune", code="94069")
        assert gone.is_obsolete
        move = Succession.objects.get(predecessor=gone)
        assert move.successor.code == "94018"
        assert move.on == datetime.date(2026, 1, 1)
        assert not Territory.objects.communes().filter(code="94069").exists()
        assert find_territories("94069")[0].code == "94018"
        assert find_territories("94900")[0].code == "94028"

    def test_the_import_is_recorded_with_its_refused_rows(self, tmp_path: Path) -> None:
        bad = ("COM,1001,84,01,,,,,,Abimée,,", "COM,99001,11,99,,,,,,Ailleurs,,")
        done = refresh_referential(communes_file(tmp_path, more=bad), now=NOW)[0]
        assert done.vintage == "2027"
        assert done.rejected_count == 2
        assert "zéro" in done.rejected[0]["reason"]
        assert "n’est pas chargé" in done.rejected[1]["reason"]
        assert done.made_obsolete == 0

    def test_a_new_commune_has_unknown_figures(self, tmp_path: Path) -> None:
        more = (commune_line("94099", "Nouvelle-Ville"),)
        refresh_referential(communes_file(tmp_path, more=more), now=NOW)
        created = Territory.objects.get(kind="commune", code="94099")
        assert created.population is None
        assert created.departement.code == "94"
        assert find_territories("nouvelle ville")[0] == created

    def test_twice_the_same_file_changes_nothing(self, tmp_path: Path) -> None:
        communes, moves = merge_files(tmp_path)
        for path in (communes, moves):
            refresh_referential(path, now=NOW)
        before = list(Territory.objects.order_by("pk").values())
        again = [refresh_referential(path, now=NOW)[0] for path in (communes, moves)]
        assert [line.created + line.changed + line.made_obsolete for line in again] == [0, 0]
        assert list(Territory.objects.order_by("pk").values()) == before
        assert Succession.objects.count() == 2

    def test_an_incomplete_file_is_refused_and_changes_nothing(self, tmp_path: Path) -> None:
        path = communes_file(tmp_path, without={f"940{n:02}" for n in range(60)})
        with pytest.raises(RefreshRefusedError, match="incomplet"):
            refresh_referential(path, now=NOW)
        assert not Territory.objects.filter(is_obsolete=True).exists()

    @pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"PK\x03\x04rubbish", b"\x00\x01"])
    def test_another_file_is_refused_in_a_sentence(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "autre.csv"
        path.write_bytes(content)
        with pytest.raises(RefreshRefusedError, match="vérifiez que c’est le bon fichier"):
            refresh_referential(path, now=NOW)

    @pytest.mark.usefixtures("command_for_val_de_marne")
    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="introuvable"):
            call_command("refresh_territories", file=tmp_path / "absent.csv", embedded=False)

    def test_addresses_are_fetched_only_when_asked(self, tmp_path: Path) -> None:
        communes, moves = merge_files(tmp_path)
        served = {"/" + path.name: path.read_bytes() for path in (communes, moves)}
        with serving(served) as address:
            ensure_sources()
            for path, slug in ((communes, "communes"), (moves, "mouvements")):
                ReferenceSource.objects.filter(slug=f"insee-cog-{slug}").update(
                    url=f"{address}/{path.name}"
                )
            done = refresh_referential(now=NOW)
        assert [line.etag for line in done] == ['"un"', '"un"']
        assert Territory.objects.get(kind="commune", code="94069").is_obsolete

    def test_an_address_that_does_not_answer_is_told(self) -> None:
        ensure_sources()
        ReferenceSource.objects.filter(is_refreshable=True).update(url="http://127.0.0.1:9/x.csv")
        with pytest.raises(RefreshRefusedError, match="--file"):
            refresh_referential(now=NOW)
        assert ReferenceImport.objects.filter(refusal="").count() == 1
        assert "ne répond pas" in ReferenceImport.objects.exclude(refusal="").get().refusal


class serving:  # noqa: N801 — a context manager
    """Serve bytes on this machine."""

    def __init__(self, files: dict[str, bytes]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("ETag", '"un"')
                self.end_headers()
                self.wfile.write(files[self.path])

            def log_message(self, *_args) -> None:
                """Stay silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_error) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.django_db
class TestPage:
    def test_staff_see_it_and_members_are_refused_with_the_reason(self, client) -> None:
        people = get_user_model().objects
        client.force_login(people.create_user("sofia@exemple.test", full_name="S", is_staff=True))
        assert client.get("/territoires/actualiser/").status_code == 200
        client.force_login(people.create_user("ama@exemple.test", full_name="Ama"))
        refused = client.get("/territoires/actualiser/")
        assert refused.status_code == 403
        assert "administrent" in refused.content.decode()

    def test_asking_makes_one_job(self, client) -> None:
        person = get_user_model().objects.create_user(
            "sofia@exemple.test", full_name="S", is_staff=True
        )
        client.force_login(person)
        first = client.post("/territoires/actualiser/")
        again = client.post("/territoires/actualiser/")
        assert first.status_code == 302
        assert first["Location"] == again["Location"]


KILLED = """
import os, signal, sys
from pathlib import Path
from django.utils import timezone
from terreau.territories.refreshing import refresher
applied = refresher.apply_communes
def die_after(rows):
    applied(rows)
    os.kill(os.getpid(), signal.SIGKILL)
refresher.apply_communes = die_after
refresher.refresh_referential(Path(sys.argv[1]), now=timezone.now())
"""
LOAD = """
from terreau.territories.loading import load_referential
load_referential({"94"})
"""
COUNT = """
from terreau.territories.models import Territory, ReferenceImport
print(Territory.objects.communes().count(), ReferenceImport.objects.count())
"""


@pytest.mark.django_db
def test_kill_in_the_middle_leaves_the_old_referential(instance, tmp_path: Path) -> None:
    instance.python(LOAD)
    before = instance.python(COUNT)
    lines = ["TYPECOM,COM,REG,DEP,LIBELLE"]
    lines += [f"COM,94{n:03},11,94,Autre {n}" for n in range(1, 90)]
    path = tmp_path / "v_commune_2027.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    killed = instance.run("-c", KILLED, str(path))
    assert killed.returncode == -signal.SIGKILL, killed.stdout
    assert instance.python(COUNT) == before == "47 1"
