"""The administration: behind the house's sign-in, and acting through the actions."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.urls import reverse

from terreau.accounts.models import Person
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db
PERSONS = "/administration/accounts/person/"


@pytest.fixture
def bastien(client, settings):
    settings.TERREAU_STAFF_SECOND_FACTOR = False
    person = make_person("Bastien Roux", is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def test_it_leads_to_the_houses_sign_in(client):
    answer = client.get("/administration/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_a_member_is_refused_with_the_reason(client):
    client.force_login(make_person())
    answer = client.get("/administration/", follow=True)
    assert answer.status_code == 403


def test_without_a_second_factor_an_administrator_is_led_to_it(client):
    bastien = make_person("Bastien Roux", is_staff=True, is_superuser=True)
    client.force_login(bastien)
    answer = client.get("/administration/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "L’administration demande un second facteur" in answer.text
    TOTP.activate(bastien, "JBSWY3DPEHPK3PXP")
    assert client.get("/administration/").status_code == 200


def test_production_asks_for_the_second_factor(settings):
    assert settings.TERREAU_STAFF_SECOND_FACTOR is True


def test_opening_an_account_there_leaves_the_address_to_prove(client, bastien):
    client.post(f"{PERSONS}add/", {"email": "Denis@example.org", "full_name": "Denis Martin"})
    denis = Person.objects.get(email="denis@example.org")
    assert not denis.emailaddress_set.get().verified
    page = client.post(f"{PERSONS}add/", {"email": "DENIS@example.org", "full_name": "Encore"}).text
    assert "Une personne a déjà cette adresse" in page


def test_nobody_sets_another_persons_password_or_deletes_them(client, bastien):
    ama = make_person()
    page = client.get(f"{PERSONS}{ama.pk}/change/").text
    assert "password" not in page.replace("password_change", "")
    assert client.post(f"{PERSONS}{ama.pk}/delete/").status_code == 403
    client.post(f"{PERSONS}{ama.pk}/change/", {"full_name": "Ama D.", "language": "fr"})
    ama.refresh_from_db()
    assert (ama.full_name, ama.language, ama.email) == ("Ama D.", "fr", "ama@example.org")


@pytest.mark.parametrize(
    ("action", "field", "expected"),
    [
        ("close_accounts", "is_active", False),
        ("give", "is_staff", True),
        ("take", "is_staff", False),
    ],
)
def test_the_lists_actions_change_the_account(client, bastien, action, field, expected):
    ama = make_person()
    client.post(PERSONS, {"action": action, "_selected_action": [ama.pk]})
    ama.refresh_from_db()
    assert getattr(ama, field) is expected


def test_the_last_administrator_stays_and_the_page_says_why(client, bastien):
    answer = client.post(PERSONS, {"action": "take", "_selected_action": [bastien.pk]}, follow=True)
    assert "dernière personne qui administre" in answer.text
    bastien.refresh_from_db()
    assert bastien.is_superuser


def test_links_are_read_there_without_their_hash(client, bastien):
    page = client.get("/administration/accounts/personallink/")
    assert page.status_code == 200
    assert client.get("/administration/accounts/personallink/add/").status_code == 403


def test_the_rows_of_the_sign_in_are_not_edited_by_hand(client, bastien):
    apps = {model._meta.app_label for model in admin.site._registry}
    assert apps & {"account", "mfa", "socialaccount", "auth"} == set()
    page = client.get("/administration/").text
    assert "Personnes" in page
    assert "Authenticator" not in page
    assert client.get("/administration/password_change/").url == "/compte/mot-de-passe/"
    assert client.post("/administration/logout/").url == "/compte/deconnexion/"
