"""The density grid: read as published, refused in a sentence, told with its base and vintage."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook

from terreau.territories.loading import load_referential
from terreau.territories.models import ReferenceImport, ReferenceSource, Territory
from terreau.territories.portraits import portray
from terreau.territories.refreshing import RefreshRefusedError, refresh_referential
from tests.territories.factories import unit

NOW = timezone.now()
LABELS = [
    *("CODGEO", "LIBGEO", "DENS", "LIBDENS", "PMUN21"),
    *(f"P{level}" for level in range(1, 8)),
]


def grid_file(
    folder: Path,
    *lines: tuple[object, object],
    headings: list[str] = LABELS,
    geography: str = "Géographie au 01/01/2024",
    name: str = "grille.xlsx",
) -> Path:
    """Write a workbook as INSEE does: titles, headings in words, then in codes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Grille_Densite"
    sheet.append(["Grille de densité"])
    sheet.append(["France – Niveau de densité (7 niveaux) des communes"])
    sheet.append([f"Mise en ligne le 28/05/2024       {geography}"])
    sheet.append(["\nCode \nCommune\n", "Libellé des communes\n", "Typo degré de \nDensité\n"])
    sheet.append(headings)
    for code, level in lines:
        sheet.append([code, "Une commune", level, "", 100, *[0] * 7])
    book.create_sheet("Documentation").append(["Grille de densité"])
    path = folder / name
    book.save(path)
    return path


@pytest.mark.usefixtures("val_de_marne")
class TestGrid:
    def test_a_commune_is_told_with_its_vintage(self, tmp_path: Path, client: Client) -> None:
        page = unit("commune", "94018").get_absolute_url()
        before = client.get(page).text
        assert "n’est pas encore chargée sur cette instance" in before
        done = refresh_referential(grid_file(tmp_path, ("94018", 1), ("94069", 5)), now=NOW)[0]
        assert (done.rows, done.changed, done.rejected_count) == (2, 2, 0)
        assert (done.source.slug, done.vintage) == ("insee-grille-densite", "2024")
        assert ReferenceSource.objects.get(pk=done.source_id).vintage == "2024"
        text = client.get(page).text
        assert "grands centres urbains, commune urbaine" in text
        assert "(INSEE, grille de densité 2024)" in text
        rural = client.get(unit("commune", "94069").get_absolute_url()).text
        assert "bourgs ruraux, commune rurale" in rural

    def test_a_unit_tells_shares_of_inhabitants_with_their_base(
        self, tmp_path: Path, client: Client
    ) -> None:
        refresh_referential(grid_file(tmp_path, ("94018", 1), ("94069", 5)), now=NOW)
        people = {code: unit("commune", code).population for code in ("94018", "94069")}
        whole = unit("departement", "94")
        grid = portray(whole).grid
        assert grid.rural_rate == people["94069"] / sum(people.values())
        assert [label for label, _rate in grid.shares] == [
            "grands centres urbains",
            "bourgs ruraux",
        ]
        assert sum(rate for _label, rate in grid.shares) == pytest.approx(1)
        assert grid.base == "2 communes connues sur 47"
        text = client.get(whole.get_absolute_url()).text
        assert "des habitants vivent dans une commune rurale" in text
        assert "grille de densité 2024 ; 2 communes connues sur 47" in text

    def test_the_page_of_a_unit_asks_no_more_once_the_grid_is_there(
        self, tmp_path: Path, client: Client, django_assert_max_num_queries
    ) -> None:
        page = unit("epci", "200054781").get_absolute_url()
        with CaptureQueriesContext(connection) as before:
            client.get(page)
        refresh_referential(grid_file(tmp_path, ("94018", 1)), now=NOW)
        with django_assert_max_num_queries(len(before)):
            assert client.get(page).status_code == 200

    def test_refused_lines_are_told_with_their_number(self, tmp_path: Path) -> None:
        lines = [("94018", 9), ("94018", 1), ("94018", 2), ("99999", 1), (1001, 6), ("94069", None)]
        done = refresh_referential(grid_file(tmp_path, *lines), now=NOW)[0]
        told = {line["line"]: line["reason"] for line in done.rejected}
        assert list(told) == [6, 8, 9, 10, 11]
        assert "n’est pas un nombre de 1 à 7" in told[6]
        assert "donné deux fois" in told[8]
        assert "n’existe plus" in told[9]
        assert "zéro" in told[10]
        assert unit("commune", "94018").density_class == 1
        assert unit("commune", "94069").density_class is None

    def test_twice_the_same_file_changes_nothing(self, tmp_path: Path) -> None:
        path = grid_file(tmp_path, ("94018", 1))
        refresh_referential(path, now=NOW)
        assert refresh_referential(path, now=NOW)[0].changed == 0

    def test_loading_the_referential_again_keeps_the_levels(self, tmp_path: Path) -> None:
        refresh_referential(grid_file(tmp_path, ("94018", 1)), now=NOW)
        ReferenceImport.objects.all().delete()
        load_referential({"94", "75"})
        assert unit("commune", "94018").density_class == 1

    def test_the_year_is_read_in_the_name_when_no_title_says_it(self, tmp_path: Path) -> None:
        path = grid_file(tmp_path, ("94018", 1), geography="", name="fichier_diffusion_2026.xlsx")
        assert refresh_referential(path, now=NOW)[0].vintage == "2026"
        assert unit("commune", "94018").density_year == 2026

    @pytest.mark.parametrize(
        ("headings", "said"),
        [
            (["CODE", *LABELS[1:]], "aucune de ses feuilles n’a de colonne CODGEO"),
            ([*LABELS[:2], "X", *LABELS[3:]], "la colonne DENS"),
            (LABELS[:8], "grille à trois niveaux"),
        ],
    )
    def test_another_workbook_is_refused_in_a_sentence(
        self, tmp_path: Path, headings: list[str], said: str
    ) -> None:
        path = grid_file(tmp_path, ("94018", 1), headings=headings)
        with pytest.raises(RefreshRefusedError, match=said):
            refresh_referential(path, now=NOW)
        assert not Territory.objects.exclude(density_class=None).exists()

    @pytest.mark.usefixtures("command_for_val_de_marne")
    def test_a_damaged_workbook_is_told_on_the_command_line(self, tmp_path: Path) -> None:
        sound = grid_file(tmp_path, ("94018", 1)).read_bytes()
        start = sound.index(b"xl/worksheets/sheet1.xml")
        path = tmp_path / "abime.xlsx"
        path.write_bytes(sound[: start + 40] + b"\x00" * 60 + sound[start + 100 :])
        with pytest.raises(CommandError, match="abîmé"):
            call_command("refresh_territories", file=path, embedded=False)


@pytest.mark.reference
@pytest.mark.usefixtures("val_de_marne")
def test_the_published_grid_is_read(reference_data: Path) -> None:
    path = reference_data / "territories" / "insee_grille_densite_7_niveaux_2024.xlsx"
    done = refresh_referential(path, now=NOW)[0]
    assert done.vintage == "2024"
    assert done.rows > 34_900
    communes = Territory.objects.communes()
    assert done.rows - done.rejected_count == communes.count()
    assert not communes.filter(density_class=None).exists()
    assert unit("commune", "75056").density_class == 1
    assert portray(unit("departement", "94")).grid.base == "47 communes connues sur 47"
