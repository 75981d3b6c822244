"""A facilitator writes to the organisations of their own alliances, and to no other's."""

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.campaign_selections import selected, selection_choices
from terreau.actors.models import Campaign
from tests.alliances.factories import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_members_of_one_s_alliance_become_a_draft(client: Client, cast: Cast) -> None:
    client.force_login(cast.bastien.person)
    value = f"alliance:{cast.alliance.slug}"
    assert value in client.get(reverse("actors:campaign-new")).content.decode()
    assert client.post(reverse("actors:campaign-new"), {"selection": value}).status_code == 302
    campaign = Campaign.objects.get()
    names = set(campaign.targets.values_list("organisation__name", flat=True))
    assert names == {"Club Gravelle", "Ville de Charenton", "Lycée du Val"}
    assert campaign.selection == "Agir ensemble (membres)"


def test_the_alliance_of_others_is_not_offered_nor_taken(client: Client, cast: Cast) -> None:
    value = f"alliance:{cast.alliance.slug}"
    assert value not in [choice.value for choice in selection_choices(cast.chloe.person)]
    assert selected(cast.chloe.person, value) is None
    client.force_login(cast.chloe.person)
    answer = client.post(reverse("actors:campaign-new"), {"selection": value})
    assert answer.status_code == 403
    assert Campaign.objects.count() == 0


def test_a_member_who_does_not_facilitate_prepares_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.ama.person)
    assert client.get(reverse("actors:campaign-new")).status_code == 403
    value = f"alliance:{cast.alliance.slug}"
    answer = client.post(reverse("actors:campaign-new"), {"selection": value})
    assert answer.status_code == 403
    assert Campaign.objects.count() == 0


def test_another_facilitator_sees_the_campaign_and_runs_it_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.bastien.person)
    value = f"alliance:{cast.alliance.slug}"
    client.post(reverse("actors:campaign-new"), {"selection": value})
    campaign = Campaign.objects.get()
    client.force_login(cast.fatou.person)
    answer = client.get(campaign.get_absolute_url())
    assert answer.status_code == 200
    assert "préparée par une autre personne" in answer.content.decode()
    launch = reverse("actors:campaign-launch", args=[campaign.uuid])
    assert client.post(launch).status_code == 403
    client.force_login(cast.bastien.person)
    assert client.post(launch).status_code == 302
