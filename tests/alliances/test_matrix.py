"""The matrix: counted on real rows, its gaps named, its bases said, its queries constant."""

import pytest
from django.test import Client

from terreau.actors.models import ActionDomain
from terreau.alliances.bridge.coverage import read_coverage
from terreau.alliances.models import ChallengeStance, Membership
from terreau.alliances.pictures.cards import matrix_card
from terreau.alliances.reading import read_alliance
from terreau.territories.models import Territory
from tests.actors.factories import make_speaker
from tests.alliances.factories import (
    add_member,
    fresh,
    make_cast,
    make_challenge,
    make_inhabitant,
    make_place,
)
from tests.alliances.story_factories import page, queries_of, sign_in

pytestmark = pytest.mark.django_db


def make_domain(code: str, name: str = "") -> ActionDomain:
    return ActionDomain.objects.get_or_create(
        code=code, defaults={"name": name or code, "dimension": "social"}
    )[0]


def make_shared(alliance, domain: ActionDomain, title: str = "", places=()):
    challenge = make_challenge(alliance, title or f"Enjeu {domain.code}")
    challenge.domains.set([domain])
    challenge.territories.set(places)
    return challenge


def declare(posture, *domains: ActionDomain) -> None:
    posture.organisation.domains.set(domains)


def counts_of(alliance, **cut) -> dict[tuple[str, str], int]:
    rows = read_coverage(alliance)
    face = rows.slice(**cut)
    return {(rows.domains[one.domain], one.column): one.count for one in face.by_world}


def test_a_declared_domain_or_a_carried_challenge_is_an_engagement_counted_once() -> None:
    cast = make_cast()
    sport = make_domain("essai-sport")
    challenge = make_shared(cast.alliance, sport)
    declare(cast.bastien, sport)
    for posture, position in ((cast.bastien, "carries"), (cast.ama, "carries")):
        member = Membership.objects.get(organisation=posture.organisation)
        ChallengeStance.objects.create(challenge=challenge, membership=member, position=position)
    counts = counts_of(cast.alliance)
    assert counts["essai-sport", "economic"] == 1
    assert counts["essai-sport", "academic"] == 1
    assert counts["essai-sport", "public"] == 0


@pytest.mark.parametrize("position", ["supports", "watches", "doubts", "opposes"])
def test_to_support_is_not_to_be_engaged(position: str) -> None:
    cast = make_cast()
    challenge = make_shared(cast.alliance, make_domain("essai-sport"))
    member = Membership.objects.get(organisation=cast.ama.organisation)
    ChallengeStance.objects.create(challenge=challenge, membership=member, position=position)
    assert counts_of(cast.alliance)["essai-sport", "academic"] == 0


def test_who_left_and_inhabitants_are_not_counted() -> None:
    cast = make_cast()
    sport = make_domain("essai-sport")
    make_shared(cast.alliance, sport)
    declare(cast.ama, sport)
    make_inhabitant(cast.alliance)
    assert counts_of(cast.alliance)["essai-sport", "academic"] == 1
    Membership.objects.filter(organisation=cast.ama.organisation).update(left_on="2026-01-01")
    assert read_coverage(cast.alliance).slice().members == 2
    assert counts_of(cast.alliance)["essai-sport", "academic"] == 0


def test_where_one_acts_comes_from_the_perimeter_then_from_the_place() -> None:
    cast = make_cast()
    county = Territory.objects.create(kind="departement", code="941", name="Val")
    here, there = make_place(), make_place("94069", "Saint-Maurice")
    Territory.objects.filter(pk__in=[here.pk, there.pk]).update(departement=county)
    cast.alliance.perimeter.set([here, there])
    cast.bastien.organisation.perimeter.set([county])
    cast.fatou.organisation.perimeter.clear()
    type(cast.fatou.organisation).objects.filter(pk=cast.fatou.organisation.pk).update(place=here)
    type(cast.ama.organisation).objects.filter(pk=cast.ama.organisation.pk).update(place=None)
    acting = {actor.key: actor.territories for actor in read_coverage(cast.alliance).actors}
    assert acting[str(cast.bastien.organisation.pk)] == {str(here.pk), str(there.pk)}
    assert acting[str(cast.fatou.organisation.pk)] == {str(here.pk)}
    assert acting[str(cast.ama.organisation.pk)] is None


def test_the_page_says_the_blind_spots_first_and_the_base(client: Client) -> None:
    cast = make_cast(status="published")
    sport = make_domain("essai-sport", "sport")
    make_shared(cast.alliance, sport)
    declare(cast.ama, sport)
    html = client.get(page("matrix", cast.alliance)).content.decode()
    assert "Deux angles morts : Sport (public, économique)." in html
    assert "Base : 3 organisations membres ; plusieurs réponses possibles." in html
    assert "2 n’ont pas encore dit leurs domaines" in html
    assert "Mondes présents : 3 sur 6. Pas encore là : intérêt général, médias, experts." in html
    assert html.count('class="hole"') == 2


def test_a_shared_domain_without_anybody_and_an_isolated_territory_are_named(
    client: Client,
) -> None:
    cast = make_cast(status="published")
    make_shared(cast.alliance, make_domain("essai-sport", "sport"))
    far = make_place("94999", "Loinville")
    cast.alliance.perimeter.add(far)
    html = client.get(page("matrix", cast.alliance), {"vue": "territoires"}).content.decode()
    assert "Sport (personne encore)" in html
    assert "Loinville." in html


def test_the_three_axes_filter_and_a_wrong_one_is_said(client: Client) -> None:
    cast = make_cast(status="published")
    sport, music = make_domain("essai-sport", "sport"), make_domain("essai-musique", "musique")
    for domain in (sport, music):
        make_shared(cast.alliance, domain)
    asked = {"monde": "public", "domaine": str(sport.pk)}
    html = client.get(page("matrix", cast.alliance), asked).content.decode()
    assert html.count('class="hole"') == 1
    assert "Base : 1 organisation membre ;" in html
    assert "Tout montrer" in html
    wrong = client.get(page("matrix", cast.alliance), {"monde": "<b>"})
    assert wrong.status_code == 200
    assert "<b>" not in wrong.content.decode()


def test_who_is_a_member_is_shown_to_members_only(client: Client) -> None:
    cast = make_cast(status="published")
    sport = make_domain("essai-sport", "sport")
    declare(cast.ama, sport)
    asked = {"vue": "membres"}
    assert "Lycée du Val" not in client.get(page("matrix", cast.alliance), asked).content.decode()
    html = sign_in(client, cast.bastien).get(page("matrix", cast.alliance), asked)
    assert "Lycée du Val" in html.content.decode()


def test_a_private_alliance_is_not_there_for_others(client: Client) -> None:
    cast = make_cast()
    assert client.get(page("matrix", cast.alliance)).status_code == 404
    assert sign_in(client, cast.chloe).get(page("matrix", cast.alliance)).status_code == 404
    assert sign_in(client, cast.ama).get(page("matrix", cast.alliance)).status_code == 200


def test_the_first_day_invites_instead_of_an_empty_table(client: Client) -> None:
    cast = make_cast(status="published")
    html = client.get(page("matrix", cast.alliance)).content.decode()
    assert "La matrice attend son premier enjeu" in html
    assert matrix_card(cast.alliance, read_alliance(cast.alliance))["grid"] is None


def _crowd(cast, start: int, count: int) -> None:
    domains = [make_domain(f"essai-{number}") for number in range(20)]
    for number in range(start, start + count):
        posture = make_speaker(f"Personne {number}", f"Organisation {number} <b>", world="media")
        add_member(cast.alliance, posture)
        declare(posture, *domains[: number % 20 + 1])
        make_shared(cast.alliance, domains[number % 20], f"Enjeu {number}", [make_place()])


@pytest.mark.parametrize("view", ["mondes", "territoires", "membres"])
def test_the_queries_of_the_page_do_not_grow(client: Client, view: str) -> None:
    cast = make_cast()
    sign_in(client, cast.ama)
    url = page("matrix", cast.alliance) + f"?vue={view}"
    _crowd(cast, 0, 2)
    client.get(url)
    before = queries_of(client, url)
    _crowd(cast, 2, 38)
    assert queries_of(client, url) == before <= 15
    html = client.get(url).content.decode()
    assert "<b>" not in html


def test_the_card_reads_three_queries(django_assert_num_queries) -> None:
    cast = make_cast()
    _crowd(cast, 0, 3)
    alliance = fresh(cast.alliance)
    with django_assert_num_queries(3):
        matrix_card(alliance, read_alliance(alliance))
