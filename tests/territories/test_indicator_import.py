"""A person's file of figures: previewed, refused line by line, written, taken back, unchanged."""

import datetime

import pytest

from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.datasets import get_dataset
from terreau.core.exchange.sheets import write_errors, write_export
from terreau.core.exchange.undoing import undo_run
from terreau.core.models import ImportRun
from tests.accounts.factories import make_person
from tests.territories.factories import unit
from tests.territories.indicator_factories import figure, make_indicator, put

NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
HEADINGS = "Indicateur;Niveau;Code;Année;Valeur;État"
CHARENTON, MAURICE = "94018", "94069"


@pytest.fixture
def odile(val_de_marne):
    make_indicator("local-jardins", is_local=True)
    make_indicator("local-part", "none", is_local=True, unit="rate")
    return make_person("Odile Staff", email="odile@example.org", is_staff=True)


@pytest.fixture
def bring(odile):
    def bring(*rows: str, content: bytes = b"") -> ImportRun:
        return receive_file(
            dataset=get_dataset("indicateurs"),
            file_name="jardins.csv",
            content=content or "\r\n".join([HEADINGS, *rows]).encode(),
            by=odile,
            now=NOW,
        )

    return bring


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.create_count, run.change_count, run.same_count, run.reject_count


def held(code: str) -> float | None:
    return figure([unit("commune", code)], "local-jardins").value


class TestImport:
    def test_figures_are_written_on_agreement_only(self, bring, odile) -> None:
        run = bring(
            f"local-jardins;commune;{CHARENTON};2024;3;",
            f"local-jardins;;{MAURICE};2024;;secret",
            "local-jardins;département;94;2024;40;connu",
        )
        assert counts(run) == (3, 0, 0, 0)
        assert held(CHARENTON) is None
        confirm_run(run, by=odile, now=NOW)
        assert held(CHARENTON) == 3
        assert figure([unit("commune", MAURICE)], "local-jardins").suppressed == 1
        assert figure([unit("departement", "94")], "local-jardins").is_published

    def test_each_fault_has_its_sentence(self, bring, odile) -> None:
        run = bring(
            "local-licornes;commune;94018;2024;3;",
            "densite;commune;94018;2024;3;",
            "local-jardins;commune;99999;2024;3;",
            "local-jardins;commune;94018;24;3;",
            "local-jardins;commune;94018;2024;;",
            "local-jardins;commune;94018;2023;3;secret",
            "local-part;commune;94018;2024;62;",
        )
        assert counts(run) == (0, 0, 0, 7)
        told = write_errors(get_dataset("indicateurs"), run, "csv").decode()
        for words in (
            "Aucun indicateur n’a cet identifiant",
            "il s’actualise à la source",
            "Aucun territoire d’aujourd’hui",
            "quatre chiffres",
            "Cette ligne n’a pas de valeur",
            "gardez l’un des deux",
            "62 % s’écrit 0,62",
        ):
            assert words in told

    def test_others_of_the_series_stay_and_undoing_brings_back(self, bring, odile) -> None:
        put("local-jardins", 2024, {CHARENTON: 3, "94028": 9})
        run = bring(
            f"local-jardins;commune;{CHARENTON};2024;5;",
            f"local-jardins;commune;{MAURICE};2024;2;",
            "local-jardins;commune;94028;2024;9;",
        )
        assert counts(run) == (1, 1, 1, 0)
        confirm_run(run, by=odile, now=NOW)
        assert (held(CHARENTON), held(MAURICE), held("94028")) == (5, 2, 9)
        run.refresh_from_db()
        undo_run(run, by=odile, now=NOW)
        assert (held(CHARENTON), held(MAURICE), held("94028")) == (3, None, 9)

    def test_a_secret_can_be_lifted_and_a_value_hidden(self, bring, odile) -> None:
        put("local-jardins", 2024, {CHARENTON: 3, MAURICE: None})
        run = bring(
            f"local-jardins;commune;{CHARENTON};2024;;secret",
            f"local-jardins;commune;{MAURICE};2024;2;connu",
        )
        assert counts(run) == (0, 2, 0, 0)
        confirm_run(run, by=odile, now=NOW)
        assert held(CHARENTON) is None
        assert held(MAURICE) == 2
        run.refresh_from_db()
        undo_run(run, by=odile, now=NOW)
        assert held(CHARENTON) == 3
        assert figure([unit("commune", MAURICE)], "local-jardins").suppressed == 1

    def test_a_file_without_states_lifts_a_secret(self, bring, odile) -> None:
        put("local-jardins", 2024, {MAURICE: None})
        rows = ["Indicateur;Code;Année;Valeur", f"local-jardins;{MAURICE};2024;2,0"]
        run = bring(content="\r\n".join(rows).encode())
        assert counts(run) == (0, 1, 0, 0)
        confirm_run(run, by=odile, now=NOW)
        assert held(MAURICE) == 2

    def test_what_goes_out_comes_back_identical(self, bring, odile) -> None:
        put("local-jardins", 2024, {CHARENTON: 3.25, MAURICE: None})
        put("local-jardins", 2022, {CHARENTON: 1})
        sheet = write_export(get_dataset("indicateurs"), odile, "csv")
        run = bring(content=sheet)
        assert counts(run) == (0, 0, 3, 0)
        assert write_export(get_dataset("indicateurs"), odile, "csv") == sheet

    def test_the_figures_of_a_perimeter_can_be_brought_again(self, bring, odile, client) -> None:
        put("local-jardins", 2024, {CHARENTON: 3})
        address = "/territoires/indicateurs/chiffres.csv?t=commune:94018&i=local-jardins"
        run = bring(content=b"".join(client.get(address)))
        assert counts(run) == (0, 0, 1, 0)

    def test_a_file_of_no_rights_is_refused(self, odile) -> None:
        ama = make_person("Ama Membre", email="ama@example.org")
        dataset = get_dataset("indicateurs")
        assert not dataset.can_import(ama)
        assert not dataset.can_export(ama)
        assert dataset.can_import(odile)
