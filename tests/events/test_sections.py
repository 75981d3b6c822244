"""The overview of an alliance tells its meetings, and asks nothing where there are none."""

import pytest
from django.test import Client

from terreau.alliances.models import Alliance
from tests.alliances.factories import Cast, make_cast
from tests.events.factories import count_queries, make_event, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def test_the_overview_tells_what_was_announced(client: Client, cast) -> None:
    here = cast.alliance.get_absolute_url()
    assert "Rencontres" in client.get(here).text  # its page in the rail
    assert "Toutes les rencontres" not in client.get(here).text
    make_event(cast.alliance, "Projet", state="draft")
    make_event(cast.alliance, "Portes ouvertes")
    make_event(cast.alliance, "Entre membres", is_public=False)
    text = client.get(here).text
    assert "Portes ouvertes" in text
    assert "Entre membres" not in text
    inside = sign_in(client, cast.ama).get(here).text
    assert "Entre membres" in inside
    assert "Projet" not in inside


def test_the_overview_asks_as_much_for_many_meetings_as_for_one(client: Client, cast) -> None:
    here = cast.alliance.get_absolute_url()
    sign_in(client, cast.bastien)
    without = count_queries(client, here)
    make_event(cast.alliance)
    one = count_queries(client, here)
    for number in range(5):
        make_event(cast.alliance, f"Rencontre {number}")
    assert count_queries(client, here) == one
    assert one - without <= 2  # its card, and what waits


def test_a_closed_alliance_prepares_nothing_more(client: Client, cast) -> None:
    Alliance.objects.filter(pk=cast.alliance.pk).update(status="closed")
    refused = sign_in(client, cast.bastien).get(
        f"/alliances/{cast.alliance.slug}/rencontres/nouvelle/"
    )
    assert refused.status_code == 403
    assert "Cette alliance est close" in refused.text
