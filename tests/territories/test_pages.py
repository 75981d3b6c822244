"""The pages of the territories are public, honest, and cost the same whatever their size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terreau.territories.enums import SuccessionCause
from terreau.territories.extensions import _sections, register_section
from terreau.territories.models import Succession, Territory
from tests.territories.factories import unit


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.usefixtures("val_de_marne")
class TestPages:
    def test_home_draws_and_lists(self, client) -> None:
        page = read(client, "/territoires/")
        assert "Val-de-Marne" in page
        assert "<svg" in page
        assert "Contours simplifiés" in page

    def test_a_commune_says_its_figures_with_their_base(self, client) -> None:
        page = read(client, "/territoires/commune/94018/")
        for words in ("28\u202f830", "2023", "Estimée", "recensement 2021", "Saint-Maurice"):
            assert words in page
        assert "1 commune connue sur 1" in page

    def test_a_departement_lists_its_communes_by_page_and_by_search(self, client) -> None:
        page = read(client, "/territoires/departement/94/?q=charenton")
        assert "Charenton-le-Pont" in page
        assert "1 commune pour" in " ".join(page.split())
        assert "47 communes connues sur 47" in page

    def test_an_unknown_code_is_a_404_with_a_search(self, client) -> None:
        page = read(client, "/territoires/commune/99999/", 404)
        assert "Aucun territoire ne porte le code" in page
        assert 'name="q"' in page

    def test_an_obsolete_code_tells_its_successor(self, client) -> None:
        gone, heir = unit("commune", "94069"), unit("commune", "94018")
        Territory.objects.filter(pk=gone.pk).update(is_obsolete=True)
        Succession.objects.create(
            predecessor=gone, successor=heir, cause=SuccessionCause.MERGER, source="test"
        )
        page = read(client, "/territoires/commune/94069/")
        assert "n’existe plus" in page
        assert "/territoires/commune/94018/" in page
        assert "94069" in read(client, "/territoires/commune/94018/")

    def test_a_former_commune_leads_to_today(self, client) -> None:
        assert "/territoires/commune/75056/" in read(client, "/territoires/former_commune/75101/")

    def test_the_slice_is_a_part_of_the_page(self, client) -> None:
        page = read(client, "/territoires/recherche/?q=charenton")
        slice_ = client.get("/territoires/recherche/?q=charenton", headers={"HX-Request": "true"})
        assert slice_.content.decode().strip() in page

    def test_data_for_programs(self, client) -> None:
        data = client.get("/territoires/recherche/?q=94220&format=json").json()
        assert data["results"][0]["token"] == "commune:94018"
        assert data["results"][0]["note"] == "code postal 94220"

    def test_markup_typed_is_shown_as_text(self, client) -> None:
        page = read(client, "/territoires/recherche/?q=<script>alert(1)</script>")
        assert "<script>alert" not in page

    def test_upper_domains_add_their_sections(self, client) -> None:
        register_section(
            "essai", "Essai", "territories/_unit_words.html", lambda _r, t: {"unit": t}
        )
        try:
            assert "<h2>Essai</h2>" in read(client, "/territoires/commune/94018/")
        finally:
            del _sections["essai"]

    @pytest.mark.parametrize(
        ("small", "large"),
        [
            ("/territoires/commune/94018/", "/territoires/commune/75056/"),
            ("/territoires/departement/75/", "/territoires/departement/94/"),
            ("/territoires/recherche/?q=charenton", "/territoires/recherche/?q=saint"),
            (
                "/territoires/perimetre/?t=commune:94018",
                "/territoires/perimetre/?t=commune:94018&t=commune:94069&t=departement:75",
            ),
        ],
    )
    def test_queries_do_not_grow(self, client, small: str, large: str) -> None:
        read(client, small)
        counts = []
        for address in (small, large):
            with CaptureQueriesContext(connection) as queries:
                read(client, address)
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[1] <= 15


@pytest.mark.usefixtures("traps")
class TestTraps:
    @pytest.mark.parametrize(
        "address",
        [
            "commune/97502/",
            "commune/12218/",
            "commune/55189/",
            "commune/98735/",
            "collectivity/987/",
            "departement/974/",
            "region/04/",
            "commune/2a004/",
        ],
    )
    def test_missing_data_are_unknown_and_the_page_stands(self, client, address: str) -> None:
        assert "En chiffres" in read(client, f"/territoires/{address}")

    def test_zero_is_shown_as_zero_and_unknown_as_unknown(self, client) -> None:
        page = read(client, "/territoires/commune/97502/")
        assert "inconnu" in page
        desert = read(client, "/territoires/commune/55189/")
        assert 'figure-value">0<' in desert.replace(" ", "").replace('="', '="') or ">0<" in desert
