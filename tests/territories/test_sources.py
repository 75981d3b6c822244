"""Each source on a small extract of its true layout, and every fault that a file can have."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from terreau.territories.indicators.perimeters import figures_of
from terreau.territories.models import (
    IndicatorSeries,
    ReferenceImport,
    Territory,
    TerritoryProgramme,
)
from terreau.territories.refreshing import RefreshRefusedError
from terreau.territories.refreshing.indicators import Wish, refresh_indicators
from tests.territories.factories import unit

EXTRACTS = Path(__file__).parent / "extracts"
NOW = timezone.now()
AN_EXTRACT = Wish(is_extract=True)
pytestmark = pytest.mark.usefixtures("val_de_marne")


def load(path: Path, *, slug: str = "", wish: Wish = AN_EXTRACT) -> ReferenceImport:
    """Load a file by hand."""
    [row] = refresh_indicators(slug, path, wish=wish, now=NOW)
    return row


def value(code: str, slug: str, year: int, kind: str = "commune") -> float | None:
    """Read the figure of one territory."""
    [figure] = figures_of([unit(kind, code)], [slug], year=year)
    return figure.value


def copied(tmp_path: Path, name: str, *changes: tuple[str, str], as_name: str = "") -> Path:
    """Copy an extract with some of its text changed."""
    text = (EXTRACTS / name).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / (as_name or name)
    path.write_text(text, encoding="utf-8")
    return path


def reasons(row: ReferenceImport) -> str:
    """Join the reasons of the refused rows."""
    return " ".join(line["reason"] for line in row.rejected)


class TestComparator:
    def test_each_column_says_its_year(self) -> None:
        row = load(EXTRACTS / "base_cc_comparateur.CSV")
        assert row.source.slug == "insee-comparateur"
        assert value("94018", "population-recensement", 2018) == 1000
        assert value("94018", "population-recensement", 2013) == 1000
        assert value("94018", "logements", 2018) == 500.5
        assert value("94018", "part-menages-imposes", 2019) == pytest.approx(0.615)

    def test_the_people_at_work_are_the_active_less_the_jobless(self) -> None:
        load(EXTRACTS / "base_cc_comparateur.CSV")
        assert value("94018", "actifs-occupes-15-64", 2018) == 900
        assert value("94018", "taux-chomage", 2018) == pytest.approx(100.5 / 1000.5)

    def test_points_and_commas_in_one_column_are_both_decimals_and_said(self, tmp_path) -> None:
        path = copied(tmp_path, "base_cc_comparateur.CSV", ("1.84;10;5;500.0;", "1.84;10;5;500,0;"))
        row = load(path)
        assert "P18_MEN" in " ".join(row.notes)
        assert value("94018", "menages", 2018) == 500

    def test_the_city_given_whole_is_not_added_to_its_districts(self) -> None:
        row = load(EXTRACTS / "base_cc_comparateur.CSV")
        assert value("75056", "population-recensement", 2018) == 9000
        assert "75101" in row.notes[0]

    def test_districts_alone_are_added_up_and_their_medians_are_not(self, tmp_path) -> None:
        load(copied(tmp_path, "base_cc_comparateur.CSV", ("75056;", "94033;")))
        assert value("75056", "population-recensement", 2018) == 1000
        assert value("75056", "niveau-de-vie-median", 2019) is None

    def test_a_commune_merged_since_is_counted_with_the_one_that_took_it(self, tmp_path) -> None:
        former = Territory.objects.filter(
            kind="former_commune", former_status="commune-deleguee", commune__code="94018"
        )
        Territory.objects.create(
            kind="former_commune",
            code="94999",
            name="Ancienne",
            commune=unit("commune", "94018"),
            former_status="commune-deleguee",
        )
        assert not former.filter(code="94018").exists()
        row = load(copied(tmp_path, "base_cc_comparateur.CSV", ("94069;", "94999;")))
        assert value("94018", "population-recensement", 2018) == 1500
        assert value("94018", "niveau-de-vie-median", 2019) == 27010
        notes = " ".join(row.notes)
        assert "94999" in notes
        assert "portait déjà son code" in notes


class TestFilosofi:
    def test_a_secret_is_not_a_missing_figure(self) -> None:
        load(EXTRACTS / "cc_filosofi_2021_COM.csv")
        series = IndicatorSeries.objects.get(indicator__slug="taux-pauvrete", year=2021)
        assert (series.known, series.suppressed) == (2, 2)
        [figure] = figures_of([unit("commune", "94069")], ["taux-pauvrete"], year=2021)
        assert (figure.value, figure.suppressed) == (None, 1)

    def test_decimal_commas_are_read(self) -> None:
        load(EXTRACTS / "cc_filosofi_2021_COM.csv")
        assert value("94018", "taux-pauvrete", 2021) == pytest.approx(0.12)
        assert value("94018", "rapport-interdecile", 2021) == pytest.approx(4.2)

    def test_a_median_has_no_mean_but_the_official_one_of_the_union_is_told(self) -> None:
        load(EXTRACTS / "cc_filosofi_2021_COM.csv")
        both = [unit("commune", "94018"), unit("commune", "94028")]
        [figure] = figures_of(both, ["niveau-de-vie-median"], year=2021)
        assert figure.value is None
        assert figure.reason
        load(EXTRACTS / "cc_filosofi_2021_EPCI.csv")
        assert value("200054781", "niveau-de-vie-median", 2021, "epci") == 24000
        assert value("94018", "niveau-de-vie-median", 2021) == 27010, "communes are kept"

    def test_a_share_over_one_hundred_is_left_out_alone(self, tmp_path: Path) -> None:
        row = load(copied(tmp_path, "cc_filosofi_2021_COM.csv", ("69,0;12,0", "69,0;112,0")))
        assert "dépasse 100 %" in reasons(row)
        assert "TP6021" in reasons(row)
        assert value("94018", "taux-pauvrete", 2021) is None
        assert value("94018", "niveau-de-vie-median", 2021) == 27010

    def test_the_file_of_another_year_is_refused_when_one_was_expected(self) -> None:
        path = EXTRACTS / "cc_filosofi_2021_COM.csv"
        with pytest.raises(RefreshRefusedError, match="2021, alors que vous attendiez 2023"):
            load(path, wish=Wish(2023, is_extract=True))
        assert not IndicatorSeries.objects.filter(indicator__slug="taux-pauvrete").exists()
        refused = ReferenceImport.objects.get(source__slug="insee-filosofi")
        assert "2023" in refused.refusal

    def test_another_vintage_is_another_year_and_erases_nothing(self, tmp_path: Path) -> None:
        load(EXTRACTS / "cc_filosofi_2021_COM.csv")
        text = (EXTRACTS / "cc_filosofi_2021_COM.csv").read_text()
        header, _newline, rest = text.partition("\n")
        path = tmp_path / "cc_filosofi_2019_COM.csv"
        path.write_text(header.replace("21;", "19;").replace("RD21", "RD19") + "\n" + rest)
        load(path)
        assert value("94018", "taux-pauvrete", 2019) == value("94018", "taux-pauvrete", 2021)


class TestRuralities:
    def test_classes_become_dated_memberships(self) -> None:
        row = load(EXTRACTS / "liste-communes-FRR-juillet2025.csv")
        held = {one.territory.code: one for one in TerritoryProgramme.objects.all()}
        assert held["94018"].programme == "frr"
        assert held["94018"].since == datetime.date(2024, 7, 1)
        assert held["94028"].programme == "frr_plus"
        assert held["94069"].is_partial
        assert "94080" not in held
        assert held["94041"].since is None
        assert held["94041"].listed_on == datetime.date(2025, 7, 10)
        assert row.rejected_count == 0

    def test_a_later_list_dates_the_exits(self, tmp_path: Path) -> None:
        header = "Code_insee;Departement;Commune;Classement FRR et FRR+ au {day};"
        codes = list(Territory.objects.communes().order_by("code").values_list("code", flat=True))
        for day, classed in (("10 juillet 2025", codes[:3]), ("1er janvier 2026", codes[1:3])):
            lines = [f"{c};94;X;{'FRR socle' if c in classed else 'Non classée'};" for c in codes]
            path = tmp_path / f"liste-{len(classed)}.csv"
            path.write_text("\n".join([header.format(day=day), *lines]) + "\n", encoding="utf-8")
            row = load(path, wish=Wish())
        gone = TerritoryProgramme.objects.get(territory__code=codes[0])
        assert gone.until == datetime.date(2026, 1, 1)
        assert TerritoryProgramme.objects.filter(until=None).count() == 2
        assert "plus dans la liste" in " ".join(row.notes)

    def test_an_older_list_is_refused(self, tmp_path: Path) -> None:
        name = "liste-communes-FRR-juillet2025.csv"
        load(EXTRACTS / name)
        older = copied(tmp_path, name, ("10 juillet 2025", "1er juillet 2024"))
        with pytest.raises(RefreshRefusedError, match="plus récente"):
            load(older)

    def test_an_unknown_class_is_refused_with_its_name(self, tmp_path: Path) -> None:
        name = "liste-communes-FRR-juillet2025.csv"
        row = load(copied(tmp_path, name, ("FRR socle", "Zone bleue")))
        assert "Zone bleue" in reasons(row)
