"""Home, search, « à faire », sources and the sheet of components."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.alliances.models import ObjectiveAnswer
from terreau.portal.permissions import can_see_style
from terreau.portal.waiting import count_waiting, waiting_for
from terreau.territories.models import ReferenceSource
from tests.portal.factories import (
    make_alliance,
    make_invitation,
    make_mandate,
    make_member,
    make_objective,
    make_organisation,
    make_person,
    make_territory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def count_queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_home_shows_published_alliances_on_the_map_and_no_other(client):
    shown = make_alliance()
    shown.perimeter.add(make_territory())
    make_alliance("Alliance secrète", "secrete", published=False)
    html = client.get("/").content.decode()
    assert "Agir ensemble" in html
    assert 'class="map-dot"' in html
    assert "Alliance secrète" not in html
    assert "depuis automne 2013" in html


def test_home_of_a_new_instance_is_an_invitation(client):
    html = client.get("/").content.decode()
    assert "Aucune alliance n’est encore publiée ici" in html
    assert reverse("alliances:open") in html


def test_the_map_follows_the_alliances(client):
    alliance = make_alliance()
    alliance.perimeter.add(make_territory())
    assert 'class="map-dot"' in client.get("/").content.decode()
    alliance.status = "open"
    alliance.save()
    assert 'class="map-dot"' not in client.get("/").content.decode()


def test_many_alliances_of_a_neighbourhood_share_a_point(client):
    place = make_territory()
    for number in range(45):
        make_alliance(f"Alliance {number}", f"a{number}").perimeter.add(place)
    html = client.get("/").content.decode()
    assert html.count('class="map-dot"') == 1
    assert "45 alliances" in html


def test_home_does_not_grow(client):
    client.force_login(make_person())
    make_alliance().perimeter.add(make_territory())
    assert count_queries(client, "/") <= 12, "the first reader, before anything is kept"
    before = count_queries(client, "/")
    for number in range(5):
        make_alliance(f"Alliance {number}", f"a{number}")
        make_organisation(f"Organisation {number}")
    client.get("/")
    assert count_queries(client, "/") == before
    assert 0 < before <= 12


def test_search_finds_each_kind_and_only_what_the_person_may_see(client):
    make_territory("Valbourg")
    make_organisation("Club de Valbourg")
    make_organisation("Cercle discret de Valbourg", is_public=False)
    make_alliance("Valbourg ensemble")
    make_alliance("Valbourg en secret", "secret", published=False)
    html = client.get("/chercher/", {"q": "valbourg"}).content.decode()
    assert "Club de <mark>Valbourg</mark>" in html
    assert "Valbourg ensemble" in html
    assert reverse("territories:detail", args=["commune", "01001"]) in html
    assert "Cercle discret" not in html
    assert "en secret" not in html


@pytest.mark.parametrize(
    "words", ["", " ", "<script>alert(1)</script>", "=1+1", "\x00", "%", "é" * 500, "' OR 1=1 --"]
)
def test_search_bears_anything(client, words):
    response = client.get("/chercher/", {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_search_that_finds_nothing_says_what_to_try(client):
    assert "Rien ne porte encore ce nom ici" in client.get("/chercher/?q=zzzz").content.decode()


def test_search_does_not_grow(client):
    client.force_login(make_person())
    make_organisation("Club de Valbourg")
    make_alliance("Valbourg ensemble")
    client.get("/chercher/?q=valbourg")
    before = count_queries(client, "/chercher/?q=valbourg")
    for number in range(5):
        make_organisation(f"Club {number} de Valbourg")
        make_alliance(f"Valbourg {number}", f"v{number}")
    assert count_queries(client, "/chercher/?q=valbourg") == before
    assert 0 < before <= 12


def test_what_waits_for_ama_is_shown_and_counted(client):
    ama, club, alliance = make_person(), make_organisation(), make_alliance()
    make_mandate(ama, club)
    make_member(alliance, club)
    make_objective(alliance)
    make_invitation(make_alliance("Autre alliance", "autre"), "AMA@exemple.fr")
    client.force_login(ama)
    html = client.get("/a-faire/").content.decode()
    assert reverse("alliances:objective", args=["agir"]) in html
    assert "Rejoindre « Autre alliance »" in html
    assert count_waiting(ama, today=TODAY) == waiting_for(ama, today=TODAY).count == 2
    assert '<span class="count">2' in client.get("/sources/").content.decode()


def test_what_was_answered_or_belongs_to_others_does_not_wait():
    ama, chloe, club, alliance = (
        make_person(),
        make_person("Chloé"),
        make_organisation(),
        make_alliance(),
    )
    mandate = make_mandate(ama, club)
    member = make_member(alliance, club)
    first = make_objective(alliance)
    assert count_waiting(ama, today=TODAY) == 1
    assert count_waiting(chloe, today=TODAY) == 0
    ObjectiveAnswer.objects.create(
        objective=first, membership=member, answer="agreement", person=ama, posture="Ama"
    )
    assert count_waiting(ama, today=TODAY) == 0
    make_objective(alliance, 2)
    assert count_waiting(ama, today=TODAY) == 1
    mandate.ends_on = TODAY - datetime.timedelta(days=1)
    mandate.save()
    assert count_waiting(ama, today=TODAY) == 0


def test_a_faire_does_not_grow(client):
    ama, club = make_person(), make_organisation()
    make_mandate(ama, club)
    client.force_login(ama)

    def add(number):
        alliance = make_alliance(f"Alliance {number}", f"a{number}")
        make_member(alliance, club)
        make_objective(alliance)
        make_invitation(alliance, ama.email)

    add(0)
    before = count_queries(client, "/a-faire/")
    for number in range(1, 6):
        add(number)
    assert count_queries(client, "/a-faire/") == before
    assert 0 < before <= 12


def test_nothing_waiting_is_said(client):
    client.force_login(make_person())
    assert "Personne n’attend de réponse de vous" in client.get("/a-faire/").content.decode()


def test_sources_are_cited_with_their_vintage_and_licence(client):
    ReferenceSource.objects.create(
        slug="essai",
        name="Populations <légales>",
        publisher="Insee",
        licence="Licence Ouverte 2.0",
        vintage="2023",
    )
    html = client.get("/sources/").content.decode()
    assert "Populations &lt;légales&gt;" in html
    assert "<td>Insee</td><td>2023</td><td>Licence Ouverte 2.0</td>" in html


def test_components_are_shown_to_who_runs_the_instance(client):
    staff = make_person("Bastien", is_staff=True)
    client.force_login(staff)
    html = client.get("/style/").content.decode()
    assert can_see_style(staff)
    assert html.count("<svg") > 50
    assert "⛔" not in html
    assert "style=" not in html


def test_components_are_refused_to_ama_with_the_reason(client):
    ama = make_person()
    client.force_login(ama)
    response = client.get("/style/")
    assert response.status_code == 403
    assert str(can_see_style(ama).reason) in response.content.decode()
