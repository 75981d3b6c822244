"""Dated mandates: who gives them, who closes them, what stays."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions import close_mandate, grant_mandate
from terreau.actors.models import Mandate
from terreau.actors.permissions import can_close_mandate, can_grant_mandate
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from tests.actors.factories import (
    make_mandate,
    make_organisation,
    make_person,
    make_speaker,
    now,
    own_name,
)

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def bastien():
    return make_speaker("Bastien Roy", "Club Gravelle")


@pytest.fixture
def address(bastien) -> str:
    return reverse("actors:people", args=[bastien.organisation.uuid])


def today() -> datetime.date:
    return timezone.localdate()


def test_a_mandated_person_gives_a_mandate_to_somebody_else(
    client: Client, bastien, address
) -> None:
    ama = make_person("Ama Diallo", email="ama@exemple.test")
    client.force_login(bastien.person)
    data = {"email": " AMA@exemple.test ", "title": "trésorière", "starts_on": today().isoformat()}
    assert client.post(address, data).status_code == 302
    mandate = Mandate.objects.get(person=ama)
    assert (mandate.organisation, mandate.title, mandate.ends_on) == (
        bastien.organisation,
        "trésorière",
        None,
    )
    line = records_of(f"organisation:{bastien.organisation.uuid}")[0]
    assert line.verb == "mandate-granted"
    assert line.posture == "Bastien Roy, au nom de Club Gravelle"
    assert "Ama" not in str(line.params)
    assert "Ama Diallo" in client.get(address).content.decode()


def test_who_has_no_mandate_is_told_who_may_give_one(client: Client, bastien, address) -> None:
    chloe = make_person("Chloé Martin")
    client.force_login(chloe)
    page = client.get(address)
    assert page.status_code == 200
    assert "Seule une personne déjà mandatée" in page.content.decode()
    refusal = client.post(address, {"email": chloe.email, "starts_on": today().isoformat()})
    assert refusal.status_code == 403
    assert not Mandate.objects.filter(person=chloe).exists()


@pytest.mark.parametrize(("ends_in", "granted"), [(0, True), (-1, False)])
def test_the_right_to_give_ends_with_ones_own_mandate(ends_in: int, granted: bool) -> None:
    person, club = make_person(), make_organisation()
    make_mandate(person, club, ends_on=today() + ends_in * ONE_DAY)
    assert bool(can_grant_mandate(person, club, today=today())) is granted


def test_staff_gives_the_first_mandate_and_a_creator_cannot(bastien) -> None:
    creator = make_person("Créa")
    alone = make_organisation("Seule", created_by=creator)
    with pytest.raises(Refused):
        grant_mandate(alone, creator, by=own_name(creator), starts_on=today(), now=now())
    staff = own_name(make_person("Sofia", is_staff=True))
    assert grant_mandate(alone, creator, by=staff, starts_on=today(), now=now()).pk


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "inconnue@exemple.test"}, "Personne n’a de compte avec cette adresse"),
        ({"email": "sans arobase"}, "il y manque @"),
        ({"starts_on": "31/02/2026"}, "Cette date n’existe pas"),
        ({"ends_on": "2020-01-01"}, "précède son début"),
    ],
)
def test_a_wrong_mandate_is_explained(
    client: Client, bastien, address, fields: dict, sentence: str
) -> None:
    ama = make_person("Ama")
    client.force_login(bastien.person)
    data = {"email": ama.email, "title": "écrit", "starts_on": "2026-01-01", **fields}
    page = client.post(address, data).content.decode()
    assert sentence in page
    assert 'value="écrit"' in page
    assert not Mandate.objects.filter(person=ama).exists()


def test_two_mandates_of_the_same_person_never_overlap(bastien) -> None:
    ama, club = make_person("Ama"), bastien.organisation
    first = datetime.date(2026, 3, 1)
    make_mandate(ama, club, starts_on=first, ends_on=first + 10 * ONE_DAY)
    with pytest.raises(ValidationError, match="déjà un mandat"):
        grant_mandate(ama and club, ama, by=bastien, starts_on=first + 10 * ONE_DAY, now=now())
    assert grant_mandate(club, ama, by=bastien, starts_on=first + 11 * ONE_DAY, now=now()).pk


def test_closing_keeps_the_row_and_tells_the_journal(client: Client, bastien, address) -> None:
    mandate = bastien.mandate
    client.force_login(bastien.person)
    close_address = reverse("actors:close_mandate", args=[bastien.organisation.uuid, mandate.pk])
    yesterday = today() - ONE_DAY
    answer = client.post(close_address, {f"m{mandate.pk}-ends_on": yesterday.isoformat()})
    assert answer.status_code == 302
    mandate.refresh_from_db()
    assert mandate.ends_on == yesterday
    assert "Mandats passés" in client.get(address).content.decode()
    assert records_of(f"organisation:{bastien.organisation.uuid}")[0].verb == "mandate-closed"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2023-12-31", "précède le début du mandat"), ("n’importe", "Cette date n’existe pas")],
)
def test_a_wrong_last_day_is_explained(client: Client, bastien, day: str, sentence: str) -> None:
    mandate = bastien.mandate
    client.force_login(bastien.person)
    close_address = reverse("actors:close_mandate", args=[bastien.organisation.uuid, mandate.pk])
    page = client.post(close_address, {f"m{mandate.pk}-ends_on": day})
    assert sentence in page.content.decode()
    mandate.refresh_from_db()
    assert mandate.ends_on is None


def test_one_closes_ones_own_mandate_and_not_a_strangers(client: Client, bastien) -> None:
    chloe = make_person("Chloé")
    make_mandate(chloe, make_organisation("Ailleurs"))
    assert can_close_mandate(bastien.person, bastien.mandate, today=today())
    assert not can_close_mandate(chloe, bastien.mandate, today=today())
    client.force_login(chloe)
    address = reverse("actors:close_mandate", args=[bastien.organisation.uuid, bastien.mandate.pk])
    answer = client.post(address, {f"m{bastien.mandate.pk}-ends_on": today().isoformat()})
    assert answer.status_code == 403


def test_a_past_mandate_is_never_rewritten_nor_a_planned_end_put_off(bastien) -> None:
    ama, club = make_person("Ama"), bastien.organisation
    past = make_mandate(ama, club, ends_on=today() - ONE_DAY)
    with pytest.raises(Refused, match="déjà terminé"):
        close_mandate(past, by=bastien, ends_on=today(), now=now())
    planned = make_mandate(make_person("Inès"), club, ends_on=today() + ONE_DAY)
    with pytest.raises(ValidationError, match="ne l’allonge pas"):
        close_mandate(planned, by=bastien, ends_on=today() + 2 * ONE_DAY, now=now())
    assert close_mandate(planned, by=bastien, ends_on=today(), now=now()).ends_on == today()


def test_a_mandate_of_another_organisation_is_not_found_here(client: Client, bastien) -> None:
    elsewhere = make_mandate(bastien.person, make_organisation("Ailleurs"))
    client.force_login(bastien.person)
    address = reverse("actors:close_mandate", args=[bastien.organisation.uuid, elsewhere.pk])
    assert client.post(address, {}).status_code == 404
    assert client.get(address).status_code == 405


def test_persons_are_shown_only_to_whoever_is_signed_in(client: Client, address) -> None:
    assert client.get(address).status_code == 302
