"""The lists: filters, shares of several answers with their base, and no pie."""

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.models import ActionDomain
from terreau.partnerships.models import Partnership
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast
from tests.partnerships.factories import make_partnership, of_cast, queries_of, read, sign_in

pytestmark = pytest.mark.django_db
LIST = "/partenariats/"


def test_each_filter_keeps_what_it_says(client: Client) -> None:
    cast = make_cast()
    domain = ActionDomain.objects.order_by("pk")[0]
    kept = of_cast(
        cast,
        title="Gardé",
        categories=["patronage"],
        scopes=["region"],
        level="strategic",
        stage="renewal",
        domains=[domain],
    )
    make_partnership(
        make_organisation("Journal d’ici", world="media"),
        cast.fatou.organisation,
        title="Autre",
        alliances=[cast.alliance],
        categories=["societal_innovation"],
    )
    sign_in(client, cast.ama)
    asked = (
        *("category=patronage", "scope=region", "level=strategic", "stage=renewal"),
        *(f"domain={domain.code}", "world=academic", "mine=on", "q=lycee val", "q=gardé"),
    )
    for query in asked:
        html = read(client, f"{LIST}?{query}")
        assert "Gardé" in html, query
        assert ">Autre<" not in html, query
    assert "Enlevez-en un" in read(client, f"{LIST}?q=introuvable")
    assert read(client, f"{LIST}?category=inventée&page=999&domain=0")
    assert kept.categories.count() == 1


def test_shares_say_their_base_and_that_several_answers_count(client: Client) -> None:
    cast = make_cast()
    of_cast(cast, categories=["patronage", "societal_innovation"])
    of_cast(cast, categories=["patronage"])
    of_cast(cast)
    html = read(sign_in(client, cast.ama), LIST)
    assert "Plusieurs réponses possibles, base : 2 partenariats où c’est noté, sur 3" in html
    assert "100\u202f%" in html
    assert "50\u202f%" in html
    assert "leurs parts ne font pas cent" in html


def test_a_passer_by_reads_the_public_ones_and_is_not_invited_to_write(client: Client) -> None:
    cast = make_cast(status="published")
    of_cast(cast, title="Ouvert à tous", is_public=True)
    of_cast(cast, title="Entre nous")
    for where in (LIST, reverse("partnerships:of_alliance", args=[cast.alliance.slug])):
        html = read(client, where)
        assert "Ouvert à tous" in html
        assert "Entre nous" not in html
        assert "nouveau" not in html
    member = sign_in(client, cast.ama)
    inside = read(member, reverse("partnerships:of_alliance", args=[cast.alliance.slug]))
    assert "Entre nous" in inside
    assert f"alliance={cast.alliance.slug}" in inside


def test_a_partnership_lives_without_an_alliance(client: Client) -> None:
    cast = make_cast()
    make_partnership(cast.ama.organisation, cast.chloe.organisation, title="Sans alliance")
    assert "Sans alliance" in read(sign_in(client, cast.chloe), LIST)
    assert "Sans alliance" not in read(sign_in(client, cast.fatou), LIST)


def test_the_lists_do_not_grow(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.ama)
    addresses = (LIST, reverse("partnerships:of_alliance", args=[cast.alliance.slug]))
    of_cast(cast, categories=["patronage"], scopes=["local"])
    before = [queries_of(client, one) for one in addresses]
    for number in range(6):
        made = of_cast(cast, title=f"n° {number}", categories=["patronage"], scopes=["local"])
        made.domains.add(ActionDomain.objects.order_by("pk")[number])
    assert [queries_of(client, one) for one in addresses] == before
    assert max(before) <= 12
    assert Partnership.objects.count() == 7
