"""A source that answers garbage or half a file: what was known stays, and the reason is said."""

import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from terreau.territories.models import IndicatorSeries, ReferenceImport, ReferenceSource, Territory
from terreau.territories.refreshing import RefreshRefusedError
from terreau.territories.refreshing.indicators import Wish, refresh_indicators
from terreau.territories.vintages import ensure_sources
from tests.territories.test_sources import EXTRACTS, copied, load, reasons, value

pytestmark = pytest.mark.usefixtures("val_de_marne")
FILOSOFI = "cc_filosofi_2021_COM.csv"


def refused(path: Path, message: str, *, slug: str = "", wish: Wish | None = None) -> None:
    """Check that a file is refused and that the figures loaded before it are still there."""
    load(EXTRACTS / FILOSOFI)
    with pytest.raises(RefreshRefusedError, match=message):
        refresh_indicators(slug, path, wish=wish, now=timezone.now())
    assert value("94028", "niveau-de-vie-median", 2021) == 20100


class TestGarbage:
    def test_a_web_page_instead_of_a_table(self, tmp_path: Path) -> None:
        path = tmp_path / "cc_filosofi.csv"
        path.write_text("<!DOCTYPE html><html><body>Page introuvable</body></html>")
        refused(path, "page web", slug="insee-filosofi")
        kept = ReferenceImport.objects.exclude(refusal="").get()
        assert kept.source.slug == "insee-filosofi"

    def test_an_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "vide.csv"
        path.write_bytes(b"")
        refused(path, "vide")

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        path = tmp_path / "image.csv"
        path.write_bytes(bytes(range(256)) * 20)
        refused(path, "pas un tableau")

    def test_a_broken_archive(self, tmp_path: Path) -> None:
        whole = tmp_path / "whole.zip"
        with zipfile.ZipFile(whole, "w") as archive:
            archive.write(EXTRACTS / FILOSOFI, FILOSOFI)
        path = tmp_path / "half.zip"
        path.write_bytes(whole.read_bytes()[:300])
        refused(path, "abîmée ou incomplète")

    def test_a_broken_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "grille.xlsx"
        path.write_bytes(b"PK\x03\x04" + b"rien" * 50)
        refused(path, "classeur")

    def test_a_table_of_no_known_source(self, tmp_path: Path) -> None:
        path = tmp_path / "autre.csv"
        path.write_text("nom;prénom\nUn;Deux\n")
        refused(path, "ne reconnaît pas")

    def test_the_file_of_another_source(self) -> None:
        refused(EXTRACTS / "BPE23.csv", "autre source", slug="insee-filosofi")

    def test_a_file_that_does_not_exist(self, tmp_path: Path) -> None:
        refused(tmp_path / "absent.csv", "introuvable")

    def test_an_unknown_source(self) -> None:
        with pytest.raises(RefreshRefusedError, match="Connues : "):
            refresh_indicators("autre", now=timezone.now())


class TestHalfAFile:
    def test_it_stops_in_the_middle_of_a_line(self, tmp_path: Path) -> None:
        text = (EXTRACTS / FILOSOFI).read_text()
        path = tmp_path / FILOSOFI
        path.write_text(text[: text.index("94069") + 20])
        refused(path, "ligne 4")

    def test_it_stops_between_two_lines(self, tmp_path: Path) -> None:
        text = (EXTRACTS / FILOSOFI).read_text()
        path = tmp_path / FILOSOFI
        path.write_text(text[: text.index("94069")])
        refused(path, "2 communes, là où 48 sont attendues")

    def test_fewer_communes_than_the_series_before(self, tmp_path: Path) -> None:
        codes = list(Territory.objects.communes().values_list("code", flat=True))
        header, first, *_rest = (EXTRACTS / FILOSOFI).read_text().splitlines()
        full = tmp_path / FILOSOFI
        full.write_text("\n".join([header, *(c + first[5:] for c in codes)]) + "\n")
        load(full, wish=Wish())
        path = tmp_path / "cc_filosofi_2021_bis.csv"
        hidden = first[5:].replace("27010", "nd")
        path.write_text(
            "\n".join(
                [header, *(c + (first[5:] if n < 20 else hidden) for n, c in enumerate(codes))]
            )
        )
        with pytest.raises(RefreshRefusedError, match="20 communes, là où 48"):
            load(path, wish=Wish())
        series = IndicatorSeries.objects.get(indicator__slug="niveau-de-vie-median", year=2021)
        assert series.known == 48

    def test_missing_columns(self, tmp_path: Path) -> None:
        path = tmp_path / "liste-frr.csv"
        path.write_text("Code_insee;FRR\n94018;FRR\n")
        refused(path, "date de son classement")


class TestRows:
    def test_lost_zeros_unknown_codes_doubles_and_words_are_told_apart(self, tmp_path) -> None:
        path = copied(
            tmp_path, FILOSOFI, ("94069;", "9406;"), ("94080;", "94777;"), ("84000", "beaucoup")
        )
        with path.open("a") as file:
            file.write(path.read_text().splitlines()[1] + "\n")
        row = load(path)
        assert row.rejected_count == 4
        for word in ("deux fois", "zéro", "94777", "« beaucoup »"):
            assert word in reasons(row)

    def test_places_that_are_not_loaded_are_counted_apart(self, tmp_path: Path) -> None:
        row = load(copied(tmp_path, FILOSOFI, ("94069;", "01004;")))
        assert row.rejected_count == 0
        assert "pas chargés" in " ".join(row.notes)

    def test_a_file_of_elsewhere_only_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "chiffres.csv"
        path.write_text("code;annee;indicateur;valeur\n01004;2024;emplois;3\n")
        refused(path, "aucun territoire chargé ici")

    def test_negative_counts_are_left_out(self, tmp_path: Path) -> None:
        row = load(copied(tmp_path, FILOSOFI, ("94018;14500", "94018;-14500")))
        assert "négatif" in reasons(row)


@pytest.fixture
def served() -> Iterator[tuple[str, dict]]:
    """Serve what a test puts in the answer."""
    answer = {"body": b"", "length": None, "status": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answer["body"]
            self.send_response(answer["status"])
            self.send_header("Content-Length", str(answer["length"] or len(body)))
            self.send_header("ETag", '"abc"')
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{FILOSOFI}", answer
    server.shutdown()
    server.server_close()


def at_address(url: str) -> None:
    """Give the address to one source, and to no other."""
    ensure_sources()
    ReferenceSource.objects.update(url="")
    ReferenceSource.objects.filter(slug="insee-filosofi").update(url=url)


class TestAddresses:
    def test_the_file_of_the_address_is_loaded_with_its_mark(self, served) -> None:
        url, answer = served
        answer["body"] = (EXTRACTS / FILOSOFI).read_bytes()
        at_address(url)
        [row] = refresh_indicators("insee-filosofi", wish=Wish(is_extract=True), now=timezone.now())
        assert (row.etag, row.origin) == ('"abc"', url)
        assert len(row.sha256) == 64

    def test_half_an_answer_is_refused_and_written_down(self, served) -> None:
        url, answer = served
        answer["body"] = (EXTRACTS / FILOSOFI).read_bytes()[:-200]
        answer["length"] = len(answer["body"]) + 200
        at_address(url)
        with pytest.raises(RefreshRefusedError, match="incompl"):
            refresh_indicators("insee-filosofi", now=timezone.now())
        assert ReferenceImport.objects.filter(source__slug="insee-filosofi").exists()

    def test_a_dead_address_does_not_stop_the_others(self, served) -> None:
        url, answer = served
        answer["body"] = (EXTRACTS / FILOSOFI).read_bytes()
        at_address(url)
        ReferenceSource.objects.filter(slug="insee-bpe").update(url="http://127.0.0.1:9/bpe.csv")
        said: list[str] = []
        done = refresh_indicators(
            wish=Wish(is_extract=True),
            progress=lambda _done, _total, message: said.append(message),
            now=timezone.now(),
        )
        assert [row.source.slug for row in done] == ["insee-filosofi"]
        assert "ne répond pas" in said[-1]

    def test_no_address_asks_for_a_file(self) -> None:
        at_address("")
        with pytest.raises(RefreshRefusedError, match="donnez un fichier"):
            refresh_indicators(now=timezone.now())


class TestCommand:
    def test_it_says_what_it_did(self, capsys) -> None:
        call_command("refresh_indicators", file=EXTRACTS / FILOSOFI, extract=True)
        said = capsys.readouterr().out
        assert "Filosofi" in said
        assert "4 lignes lues" in said

    def test_it_refuses_with_a_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="introuvable"):
            call_command("refresh_indicators", "insee-filosofi", file=tmp_path / "absent.csv")
