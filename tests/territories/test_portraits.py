"""Portraits say their bases before they draw; families explain themselves and rank nobody."""

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terreau.territories.bridge.twins import Settings
from terreau.territories.enums import IndicatorAggregation, IndicatorUnit
from terreau.territories.indicators.perimeters import Figure, figures_of
from terreau.territories.indicators.writing import write_series
from terreau.territories.models import Indicator, IndicatorSeries, Territory
from terreau.territories.twins import kept
from terreau.territories.twins.portrait import Line, Portrait
from terreau.territories.twins.searching import search_twins
from terreau.territories.twins.shelf import SIZE, shelf_of
from terreau.territories.twins.subjects import subject_of
from tests.territories.factories import unit

CHARENTON = "/territoires/commune/94018/"
PAIR = "/territoires/perimetre/{}/?t=commune:94018&t=commune:94069"


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def main_of(page: str) -> str:
    """What the page itself says, without the forms of its frame."""
    return page.split("<main")[1].split("</main>")[0]


def members(page: str) -> list[str]:
    """The members named on a page, in their order."""
    part = page.split("Ses membres, et pourquoi")[1].split("Où vit cette famille")[0]
    return [piece.split("</a>")[0].split(">")[-1] for piece in part.split("<strong>")[1:]]


@pytest.mark.usefixtures("val_de_marne")
class TestPortraits:
    def test_a_commune_speaks_before_it_draws(self, client) -> None:
        page = read(client, CHARENTON + "portrait/")
        assert page.index("En quelques phrases") < page.index("<svg", page.index("<main"))
        for words in (
            "dans l’ordinaire de sa famille",
            "dans des conditions comparables",
            "Huit semblables sur dix",
            "aucun rang n’est donné",
            "28 830 habitants",
            "1 commune sur 1",
        ):
            assert words in page, words

    def test_the_page_of_a_territory_leads_to_its_portrait(self, client) -> None:
        assert f'href="{CHARENTON}portrait/"' in read(client, CHARENTON)

    def test_a_family_says_why_and_how_far_it_holds(self, client) -> None:
        page = read(client, CHARENTON + "jumeaux/")
        for words in ("18 territoires vivent", "Proche par", "Différent par", "C’est une famille"):
            assert words in page, words
        found = members(page)
        assert len(found) == 18
        assert "Charenton-le-Pont" not in found

    def test_choices_are_in_the_address_and_count(self, client) -> None:
        usual = members(read(client, CHARENTON + "jumeaux/"))
        assert len(members(read(client, CHARENTON + "jumeaux/?membres=15"))) == 15
        apart = read(client, CHARENTON + "jumeaux/?sans=voisins")
        assert "Saint-Maurice" not in members(apart)
        assert members(apart) != usual
        weighted = read(client, CHARENTON + "jumeaux/?p-densite=0&p-population=0")
        assert members(weighted) != usual
        assert "<details open>" in weighted

    def test_a_choice_that_does_not_exist_is_said_and_changes_nothing(self, client) -> None:
        page = read(client, CHARENTON + "jumeaux/?membres=900&type=loterie&sans=tout&p-densite=9")
        assert len(members(page)) == 18
        assert "error" in page

    def test_nothing_left_to_compare_is_a_sentence(self, client) -> None:
        shelf = shelf_of("commune")
        names = "&".join(f"p-{one.name}=0" for one in shelf.frame.indicators)
        assert "tous les indicateurs" in read(client, f"{CHARENTON}jumeaux/?{names}")
        page = read(client, CHARENTON + "jumeaux/?sans=departement&sans=voisins")
        assert "75056" in page or "Aucun territoire ne répond" in page

    def test_a_free_perimeter_is_added_up_first(self, client) -> None:
        page = read(client, PAIR.format("portrait") + "&avec=commune&label=Les+deux+rives")
        assert "Les deux rives" in page
        assert "2 communes sur 2" in page
        family = read(client, PAIR.format("jumeaux") + "&avec=commune")
        assert len(members(family)) == 18
        assert not {"Charenton-le-Pont", "Saint-Maurice"} & set(members(family))

    def test_one_unit_alone_is_itself_and_an_empty_perimeter_an_invitation(self, client) -> None:
        alone = client.get("/territoires/perimetre/portrait/?t=commune:94018")
        assert alone["Location"] == CHARENTON + "portrait/"
        page = read(client, "/territoires/perimetre/portrait/")
        assert "encore vide" in page
        assert "/territoires/perimetre/" in page
        wrong = read(client, PAIR.format("portrait") + "&t=commune:99999&avec=commune")
        assert "Aucun territoire ne porte le code" in wrong

    def test_too_few_units_are_said_and_the_portrait_still_stands(self, client) -> None:
        page = read(client, "/territoires/departement/94/portrait/")
        assert "Trop peu de territoires" in page
        assert "47 communes sur 47" in page
        assert "Les régions sont trop peu nombreuses" in read(
            client, "/territoires/region/11/jumeaux/"
        )

    def test_unknown_places_are_404_and_old_codes_lead_to_today(self, client) -> None:
        read(client, "/territoires/commune/99999/portrait/", 404)
        read(client, "/territoires/planete/94018/jumeaux/", 404)
        Territory.objects.filter(kind="commune", code="94069").update(is_obsolete=True)
        answer = client.get("/territoires/commune/94069/portrait/")
        assert answer["Location"] == "/territoires/commune/94069/"

    def test_a_new_series_is_read_at_once_and_unknown_stays_unknown(self, client) -> None:
        Indicator.objects.create(
            slug="niveau-de-bruit",
            name="Niveau de bruit",
            definition="Bruit moyen.",
            unit=IndicatorUnit.INDEX,
            aggregation=IndicatorAggregation.NONE,
        )
        before = shelf_of("commune")
        communes = list(Territory.objects.communes().order_by("pk"))
        charenton = unit("commune", "94018")
        values = {one.pk: float(rank) for rank, one in enumerate(communes) if one != charenton}
        write_series("niveau-de-bruit", 2024, values, vintage="2026")
        after = shelf_of("commune")
        assert after is not before
        assert "niveau-de-bruit" in [one.name for one in after.frame.indicators]
        page = read(client, CHARENTON + "portrait/")
        assert "Niveau de bruit : Les communes de ce périmètre n’ont pas ce chiffre." in page
        assert "Inconnus ici" in read(client, CHARENTON + "jumeaux/")

    def test_the_pages_cost_the_same_whatever_the_family_and_the_perimeter(self, client) -> None:
        counts = []
        more = "".join(f"&t=commune:{code}" for code in ("94041", "94046", "94080", "94052"))
        for tail in ("&membres=15", f"&membres=20{more}"):
            address = PAIR.format("jumeaux") + "&avec=commune" + tail
            client.get(address)  # the shelf is filled
            kept._context.cache_clear()
            with CaptureQueriesContext(connection) as queries:
                read(client, address)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 15

    def test_what_is_kept_costs_little_and_follows_words_and_figures(self, client) -> None:
        address = CHARENTON + "portrait/"
        with CaptureQueriesContext(connection) as first:
            before = main_of(read(client, address))
        with CaptureQueriesContext(connection) as second:
            assert main_of(read(client, address)) == before
        assert len(second) < len(first)
        Indicator.objects.filter(slug="densite").update(name="Serrés comment")
        assert "Serrés comment" in read(client, address)
        figures = dict(Territory.objects.communes().values_list("pk", "population"))
        figures[unit("commune", "94018").pk] = 31_415
        year = IndicatorSeries.objects.filter(indicator__slug="population").latest("year").year
        write_series("population", year, figures, vintage="2026")
        assert "31 415 habitants" in read(client, address)

    def test_searches_agree_with_the_figures_shown(self) -> None:
        shelf, charenton = shelf_of("commune"), unit("commune", "94018")
        figures = {one.slug: one.value for one in figures_of([charenton])}
        line = shelf.values[shelf.codes.index("94018")]
        expected = [np.nan if figures[slug] is None else figures[slug] for slug in shelf.slugs]
        np.testing.assert_allclose(expected, line)
        assert SIZE in shelf.slugs
        subject = subject_of([charenton])
        found = search_twins(subject, shelf, [], Settings(k=18))
        assert [one.territory.code for one in found.members] == [
            twin.code for twin in found.family.twins
        ]


def test_each_reason_is_told_once_with_the_names_of_its_figures() -> None:
    def line(name: str, reason: str) -> Line:
        told = {"slug": name, "name": name, "unit": "index", "year": 2024, "vintage": ""}
        counts = {"known": 0, "total": 3, "suppressed": 0, "source": "", "base": ""}
        figure = Figure(value=None if reason else 1.0, reason=reason, **told, **counts)
        return Line(figure, None, np.empty(0), 0.0)

    lines = (line("bruit", "Secret."), line("odeur", "Manque."), line("air", "Secret."))
    portrait = Portrait(None, None, (*lines, line("eau", "")), (), ())
    assert portrait.reasons == [("Secret.", ["bruit", "air"]), ("Manque.", ["odeur"])]
