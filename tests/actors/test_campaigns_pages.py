"""The desk of the facilitators: « à rafraîchir », drafts, follow-up, letters, single links."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.actions.campaign_sending import send_wave
from terreau.actors.actions.reviews import confirm_by_link
from terreau.actors.freshness_rates import freshness_rate, rates_by_departement
from terreau.actors.models import Campaign, Organisation, SheetLink
from terreau.territories.models import Territory
from tests.actors.factories import make_person
from tests.actors.fresh_factories import (
    draft,
    launched,
    make_commune,
    make_sheet,
    make_staff,
)

pytestmark = pytest.mark.django_db
TO_REFRESH = "/acteurs/a-rafraichir/"


@pytest.fixture
def bastien():
    return make_staff()


@pytest.fixture
def staff_client(bastien) -> Client:
    client = Client()
    client.force_login(bastien.person)
    return client


def confirmed(sheet: Organisation, days_ago: int) -> Organisation:
    """Say that somebody confirmed a sheet some days ago."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    Organisation.objects.filter(pk=sheet.pk).update(confirmed_on=day)
    return sheet


def shown(answer) -> list[str]:
    return [sheet.name for sheet in answer.context["page"]]


def test_the_sheets_to_refresh_are_the_old_and_the_never_confirmed(staff_client) -> None:
    confirmed(make_sheet("Fraîche"), 364)
    confirmed(make_sheet("Vieille"), 365)
    make_sheet("Jamais", email="")
    Organisation.objects.filter(pk=make_sheet("Fermée").pk).update(lifecycle="closed")
    assert sorted(shown(staff_client.get(TO_REFRESH))) == ["Jamais", "Vieille"]
    assert shown(staff_client.get(TO_REFRESH, {"why": "never"})) == ["Jamais"]
    assert shown(staff_client.get(TO_REFRESH, {"why": "old"})) == ["Vieille"]
    assert shown(staff_client.get(TO_REFRESH, {"why": "mute"})) == ["Jamais"]
    assert shown(staff_client.get(TO_REFRESH, {"world": "public"})) == []


def test_the_sheets_to_refresh_stand_in_the_order_of_a_dictionary(staff_client) -> None:
    for name in ("Zèbre", "AFD", "Fédération", "Accenture", "Futur"):
        make_sheet(name, email="")
    page = staff_client.get(reverse("actors:to-refresh")).context["page"]
    assert [sheet.name for sheet in page] == ["Accenture", "AFD", "Fédération", "Futur", "Zèbre"]


def test_the_rate_carries_its_base_and_is_none_without_one(staff_client) -> None:
    here, there = make_commune(), make_commune("94018", "Charenton")
    confirmed(make_sheet("A", place=here), 10)
    make_sheet("B", place=here)
    confirmed(make_sheet("C", place=there), 800)
    today = timezone.localdate()
    assert freshness_rate(here, today) == (1, 2)
    assert freshness_rate(here.departement, today) == (1, 3)
    (rate,) = rates_by_departement(today)
    assert (rate.name, rate.fresh, rate.total) == ("Val-de-Marne", 1, 3)
    elsewhere = make_commune("94003", "Arcueil")
    assert freshness_rate(elsewhere, today) == (0, 0)
    answer = staff_client.get(TO_REFRESH).content.decode()
    assert "1 fiche confirmée depuis moins de douze mois, sur 3" in answer


def test_a_departement_shows_its_intercommunalites(staff_client) -> None:
    epci = Territory.objects.create(kind="epci", code="200058006", name="Vallée Sud")
    commune = make_commune(epci=epci)
    confirmed(make_sheet("A", place=commune), 10)
    answer = staff_client.get(TO_REFRESH, {"departement": "94"})
    (rate,) = answer.context["rates"]
    assert (rate.name, rate.fresh, rate.total) == ("Vallée Sud", 1, 1)


def test_ticked_sheets_become_a_draft(staff_client) -> None:
    sheet, _other = make_sheet("Cochée"), make_sheet("Laissée", email="b@exemple.test")
    answer = staff_client.post(reverse("actors:campaign-new"), {"sheet": [sheet.pk]})
    campaign = Campaign.objects.get()
    assert answer.status_code == 302
    assert [target.organisation for target in campaign.targets.all()] == [sheet]
    assert campaign.state == "draft"
    assert mail.outbox == []


def test_the_filters_of_the_list_become_a_draft(staff_client) -> None:
    make_sheet("Une", world="public")
    make_sheet("Autre", email="b@exemple.test")
    address = f"{reverse('actors:campaign-new')}?world=public"
    assert staff_client.get(address).context["count"] == 1
    staff_client.post(reverse("actors:campaign-new"), {"query": "world=public"})
    (target,) = Campaign.objects.get().targets.select_related("organisation")
    assert target.organisation.name == "Une"


def test_nothing_chosen_is_refused_with_a_sentence(staff_client) -> None:
    make_sheet()
    answer = staff_client.post(reverse("actors:campaign-new"), {"selection": "alliance:ailleurs"})
    assert answer.status_code == 403
    assert "Rien n’est choisi" in answer.content.decode()
    assert Campaign.objects.count() == 0


def typed(campaign: Campaign, **changes) -> dict:
    return {
        "title": "Votre fiche",
        "message": "Bonjour {structure}, voyez {lien}.",
        "starts_on": campaign.starts_on.isoformat(),
        "closes_on": campaign.closes_on.isoformat(),
        "reminders": "7, 21",
        **changes,
    }


def test_a_draft_is_written_seen_and_launched(staff_client, bastien) -> None:
    campaign = draft(bastien, [make_sheet(place=make_commune())])
    address = campaign.get_absolute_url()
    staff_client.post(address, typed(campaign))
    campaign.refresh_from_db()
    assert campaign.reminder_days == [7, 21]
    assert "Bonjour Club Gravelle, voyez" in staff_client.get(address).content.decode()
    staff_client.post(reverse("actors:campaign-launch", args=[campaign.uuid]))
    campaign.refresh_from_db()
    assert (campaign.state, campaign.site) == ("launched", "http://testserver")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"message": "Sans lien."}, "Il manque {lien}"),
        ({"message": "{lien} {prenom}"}, "« {prenom} » n’est pas un repère connu"),
        ({"starts_on": "2020-01-01"}, "Ce jour est passé"),
        ({"closes_on": "2020-01-01"}, "La fin de la campagne suit"),
        ({"reminders": "0"}, "entre 1 et 120"),
        ({"reminders": "1 2 3 4 5"}, "Quatre relances au plus"),
        ({"title": ""}, "Donnez un objet"),
    ],
)
def test_a_wrong_draft_keeps_what_was_typed(staff_client, bastien, changes, sentence) -> None:
    campaign = draft(bastien, [make_sheet()])
    data = typed(campaign, **changes)
    answer = staff_client.post(campaign.get_absolute_url(), data)
    body = answer.content.decode()
    assert sentence in body
    assert answer.context["form"]["message"].value() == data["message"]
    campaign.refresh_from_db()
    assert campaign.reminder_days == [14, 28]


def test_hostile_words_in_a_message_stay_text(staff_client, bastien) -> None:
    campaign = draft(bastien, [make_sheet("<script>alert(1)</script>")])
    data = typed(campaign, message="{lien} <img src=x onerror=alert(1)> {structure}")
    staff_client.post(campaign.get_absolute_url(), data)
    body = staff_client.get(campaign.get_absolute_url()).content.decode()
    assert "<img src=x" not in body
    assert "<script>alert" not in body


def test_an_address_is_typed_for_who_has_none(staff_client, bastien) -> None:
    campaign = draft(bastien, [make_sheet(email="")])
    target = campaign.targets.get()
    address = reverse("actors:campaign-target", args=[campaign.uuid, target.pk])
    assert staff_client.post(address, {"email": "pas une adresse"}).status_code == 403
    staff_client.post(address, {"email": "Trouvee@exemple.test"})
    target.refresh_from_db()
    assert target.email == "trouvee@exemple.test"
    staff_client.post(address, {"remove": "1"})
    assert campaign.targets.count() == 0


def test_another_facilitator_s_campaign_is_seen_and_not_touched(bastien) -> None:
    campaign = draft(bastien, [make_sheet()])
    other = Client()
    other.force_login(make_person("Fatou", is_staff=False))
    assert other.get(campaign.get_absolute_url()).status_code == 403
    launch = reverse("actors:campaign-launch", args=[campaign.uuid])
    assert other.post(launch).status_code == 403
    campaign.refresh_from_db()
    assert campaign.state == "draft"


def test_the_follow_up_counts_on_a_base_and_never_tracks(staff_client, bastien) -> None:
    commune = make_commune()
    sheets = [
        make_sheet(f"S{number}", email=f"s{number}@exemple.test", place=commune)
        for number in range(3)
    ]
    mute = make_sheet("Muette", email="", world="public")
    campaign = launched(bastien, [*sheets, mute])
    send_wave(campaign, 0, now=timezone.now())
    confirm_by_link(SheetLink.objects.order_by("pk").first(), now=timezone.now())
    answer = staff_client.get(campaign.get_absolute_url())
    figures, failures = answer.context["figures"], answer.context["failures"]
    assert (figures.total, figures.sent, figures.confirmed, figures.silent) == (4, 3, 1, 2)
    assert failures["mute"] == 1
    worlds = [(row.label, row.total) for row in answer.context["by_world"]]
    assert worlds == [("acteurs publics", 1), ("acteurs économiques", 3)]
    places = [(row.label, row.total) for row in answer.context["by_departement"]]
    assert places == [("Val-de-Marne", 3), ("siège inconnu", 1)]
    assert "Ouverture du message et du lien : inconnue" in answer.content.decode()


def test_letters_are_printed_with_their_code_and_open_the_sheet(
    staff_client, bastien, client
) -> None:
    mute = make_sheet("Muette", email="")
    campaign = draft(bastien, [mute, make_sheet()])
    address = reverse("actors:campaign-letters", args=[campaign.uuid])
    assert staff_client.post(address).status_code == 403  # still a draft
    staff_client.post(reverse("actors:campaign-launch", args=[campaign.uuid]))
    answer = staff_client.post(address)
    (letter,) = answer.context["letters"]
    assert letter.organisation == mute
    assert "<svg" in answer.content.decode()
    path = letter.address.removeprefix("http://testserver")
    client.post(path)
    mute.refresh_from_db()
    assert mute.confirmed_by == "la structure, par lettre"
    assert campaign.targets.get(organisation=mute).answer == "confirmed"
    assert staff_client.post(address).context["letters"] == []


def test_lists_do_not_grow(staff_client, bastien, count_queries) -> None:
    make_sheet("Première", place=make_commune())
    campaign = launched(bastien, [make_sheet("A", email="a@exemple.test")])
    pages = (TO_REFRESH, reverse("actors:campaigns"), campaign.get_absolute_url())
    before = [count_queries(staff_client, address) for address in pages]
    for number in range(5):
        sheet = make_sheet(f"S{number}", email=f"s{number}@exemple.test")
        campaign.targets.create(organisation=sheet, email=f"s{number}@exemple.test")
        draft(bastien, [make_sheet(f"T{number}", email="")])
    assert [count_queries(staff_client, address) for address in pages] == before
    assert max(before) <= 15
