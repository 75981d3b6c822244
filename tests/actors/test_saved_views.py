"""Saved views: one person's own, named once, shared by address, removed with a way back."""

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.actions.saved_views import MOST_VIEWS, keep_view
from terreau.actors.models import SavedView
from tests.actors.factories import make_organisation, make_person, now

pytestmark = pytest.mark.django_db
VIEWS = "actors:views"


@pytest.fixture
def ama(client: Client):
    person = make_person()
    client.force_login(person)
    return person


def keep(client: Client, name: str, query: str = "world=public"):
    return client.post(reverse(VIEWS), {"name": name, "query": query})


def test_filters_are_kept_under_a_name_and_shown_on_the_list(client: Client, ama) -> None:
    make_organisation("Mairie", world="public")
    page = client.get(reverse(VIEWS), {"world": "public", "page": 2})
    assert 'value="world=public"' in page.content.decode()
    assert keep(client, "Les mairies").status_code == 302
    view = SavedView.objects.get()
    assert view.get_absolute_url() == reverse("actors:list") + "?world=public"
    html = client.get(reverse("actors:list")).content.decode()
    assert f'<a href="{reverse("actors:list")}?world=public">Les mairies</a>' in html


def test_a_name_serves_once_a_person(client: Client, ama) -> None:
    keep(client, "Culture")
    answer = keep(client, "Culture", "domain=culture")
    assert answer.status_code == 200
    assert "Vous avez déjà une vue de ce nom" in answer.content.decode()
    assert 'value="domain=culture"' in answer.content.decode()
    keep_view(by=make_person("Chloé Martin"), name="Culture", query="", now=now())
    assert SavedView.objects.filter(name="Culture").count() == 2


def test_a_view_is_renamed_removed_and_put_back(client: Client, ama) -> None:
    keep(client, "Culture")
    view = SavedView.objects.get()
    client.post(reverse("actors:rename_view", args=[view.pk]), {"name": "La culture"})
    assert SavedView.objects.get().name == "La culture"
    client.post(reverse("actors:remove_view", args=[view.pk]))
    assert not SavedView.objects.kept_by(ama).exists()
    html = client.get(reverse(VIEWS)).content.decode()
    assert "Retirées récemment" in html
    client.post(reverse("actors:restore_view", args=[view.pk]))
    assert SavedView.objects.kept_by(ama).get() == view


def test_a_view_whose_name_was_taken_stays_removed(client: Client, ama) -> None:
    keep(client, "Culture")
    view = SavedView.objects.get()
    client.post(reverse("actors:remove_view", args=[view.pk]))
    keep(client, "Culture", "domain=culture")
    answer = client.post(reverse("actors:restore_view", args=[view.pk]), follow=True)
    assert "Vous avez déjà une vue de ce nom" in answer.content.decode()
    view.refresh_from_db()
    assert view.removed_at is not None


def test_a_wrong_new_name_is_told_beside_it(client: Client, ama) -> None:
    keep(client, "Une")
    keep(client, "Deux", "")
    view = SavedView.objects.get(name="Deux")
    address = reverse("actors:rename_view", args=[view.pk])
    answer = client.post(address, {"name": "Une"})
    assert answer.status_code == 422
    assert "Vous avez déjà une vue de ce nom" in answer.content.decode()
    assert client.post(address, {"name": ""}).status_code == 422


@pytest.mark.parametrize("name", ["rename_view", "remove_view", "restore_view"])
def test_the_views_of_others_do_not_exist_for_me(client: Client, ama, name: str) -> None:
    other = keep_view(by=make_person("Chloé Martin"), name="La mienne", query="", now=now())
    address = reverse(f"actors:{name}", args=[other.pk])
    assert client.post(address, {"name": "Volée"}).status_code == 404
    other.refresh_from_db()
    assert (other.name, other.removed_at) == ("La mienne", None)


def test_views_are_bounded(client: Client, ama) -> None:
    SavedView.objects.bulk_create(
        SavedView(person=ama, name=f"Vue {number}", created_at=now())
        for number in range(MOST_VIEWS)
    )
    assert "Retirez-en une" in keep(client, "De trop").content.decode()


def test_somebody_unknown_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse(VIEWS)).status_code == 302
    assert keep(client, "x").status_code == 302
    assert SavedView.objects.count() == 0
