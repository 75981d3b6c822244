"""The figures and « et si elle s’arrêtait ? »: right, explained, with their base."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.fabric.bridge.figures import compute_figures
from terreau.fabric.gathering import gather
from terreau.fabric.leaving import tell_leaving
from terreau.fabric.networks import Link, Network, Node
from terreau.fabric.reading import read_figures
from terreau.fabric.scopes import Scope
from terreau.fabric.views import figures as figures_view
from tests.alliances.factories import make_cast
from tests.fabric.factories import make_member, make_partnership

TODAY = timezone.localdate()


def star(points: int = 4) -> Network:
    nodes = tuple(
        Node(place + 1, f"u{place}", f"Org {place}", "public" if place == 0 else "economic")
        for place in range(points + 1)
    )
    return Network(
        nodes, tuple(Link(0, place, 1.0, {"partnership": 1}) for place in range(1, points + 1))
    )


def test_a_star_is_as_centralised_as_can_be_and_all_its_links_cross() -> None:
    told = compute_figures(star())
    assert told["density"] == pytest.approx(0.4)
    assert told["centralisation"] == pytest.approx(1.0)
    assert told["mixing"]["ei"] == pytest.approx(1.0)
    assert told["cut_points"] == ["u0"]
    assert len(told["bridges"]) == 4
    assert told["brokers"][0]["uuid"] == "u0"
    assert told["brokers"][0]["brokered"] == 6


def test_the_figures_are_read_with_their_base() -> None:
    network = star()
    read = read_figures(compute_figures(network), {node.uuid: node for node in network.nodes})
    assert read.whole[0].value == "40,0\u202f%"
    assert read.whole[0].base == "4 liens sur 10 possibles entre 5 organisations"
    assert read.mixing_worlds == ["Économique", "Public"]
    assert read.mixing[0].cells[1][0] == "4"
    assert "Org 0" in read.robust_said


def test_an_organisation_that_is_no_more_is_left_out_of_what_is_read() -> None:
    network = star()
    known = {node.uuid: node for node in network.nodes if node.uuid != "u0"}
    read = read_figures(compute_figures(network), known)
    assert read.brokers == []
    assert read.bridges == []


def test_ties_and_orphans_are_told_before_the_largest_piece() -> None:
    leaving = tell_leaving(star(), "u0")
    assert [figure.value for figure in leaving.figures] == ["100\u202f%", "4", "1"]
    assert [node.name for node in leaving.orphans] == ["Org 1", "Org 2", "Org 3", "Org 4"]
    assert len(leaving.lost) == 4


def test_who_leaves_nobody_alone_is_told_so() -> None:
    network = star()
    ring = Network(network.nodes, (*network.links, Link(1, 2, 1.0, {"meeting": 1})))
    leaving = tell_leaving(ring, "u1")
    assert [node.name for node in leaving.orphans] == []
    assert leaving.figures[1].value == "0"


def test_of_a_large_network_only_the_surroundings_are_drawn() -> None:
    leaving = tell_leaving(star(400), "u5")
    assert leaving.is_partial
    assert len(leaving.before.nodes) == 160
    assert leaving.figures[2].value == "400"


@pytest.fixture
def woven(db):
    cast = make_cast(status="published")
    club, town, school = cast.bastien.organisation, cast.fatou.organisation, cast.ama.organisation
    make_partnership(cast.alliance, club, town, is_public=True)
    make_partnership(cast.alliance, town, school)
    return cast


def test_the_page_of_figures_explains_each_of_them(client, woven) -> None:
    client.force_login(woven.ama.person)
    page = client.get(reverse("fabric:figures_alliance", args=[woven.alliance.slug]))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("densité", "indice E-I", "igraph", "Sans elles, la toile se coupe"):
        assert words in text


def test_without_any_link_the_page_says_so(client, db) -> None:
    cast = make_cast(status="published")
    page = client.get(reverse("fabric:figures_alliance", args=[cast.alliance.slug]))
    assert "Aucun lien noté à cette date" in page.content.decode()


def test_a_large_network_is_read_in_its_last_wave(client, woven, monkeypatch) -> None:
    monkeypatch.setattr(figures_view, "HEAVY", 2)
    client.force_login(woven.bastien.person)
    page = client.get(reverse("fabric:figures_alliance", args=[woven.alliance.slug]))
    text = page.content.decode()
    assert "ses chiffres se calculent en arrière-plan" in text
    assert "Prendre une vague" in text
    client.force_login(woven.ama.person)
    page = client.get(reverse("fabric:figures_alliance", args=[woven.alliance.slug]))
    assert "Un facilitateur peut en prendre une." in page.content.decode()


def test_what_if_shows_before_and_after(client, woven) -> None:
    client.force_login(woven.ama.person)
    url = reverse("fabric:without_alliance", args=[woven.alliance.slug])
    page = client.get(url, {"organisation": str(woven.fatou.organisation.uuid)})
    text = page.content.decode()
    assert "Et si Ville de Charenton s’arrêtait ?" in text
    assert "N’auraient plus aucun lien" in text
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("asked", ["not-a-uuid", "00000000-0000-0000-0000-000000000000"])
def test_what_if_of_somebody_unknown_is_not_found(client, woven, asked) -> None:
    url = reverse("fabric:without_alliance", args=[woven.alliance.slug])
    assert client.get(url, {"organisation": asked}).status_code == 404


def test_a_passer_by_cannot_ask_what_if_of_a_hidden_sheet(client, woven) -> None:
    school = woven.ama.organisation
    school.is_public = False
    school.save()
    url = reverse("fabric:without_alliance", args=[woven.alliance.slug])
    assert client.get(url, {"organisation": str(school.uuid)}).status_code == 404


def test_a_party_that_left_is_linked_no_more(woven) -> None:
    partnership = make_partnership(
        woven.alliance, woven.ama.organisation, woven.bastien.organisation
    )
    scope = Scope(alliance=woven.alliance)
    before = len(gather(scope, is_inside=True, on=TODAY).links)
    party = partnership.parties.get(organisation=woven.ama.organisation)
    party.left_on = TODAY - datetime.timedelta(days=1)
    party.save()
    assert len(gather(scope, is_inside=True, on=TODAY).links) == before - 1


def test_the_pages_do_not_grow(client, woven, django_assert_max_num_queries) -> None:
    client.force_login(woven.ama.person)
    for number in range(4):
        other = make_member(woven.alliance, f"Association {number}")
        make_partnership(woven.alliance, other, woven.ama.organisation)
    for name in ("figures_alliance", "without_alliance"):
        with django_assert_max_num_queries(13):
            client.get(reverse(f"fabric:{name}", args=[woven.alliance.slug]))
