"""The database of facilities: each vintage has its own list of numbers, and none is guessed."""

from pathlib import Path

import pytest

from terreau.territories.indicators.perimeters import figures_of
from terreau.territories.indicators.registry_services import SERVICES
from terreau.territories.refreshing import RefreshRefusedError
from terreau.territories.sources import facilities
from terreau.territories.sources.codes import Codes
from terreau.territories.sources.facility_kinds import BY_CODE, CHECKED, KINDS, numberings
from terreau.territories.sources.known import recognise_file
from terreau.territories.sources.reading import Reading
from tests.territories.factories import unit
from tests.territories.test_sources import EXTRACTS, copied, load, reasons, value

OLD, DETAIL, CUBE = "bpe21_ensemble.csv", "BPE24.csv", "DS_BPE_2025_data.csv"


class TestTheList:
    def test_every_number_feeds_an_indicator_of_the_registry(self) -> None:
        counted = {one.slug for one in SERVICES if one.slug.startswith("equip-")}
        assert {kind.slug for kind in KINDS} == counted
        assert len(BY_CODE) == len(KINDS), "a number is listed once"

    def test_every_indicator_has_a_number_in_every_vintage(self) -> None:
        for year in CHECKED:
            for slug in {kind.slug for kind in KINDS}:
                assert numberings(slug, year), (slug, year)

    def test_a_vintage_has_one_numbering_but_the_one_in_doubt(self) -> None:
        for year in CHECKED:
            twice = {kind.slug for kind in KINDS if len(numberings(kind.slug, year)) > 1}
            assert bool(twice) is (year == 2023), (year, twice)

    def test_what_was_renumbered_is_told_by_year(self) -> None:
        assert numberings("equip-medecin", 2021) == [{"D201"}]
        assert numberings("equip-medecin", 2024) == [{"D265"}]
        assert numberings("equip-pharmacie", 2019) == [{"D301"}]
        assert numberings("equip-pharmacie", 2020) == [{"D307"}]
        assert numberings("equip-creche", 2024) == [{"D502"}]
        assert numberings("equip-creche", 2025) == [{"D502", "D509"}]


@pytest.mark.usefixtures("val_de_marne")
class TestVintages:
    def test_a_vintage_is_read_by_its_own_list(self) -> None:
        load(EXTRACTS / OLD)
        assert value("94018", "equip-medecin", 2021) == 9
        assert value("94018", "equip-infirmier", 2021) == 21
        assert value("94018", "equip-pharmacie", 2021) == 8
        assert value("94028", "equip-ecole", 2021) == 27
        assert value("94028", "equip-grande-surface", 2021) == 6

    def test_one_line_a_facility_is_counted(self) -> None:
        load(EXTRACTS / DETAIL)
        assert value("94018", "equip-medecin", 2024) == 2
        assert value("94018", "equip-gare", 2024) == 1
        assert value("94018", "equip-cinema", 2024) == 1
        assert value("94028", "equip-cinema", 2024) == 0

    def test_a_number_of_another_list_is_refused_in_a_sentence(self) -> None:
        row = load(EXTRACTS / DETAIL)
        assert row.rejected_count == 1
        assert "D201 (Médecin généraliste) n’est pas de la liste de 2024" in reasons(row)
        assert "sous D265" in reasons(row)
        assert value("94028", "equip-medecin", 2024) == 0

    def test_a_word_that_is_no_number_is_refused(self, tmp_path: Path) -> None:
        row = load(copied(tmp_path, DETAIL, ("A504", "Z9")))
        assert "« Z9 » n’est pas un type d’équipement" in reasons(row)

    def test_both_numberings_of_the_doubtful_vintage_are_not_added(self, tmp_path: Path) -> None:
        both = copied(tmp_path, DETAIL, ("2024;", "2023;"), as_name="BPE23.csv")
        row = load(both)
        assert "deux numérotations à la fois (D201, D265)" in " ".join(row.notes)
        assert value("94018", "equip-medecin", 2023) is None
        assert value("94018", "equip-gare", 2023) == 1

    def test_a_vintage_whose_list_was_not_checked_changes_nothing(self, tmp_path: Path) -> None:
        path = copied(tmp_path, OLD, ("2021;", "2014;"), as_name="bpe14_ensemble.csv")
        with pytest.raises(RefreshRefusedError, match="2014 n’a pas été vérifiée"):
            load(path)

    def test_a_newer_vintage_is_read_and_the_doubt_is_said(self, tmp_path: Path) -> None:
        row = load(copied(tmp_path, OLD, ("2021;", "2029;"), ("D201", "D265")))
        assert value("94018", "equip-medecin", 2029) == 9
        assert "lus comme ceux de 2025" in " ".join(row.notes)

    def test_melodi_gives_communes_and_kinds_among_its_totals(self) -> None:
        row = load(EXTRACTS / CUBE)
        assert row.source.slug == "insee-bpe"
        assert value("94018", "equip-medecin", 2025) == 13
        assert value("75056", "equip-medecin", 2025) == 2500, "its districts are in it already"
        assert value("94018", "equip-creche", 2025) == 11
        assert value("94018", "equip-poste", 2025) == 3
        assert value("94", "equip-medecin", 2025, "departement") == 13, "summed, not published"


class TestRatios:
    def test_the_nearest_population_divides_and_every_figure_says_it(self, val_de_marne) -> None:
        load(EXTRACTS / CUBE)
        place = unit("commune", "94018")
        [figure] = figures_of([place], ["medecins-pour-10000"])
        assert figure.year == 2025
        assert figure.value == pytest.approx(130_000 / place.population)
        assert " en 2025 pour " in figure.base
        assert figure.base.endswith(" en 2023")

    def test_the_same_year_is_not_said_twice(self, val_de_marne) -> None:
        load(EXTRACTS / "BPE23.csv")
        [figure] = figures_of([unit("commune", "94018")], ["medecins-pour-10000"])
        assert (figure.year, "2023" in figure.base) == (2023, False)

    def test_a_population_too_far_away_divides_nothing(self, val_de_marne, tmp_path: Path) -> None:
        load(copied(tmp_path, OLD, ("2021;", "2027;"), ("D201", "D265")))
        [figure] = figures_of([unit("commune", "94018")], ["medecins-pour-10000"], year=2027)
        assert figure.value is None
        assert "Aucun chiffre" in figure.reason

    def test_the_sheet_tells_the_rule_and_the_year(self, val_de_marne, client) -> None:
        load(EXTRACTS / CUBE)
        page = client.get("/territoires/indicateurs/medecins-pour-10000/").content.decode()
        assert "à 3 ans près" in page
        assert "dénominateur de 2023" in page
        assert (
            "à 3 ans près" not in client.get("/territoires/indicateurs/densite/").content.decode()
        )


class TestWholeCountry:
    def test_a_number_that_nobody_bears_leaves_the_kind_unknown(self, tmp_path: Path) -> None:
        departements = [f"{number:02}" for number in range(1, 96) if number != 20]
        communes = {f"{one}001": rank for rank, one in enumerate(departements, start=1)}
        lines = [f"2024;{code};{kind};1" for code in communes for kind in ("E107", "E108", "F303")]
        path = tmp_path / "bpe24_ensemble.csv"
        path.write_text("AN;DEPCOM;TYPEQU;NB_EQUIP\n" + "\n".join(lines) + "\n", encoding="utf-8")
        codes = Codes(communes=communes, departements=frozenset(departements))
        reading: Reading = facilities.to_series(facilities.read(path), codes)
        assert ("equip-cinema", 2024) in reading.series
        assert ("equip-gare", 2024) not in reading.series
        assert "n’a de E109 en 2024" in " ".join(reading.notes)

    def test_each_layout_is_recognised(self) -> None:
        for name in (OLD, DETAIL, CUBE, "BPE23.csv"):
            assert recognise_file(EXTRACTS / name) is facilities
