"""The A4 page: what an alliance is, for who will never open the site."""

import pytest
from django.test import Client

from tests.alliances.factories import make_cast, make_objective
from tests.alliances.story_factories import make_entry, page, queries_of, sign_in

pytestmark = pytest.mark.django_db


def test_the_sheet_tells_the_question_the_consent_and_the_story(client: Client) -> None:
    cast = make_cast(status="published")
    make_objective(cast.alliance, "Que chacun trouve sa place.")
    make_entry(cast.alliance, "Page ouverte", is_public=True)
    make_entry(cast.alliance, "Page gardée")
    html = client.get(page("print", cast.alliance)).content.decode()
    assert cast.alliance.question in html.replace("&#x27;", "'")
    assert "Que chacun trouve sa place." in html
    assert "0 membre sur 3" in html
    assert "Page ouverte" in html
    assert "Page gardée" not in html
    inside = sign_in(client, cast.ama).get(page("print", cast.alliance)).content.decode()
    assert "Page gardée" in inside


def test_a_private_alliance_is_not_printed_by_others(client: Client) -> None:
    cast = make_cast()
    assert client.get(page("print", cast.alliance)).status_code == 404
    assert sign_in(client, cast.chloe).get(page("print", cast.alliance)).status_code == 404
    assert sign_in(client, cast.ama).get(page("print", cast.alliance)).status_code == 200


def test_the_sheet_does_not_grow(client: Client) -> None:
    cast = make_cast()
    make_entry(cast.alliance)
    sign_in(client, cast.ama)
    client.get(page("print", cast.alliance))  # the map is drawn once
    before = queries_of(client, page("print", cast.alliance))
    for number in range(8):
        make_entry(cast.alliance, f"Page {number}")
    assert queries_of(client, page("print", cast.alliance)) == before
