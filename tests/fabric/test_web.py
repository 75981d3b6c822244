"""The picture of the network: who reads what, as it was when, as large as it may be."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from terreau.fabric.gathering import gather
from terreau.fabric.scopes import Scope
from terreau.fabric.views import web as web_view
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast, make_place
from tests.fabric.factories import (
    make_encounter,
    make_event,
    make_experiment,
    make_imported,
    make_member,
    make_partnership,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def pairs(network) -> dict[frozenset, set]:
    names = [node.name for node in network.nodes]
    return {
        frozenset((names[link.first], names[link.second])): set(link.kinds)
        for link in network.links
    }


@pytest.fixture
def woven():
    """An alliance where all kinds of links stand."""
    cast = make_cast(status="published")
    club, town, school = cast.bastien.organisation, cast.fatou.organisation, cast.ama.organisation
    make_encounter(make_event(cast.alliance), club, school)
    make_experiment(cast.alliance, club, town)
    make_partnership(cast.alliance, town, school, is_public=True)
    make_partnership(cast.alliance, club, school)
    make_imported(cast.alliance, (club, school))
    return cast


def test_members_read_every_kind_and_each_pair_once(woven) -> None:
    network = gather(Scope(alliance=woven.alliance), is_inside=True, on=TODAY)
    assert pairs(network) == {
        frozenset(("Club Gravelle", "Lycée du Val")): {"meeting", "partnership", "imported"},
        frozenset(("Club Gravelle", "Ville de Charenton")): {"contribution"},
        frozenset(("Lycée du Val", "Ville de Charenton")): {"partnership"},
    }


def test_a_passer_by_reads_public_links_only(woven) -> None:
    network = gather(Scope(alliance=woven.alliance), on=TODAY)
    assert pairs(network) == {
        frozenset(("Lycée du Val", "Ville de Charenton")): {"partnership"},
        frozenset(("Club Gravelle", "Ville de Charenton")): {"contribution"},
    }


def test_a_sheet_that_is_not_public_stands_in_no_public_picture(woven) -> None:
    school = woven.ama.organisation
    school.is_public = False
    school.save()
    outside = gather(Scope(alliance=woven.alliance), on=TODAY)
    assert "Lycée du Val" not in [node.name for node in outside.nodes]
    inside = gather(Scope(alliance=woven.alliance), is_inside=True, on=TODAY)
    assert "Lycée du Val" in [node.name for node in inside.nodes]


def test_a_partnership_kept_from_the_alliance_is_not_drawn(woven) -> None:
    hidden = make_partnership(
        woven.alliance, woven.bastien.organisation, woven.fatou.organisation, is_shared=False
    )
    network = gather(Scope(alliance=woven.alliance), is_inside=True, on=TODAY)
    assert pairs(network)[frozenset(("Club Gravelle", "Ville de Charenton"))] == {"contribution"}
    hidden.is_shared = True
    hidden.save()
    network = gather(Scope(alliance=woven.alliance), is_inside=True, on=TODAY)
    assert "partnership" in pairs(network)[frozenset(("Club Gravelle", "Ville de Charenton"))]


def test_the_network_of_a_past_day_holds_only_what_stood(woven) -> None:
    before = gather(Scope(alliance=woven.alliance), is_inside=True, on=datetime.date(2025, 3, 9))
    assert all("meeting" not in kinds for kinds in pairs(before).values())
    after = gather(Scope(alliance=woven.alliance), is_inside=True, on=datetime.date(2025, 3, 10))
    assert "meeting" in pairs(after)[frozenset(("Club Gravelle", "Lycée du Val"))]


def test_a_merged_sheet_is_drawn_once_under_the_one_that_answers(woven) -> None:
    double = make_member(woven.alliance, "Lycée du val (double)", "academic")
    double.merged_into = woven.ama.organisation
    double.save()
    network = gather(Scope(alliance=woven.alliance), is_inside=True, on=TODAY)
    assert "Lycée du val (double)" not in [node.name for node in network.nodes]


def test_the_page_draws_shapes_that_lead_to_what_if(client, woven) -> None:
    client.force_login(woven.ama.person)
    page = client.get(reverse("fabric:of_alliance", args=[woven.alliance.slug]))
    assert page.status_code == 200
    text = page.content.decode()
    assert f"et-si/?organisation={woven.ama.organisation.uuid}" in text
    assert "w-academic" in text
    assert "Voir le tableau" in text


def test_a_day_that_does_not_exist_is_told_and_today_is_shown(client, woven) -> None:
    client.force_login(woven.ama.person)
    page = client.get(
        reverse("fabric:of_alliance", args=[woven.alliance.slug]), {"au": "2026-13-1"}
    )
    assert page.status_code == 200
    assert "Cette date n’existe pas." in page.content.decode()


def test_a_passer_by_cannot_ask_for_meetings(client, woven) -> None:
    page = client.get(
        reverse("fabric:of_alliance", args=[woven.alliance.slug]), {"lien": "meeting"}
    )
    text = page.content.decode()
    assert "Cette nature de lien n’existe pas." in text
    assert "Rencontres (trait" not in text


def test_an_alliance_that_one_may_not_see_is_not_found(client) -> None:
    cast = make_cast()
    url = reverse("fabric:of_alliance", args=[cast.alliance.slug])
    client.force_login(cast.chloe.person)
    assert client.get(url).status_code == 404
    client.force_login(cast.ama.person)
    assert client.get(url).status_code == 200


def test_the_fabric_of_a_territory_shows_who_is_seated_there_and_linked(client, woven) -> None:
    place = make_place()
    for organisation in (woven.fatou.organisation, woven.ama.organisation):
        organisation.place = place
        organisation.save()
    make_organisation("Sans lien", place=place)
    page = client.get(reverse("fabric:of_territory", args=["commune", "94018"]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Lycée du Val" in text
    assert "Sans lien" not in text


def test_a_large_network_opens_by_groups_or_by_place_and_drills_down(
    client, woven, monkeypatch
) -> None:
    monkeypatch.setattr(web_view, "MOST_SPOTS", 2)
    client.force_login(woven.ama.person)
    woven.ama.organisation.place = make_place()
    woven.ama.organisation.save()
    url = reverse("fabric:of_alliance", args=[woven.alliance.slug])
    grouped = client.get(url).content.decode()
    assert "Groupe A" in grouped
    assert "?groupe=0" in grouped
    opened = client.get(url, {"groupe": "0"}).content.decode()
    assert "Revenir à tous les groupes" in opened
    assert "w-academic" in opened
    by_place = client.get(url, {"par": "lieu"}).content.decode()
    assert "Charenton-le-Pont" in by_place
    assert "sans commune connue" in by_place
    assert client.get(url, {"par": "lieu", "groupe": "1"}).status_code == 200
    assert "w-academic" in client.get(url, {"tout": "1"}).content.decode()
    for wrong in ("99", "x", "-1"):
        assert client.get(url, {"groupe": wrong}).status_code == 404


def test_an_unknown_territory_is_not_found(client, db) -> None:
    assert client.get(reverse("fabric:of_territory", args=["commune", "00000"])).status_code == 404
    assert client.get(reverse("fabric:of_territory", args=["quartier", "94018"])).status_code == 404


def test_the_page_does_not_grow_with_the_links(client, woven) -> None:
    client.force_login(woven.ama.person)
    url = reverse("fabric:of_alliance", args=[woven.alliance.slug])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    first = count()
    event = make_event(woven.alliance)
    for number in range(5):
        other = make_member(woven.alliance, f"Association {number}")
        make_encounter(event, woven.ama.organisation, other)
        make_partnership(woven.alliance, other, woven.ama.organisation)
    assert count() == first
    assert first <= 14
