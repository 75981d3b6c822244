"""An address that misbehaves, a file made to harm, a machine that gives up: nothing is lost."""

import errno
import hashlib
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from terreau.territories.models import ReferenceImport, ReferenceSource
from terreau.territories.refreshing import RefreshRefusedError, keeping
from terreau.territories.refreshing.indicators import Wish, refresh_indicators
from terreau.territories.refreshing.refresher import refresh_referential
from terreau.territories.sources import faults, fetching, tables
from terreau.territories.vintages import ensure_sources
from tests.accounts.factories import make_person
from tests.territories.test_source_faults import FILOSOFI, at_address
from tests.territories.test_sources import EXTRACTS, load, value

FILE = EXTRACTS / FILOSOFI
AN_EXTRACT = Wish(is_extract=True)


class Portal:
    """A host that answers what a test puts in it."""

    def __init__(self) -> None:
        portal = self
        self.body, self.status, self.headers = FILE.read_bytes(), 200, {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(portal.status)
                told = {"Content-Length": str(len(portal.body))} | portal.headers
                for name, text in told.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(portal.body)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_port

    def url(self, host: str = "127.0.0.1") -> str:
        """The address of its file."""
        return f"http://{host}:{self.port}/{FILOSOFI}"

    def sends_to(self, address: str) -> None:
        """Answer with a redirection."""
        self.body, self.status, self.headers = b"", 302, {"Location": address}

    def close(self) -> None:
        """Free the port."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def portals() -> Iterator[tuple[Portal, Portal]]:
    """An official portal, and the host where its files are."""
    both = Portal(), Portal()
    yield both
    for portal in both:
        portal.close()


def fetch(slug: str = "insee-filosofi", **wish: Any) -> ReferenceImport:
    """Fetch the address of a source."""
    [row] = refresh_indicators(slug, wish=Wish(is_extract=True, **wish), now=timezone.now())
    return row


def refused(message: str) -> ReferenceImport:
    """Check that the address is refused, that the journal says it, and that nothing has changed."""
    load(FILE)
    with pytest.raises(RefreshRefusedError, match=message):
        fetch()
    assert value("94028", "niveau-de-vie-median", 2021) == 20100
    row = ReferenceImport.objects.exclude(refusal="").get()
    assert row.source.slug == "insee-filosofi"
    return row


@pytest.mark.usefixtures("val_de_marne")
class TestAddresses:
    def test_a_web_page_with_an_answer_of_success(self, portals) -> None:
        portals[0].body = b"<!DOCTYPE html><html><body>En maintenance</body></html>"
        at_address(portals[0].url())
        assert "page web" in refused("page web").refusal

    def test_an_address_that_is_no_more(self, portals) -> None:
        portals[0].status = 404
        at_address(portals[0].url())
        assert "404" in refused("ne répond pas").refusal

    def test_a_redirection_on_the_same_host_is_followed(self, portals) -> None:
        portals[0].sends_to(portals[1].url())
        at_address(portals[0].url())
        assert fetch().notes == []

    def test_another_public_host_is_followed_and_told(self, portals, monkeypatch) -> None:
        portals[0].sends_to(portals[1].url("localhost"))
        at_address(portals[0].url())
        monkeypatch.setattr(fetching, "is_public", lambda host: host == "localhost")
        assert f"renvoyé vers « {portals[1].url('localhost')} »" in fetch().notes[0]

    def test_a_host_of_the_inside_is_not(self, portals) -> None:
        portals[0].sends_to(portals[1].url("localhost"))
        at_address(portals[0].url())
        refused("ne suit pas")

    def test_a_file_of_the_machine_is_not(self, portals) -> None:
        portals[0].sends_to("file:///etc/hostname")
        at_address(portals[0].url())
        refused("ne suit pas|ne répond pas")

    def test_a_promise_larger_than_any_file_is_not_waited_for(self, portals, monkeypatch) -> None:
        monkeypatch.setattr(fetching, "LARGEST", 100)
        at_address(portals[0].url())
        refused("démesuré")

    def test_a_refusal_of_the_official_codes_is_written_down_too(self, portals) -> None:
        portals[0].body = b"<html>Page introuvable</html>"
        ensure_sources()
        ReferenceSource.objects.update(url="")
        ReferenceSource.objects.filter(slug="insee-cog-communes").update(url=portals[0].url())
        with pytest.raises(RefreshRefusedError):
            refresh_referential(now=timezone.now())
        assert ReferenceImport.objects.filter(source__slug="insee-cog-communes").get().refusal


class TestHosts:
    def test_what_stands_inside_is_not_public(self) -> None:
        for host in ("127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "::1"):
            assert not fetching.is_public(host)
        assert fetching.is_public("193.51.24.30")

    def test_secrecy_is_not_given_up_on_the_way(self) -> None:
        asked = fetching.urllib.request.Request("https://www.insee.fr/a.zip")
        with pytest.raises(fetching.FetchError, match="ne suit pas"):
            fetching._Follower().redirect_request(
                *(asked, None, 302, "", {}, "http://www.insee.fr/a.zip")
            )


@pytest.mark.usefixtures("val_de_marne")
class TestFingerprint:
    def test_the_expected_one_is_taken_and_another_refused(self) -> None:
        digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
        assert load(FILE, wish=Wish(is_extract=True, sha256=digest.upper())).sha256 == digest
        with pytest.raises(RefreshRefusedError, match="empreinte"):
            load(FILE, slug="insee-filosofi", wish=Wish(is_extract=True, sha256="0" * 64))
        assert "empreinte" in ReferenceImport.objects.exclude(refusal="").get().refusal

    def test_the_page_takes_it_and_the_journal_shows_the_one_found(self, client) -> None:
        client.force_login(make_person("Odile", email="odile@example.org", is_staff=True))
        ensure_sources()
        page = "/territoires/actualiser/insee-filosofi/"
        sent = SimpleUploadedFile(FILOSOFI, FILE.read_bytes())
        wrong = client.post(page, {"file": sent, "sha256": "trop court"})
        assert "64 signes" in wrong.text
        sent = SimpleUploadedFile(FILOSOFI, FILE.read_bytes())
        client.post(page, {"file": sent, "sha256": "0" * 64, "is_extract": "on"})
        for key in Job.objects.values_list("pk", flat=True):
            perform(str(key))
        assert "empreinte" in Job.objects.get().error
        found = hashlib.sha256(FILE.read_bytes()).hexdigest()
        assert f"empreinte {found[:12]}" in client.get(page).text

    def test_the_command_takes_it(self) -> None:
        with pytest.raises(CommandError, match="empreinte"):
            call_command("refresh_indicators", file=FILE, extract=True, sha256="0" * 64)


@pytest.mark.usefixtures("val_de_marne")
class TestBombs:
    def bomb(self, path: Path, name: str, size: int) -> Path:
        """Write an archive that is small until it is opened."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b"0" * size)
        return path

    def test_an_archive_that_grows_out_of_measure(self, tmp_path: Path) -> None:
        path = self.bomb(tmp_path / "bombe.zip", "cc_filosofi_2021_COM.csv", 60_000_000)
        assert path.stat().st_size < 100_000
        with pytest.raises(RefreshRefusedError, match="démesuré"):
            load(path, slug="insee-filosofi")
        assert "démesuré" in ReferenceImport.objects.exclude(refusal="").get().refusal

    def test_members_are_weighed_together(self, tmp_path: Path, monkeypatch) -> None:
        monkeypatch.setattr(tables, "LARGEST_CONTENT", 1_000)
        path = tmp_path / "deux.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.csv", "x" * 600)
            archive.writestr("b.csv", "y" * 600)
        with pytest.raises(RefreshRefusedError, match="démesuré"):
            load(path)

    def test_a_workbook_that_grows_out_of_measure(self, tmp_path: Path) -> None:
        path = self.bomb(tmp_path / "grille.xlsx", "xl/workbook.xml", 60_000_000)
        with pytest.raises(RefreshRefusedError, match="démesuré"):
            load(path)

    def test_an_honest_archive_is_not_one(self, tmp_path: Path) -> None:
        path = tmp_path / "filosofi.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(FILE, FILOSOFI)
        assert load(path).rows == 4


def no_room(*_args: object, **_more: object) -> None:
    """Fail as a disk without room does."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.usefixtures("val_de_marne")
class TestFullDisk:
    def test_while_fetching(self, portals, monkeypatch) -> None:
        at_address(portals[0].url())
        monkeypatch.setattr(fetching, "_write", no_room)
        refused("plus de place sur son disque")

    def test_while_unpacking(self, tmp_path: Path, monkeypatch) -> None:
        path = tmp_path / "filosofi.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(FILE, FILOSOFI)
        monkeypatch.setattr(tables, "refuse_bomb", no_room)
        with pytest.raises(RefreshRefusedError, match="plus de place"):
            load(path, slug="insee-filosofi")

    def test_while_writing(self, monkeypatch) -> None:
        load(FILE)

        def full(*_args: object, **_more: object) -> None:
            raise OperationalError("database or disk is full")

        monkeypatch.setattr(keeping, "write_many", full)
        with pytest.raises(RefreshRefusedError, match="plus de place"):
            load(FILE)
        assert value("94028", "niveau-de-vie-median", 2021) == 20100
        refusals = ReferenceImport.objects.exclude(refusal="")
        assert [row.source.slug for row in refusals] == ["insee-filosofi"]
        done = ReferenceImport.objects.filter(refusal="", source__slug="insee-filosofi")
        assert done.count() == 1, "the half loading is gone"

    def test_the_sentence_is_for_a_full_disk_only(self) -> None:
        assert faults.is_full(OSError(errno.ENOSPC, "No space left on device"))
        assert not faults.is_full(OSError(errno.ENOENT, "No such file"))
        assert not faults.is_full(ValueError("x"))
