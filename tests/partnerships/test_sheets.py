"""A partnership is noted, read by whom it concerns, rewritten by its parties."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.models import ActionDomain, Organisation
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from terreau.partnerships.actions.sheets import create_partnership, edit_partnership
from terreau.partnerships.models import Partnership
from tests.actors.factories import make_organisation, make_speaker
from tests.alliances.factories import make_cast
from tests.partnerships.factories import (
    fresh,
    make_flow,
    make_objective,
    make_partnership,
    of_cast,
    page,
    party_of,
    queries_of,
    read,
    sign_in,
)

pytestmark = pytest.mark.django_db


def typed(*names: str, **more) -> dict:
    """What a browser sends for a new partnership."""
    rows = {
        f"parties-{place}-{field}": value
        for place, name in enumerate(names)
        for field, value in zip(("name", "world"), name.split("|"), strict=False)
    }
    return {
        "title": "Tutorat au lycée",
        "stage": "framing",
        "level": "regular",
        "since": "automne 2024",
        "is_shared": "on",
        "parties-TOTAL_FORMS": str(len(names)),
        "parties-INITIAL_FORMS": "0",
        **rows,
        **more,
    }


def test_ama_notes_a_partnership_with_an_organisation_that_had_no_sheet(client: Client) -> None:
    cast = make_cast()
    told = typed(
        "Lycée du Val",
        "Menuiserie Roux|economic",
        categories=["patronage", "societal_innovation"],
        scopes=["local", "region"],
        alliances=[cast.alliance.pk],
    )
    response = sign_in(client, cast.ama).post(reverse("partnerships:create"), told)
    made = Partnership.objects.get()
    assert response["Location"] == made.get_absolute_url()
    names = [one.organisation.name for one in made.parties.order_by("pk")]
    assert names == ["Lycée du Val", "Menuiserie Roux"]
    assert Organisation.objects.get(name="Menuiserie Roux").world == "economic"
    assert made.stage_changes.get().since.text == "2024-23"
    assert {one.category for one in made.categories.all()} == {"patronage", "societal_innovation"}
    html = read(client, made.get_absolute_url())
    assert "l’un soutient l’action de l’autre" in html
    assert "Menuiserie Roux" in html
    assert "Tutorat au lycée" in records_of(cast.alliance.scope).first().sentence


def test_one_party_or_twice_the_same_is_refused_and_nothing_typed_is_lost(client: Client) -> None:
    cast = make_cast()
    for names in (("Lycée du Val",), ("Lycée du Val", "lycee du val")):
        told = typed(*names, action="Des tuteurs pour chacun.")
        response = sign_in(client, cast.ama).post(reverse("partnerships:create"), told)
        html = response.content.decode()
        assert response.status_code == 422
        assert "au moins deux organisations différentes" in html
        assert "Des tuteurs pour chacun." in html
    assert not Partnership.objects.exists()


def test_a_button_adds_a_party_and_keeps_what_is_typed(client: Client) -> None:
    cast = make_cast()
    told = typed("Lycée du Val", "Club Gravelle", add="1")
    html = sign_in(client, cast.ama).post(reverse("partnerships:create"), told).content.decode()
    assert "Partie 3" in html
    assert "Club Gravelle" in html
    assert "error-summary" not in html


def test_only_a_facilitator_notes_the_partnership_of_others(client: Client) -> None:
    cast = make_cast()
    make_organisation("Une")
    make_organisation("Deux")
    ama = sign_in(client, cast.ama).post(reverse("partnerships:create"), typed("Une", "Deux"))
    assert ama.status_code == 422
    assert "n’est pas parmi les parties" in ama.content.decode()
    bastien = sign_in(Client(), cast.bastien)
    assert bastien.post(reverse("partnerships:create"), typed("Une", "Deux")).status_code == 302
    made = Partnership.objects.get()
    assert "Récrire la fiche" in read(bastien, made.get_absolute_url())


def test_who_sees_it_parties_members_of_the_alliance_then_everybody(client: Client) -> None:
    cast = make_cast(status="published")
    made = of_cast(cast)
    where = page("detail", made)
    assert client.get(where).status_code == 404
    assert sign_in(Client(), cast.fatou).get(where).status_code == 200
    assert sign_in(Client(), cast.chloe).get(where).status_code == 404
    Partnership.objects.filter(pk=made.pk).update(is_shared=False)
    assert sign_in(Client(), cast.fatou).get(where).status_code == 404
    assert sign_in(Client(), cast.ama).get(where).status_code == 200
    Partnership.objects.filter(pk=made.pk).update(is_public=True)
    assert client.get(where).status_code == 200
    assert "Récrire la fiche" not in client.get(where).content.decode()


def test_a_passer_by_never_learns_of_a_sheet_that_is_not_public(client: Client) -> None:
    cast = make_cast(status="published")
    made = of_cast(cast, is_public=True)
    assert client.get(page("detail", made)).status_code == 200
    Organisation.objects.filter(pk=cast.bastien.organisation.pk).update(is_public=False)
    assert client.get(page("detail", made)).status_code == 404
    assert "Tutorat" not in read(client, reverse("partnerships:list"))
    assert sign_in(Client(), cast.chloe).get(page("detail", made)).status_code == 200


def test_a_party_rewrites_and_a_member_of_the_alliance_does_not(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    told = {"title": "Tutorat", "version": "1", "base": "{}", "is_shared": "on"}
    refused = sign_in(Client(), cast.fatou).post(page("edit", made), told)
    assert refused.status_code == 403
    assert "revient aux parties" in refused.content.decode()
    granted = sign_in(client, cast.ama).post(page("edit", made), told)
    assert granted.status_code == 302
    assert fresh(made).title == "Tutorat"
    conflict = client.post(page("edit", made), told | {"title": "Autre nom"})
    assert conflict.status_code == 409
    assert "Autre nom" in conflict.content.decode()


def test_origins_that_one_does_not_see_stay(client: Client) -> None:
    cast = make_cast()
    other = cast.chloe.organisation.memberships.get().alliance
    made = of_cast(cast, alliances=[cast.alliance, other])
    told = {
        "title": "Tutorat",
        "version": "1",
        "base": "{}",
        "is_shared": "on",
        "alliances": [cast.alliance.pk],
    }
    sign_in(client, cast.ama).post(page("edit", made), told)
    assert set(made.alliances.values_list("pk", flat=True)) == {cast.alliance.pk, other.pk}
    assert other.name not in read(client, page("detail", made))


def test_a_framework_goes_round_no_more_than_one_way() -> None:
    cast = make_cast()
    national = of_cast(cast, title="National", is_framework=True)
    local = of_cast(cast, title="Local", framework=national)

    def change(one: Partnership, **values) -> None:
        edit_partnership(one, values, expected_version=one.version, by=cast.ama, now=timezone.now())

    with pytest.raises(Refused, match="à la fois l’accord-cadre et sa déclinaison"):
        change(fresh(national), framework=local, is_framework=False)
    with pytest.raises(Refused, match="dépendent de cet accord-cadre"):
        change(fresh(national), is_framework=False)
    with pytest.raises(Refused, match="n’est pas noté comme accord-cadre"):
        change(of_cast(cast, title="Autre"), framework=local)
    assert fresh(local).framework == national


def test_the_sheet_of_a_framework_names_its_local_declinations(client: Client) -> None:
    cast = make_cast()
    national = of_cast(cast, title="National", is_framework=True)
    of_cast(cast, title="Déclinaison du Val", framework=national)
    sheet = sign_in(client, cast.ama).get(page("detail", national)).text
    assert "Déclinaisons locales" in sheet
    assert "Déclinaison du Val" in sheet


def test_the_square_shows_what_each_side_comes_for(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast)
    make_objective(party_of(made, cast.ama), "training", "Trente stages par an")
    make_objective(party_of(made, cast.bastien), "recruitment")
    html = read(sign_in(client, cast.fatou), page("detail", made))
    assert "training" not in html
    assert "Trente stages par an" in html
    assert "2 parties sur 2 ont dit leurs objectifs" in html


def test_pages_ask_the_same_number_of_queries_whatever_the_rows(client: Client) -> None:
    cast = make_cast()
    made = of_cast(cast, categories=["patronage"], scopes=["local"])
    sign_in(client, cast.ama)
    names = ("detail", "flows", "story", "papers", "reviews")
    before = {name: queries_of(client, page(name, made)) for name in names}
    for number in range(4):
        posture = make_speaker(f"Personne {number}", f"Organisation {number}", world="economic")
        made.parties.create(organisation=posture.organisation)
        for party in made.parties.all():
            make_flow(party, f"Apport {number}")
            make_objective(party, "other", f"Pour {number}")
        made.domains.add(ActionDomain.objects.order_by("pk")[number])
    after = {name: queries_of(client, page(name, made)) for name in names}
    assert after == before
    assert max(after.values()) <= 15


def test_create_asks_the_act_for_two_parties() -> None:
    cast = make_cast()
    with pytest.raises(Refused, match="au moins deux"):
        create_partnership(
            {"title": "Seule", "stage": "framing", "level": "regular"},
            [],
            by=cast.ama,
            now=timezone.now(),
        )
    assert not Partnership.objects.exists()
    assert make_partnership().parties.count() == 0
