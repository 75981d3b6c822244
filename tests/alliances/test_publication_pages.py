"""The settings: what publishing asks, rest, deletion by two, and the presentation."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.alliances.models import Alliance
from tests.alliances.factories import (
    Cast,
    add_facilitator,
    fresh,
    make_alliance,
    make_cast,
    make_place,
)
from tests.alliances.story_factories import page, sign_in

pytestmark = pytest.mark.django_db
WHY = {"delete-reason": "Tout est dit."}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_the_checklist_says_what_is_missing(client: Client, cast: Cast) -> None:
    alone = make_alliance("Seule")
    add_facilitator(alone, cast.bastien)
    sign_in(client, cast.bastien)
    text = client.get(page("publication", alone)).text
    assert "1 facilitateur (il en faut deux)" in text
    assert "1 monde (il en faut deux)" in text
    assert "au moins deux facilitateurs de deux mondes" in text
    assert "Publier l’alliance" not in text
    assert client.post(page("publish", alone)).status_code == 403
    assert fresh(alone).status == "open"


def test_a_facilitator_publishes_and_takes_it_back(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    assert "Publier l’alliance" in client.get(page("publication", cast.alliance)).text
    assert client.get(page("publish", cast.alliance)).status_code == 405
    done = client.post(page("publish", cast.alliance), follow=True)
    assert "L’alliance est publiée" in done.text
    public = Client().get(cast.alliance.get_absolute_url())
    assert public.status_code == 200
    for name in ("Bastien Roy", "Ama Diallo", "Réglages"):
        assert name not in public.text
    back = client.post(page("publish", cast.alliance), follow=True)
    assert "La page publique est retirée" in back.text
    assert Client().get(cast.alliance.get_absolute_url()).status_code == 404


def test_the_settings_are_for_the_facilitators(client: Client, cast: Cast) -> None:
    acts = ("publish", "rest", "delete", "restore")
    sign_in(client, cast.ama)
    assert client.get(page("publication", cast.alliance)).status_code == 403
    assert client.get(page("edit", cast.alliance)).status_code == 403
    for act in acts:
        refused = client.post(page(act, cast.alliance), WHY | {"rest-reason": "Pause."})
        assert refused.status_code == 403
        assert "revient aux facilitateurs" in refused.text
    sign_in(client, cast.chloe)
    for act in ("publication", "edit", *acts):
        assert client.post(page(act, cast.alliance), WHY).status_code == 404


def test_sleep_and_wake_with_a_reason(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    silent = client.post(page("rest", cast.alliance), {"sleep": "1", "rest-reason": ""})
    assert "Dites pourquoi en une phrase" in silent.text
    assert fresh(cast.alliance).status == "open"
    for act, status in (("sleep", "dormant"), ("close", "closed")):
        client.post(page("rest", cast.alliance), {act: "1", "rest-reason": "Une pause."})
        assert fresh(cast.alliance).status == status
        assert "Réveiller" in client.get(page("publication", cast.alliance)).text
        client.post(page("rest", cast.alliance), {"wake": "1"})
        assert fresh(cast.alliance).status == "open"


def test_one_accord_deletes_nothing_and_can_be_taken_back(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    first = client.post(page("delete", cast.alliance), WHY, follow=True)
    assert "Il en faut un second" in first.text
    assert "Tout est dit." in first.text
    client.post(page("delete", cast.alliance), WHY)
    assert fresh(cast.alliance).deleted_at is None
    back = client.post(page("restore", cast.alliance), follow=True)
    assert "L’accord est retiré" in back.text
    assert not cast.alliance.deletion_consents.exists()
    assert client.post(page("restore", cast.alliance)).status_code == 403


def test_a_deletion_without_reason_is_refused(client: Client, cast: Cast) -> None:
    done = sign_in(client, cast.bastien).post(page("delete", cast.alliance), {})
    assert "Dites pourquoi en une phrase" in done.text
    assert not cast.alliance.deletion_consents.exists()


def test_two_accords_delete_and_a_facilitator_brings_it_back(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien).post(page("delete", cast.alliance), WHY)
    sign_in(client, cast.fatou)
    gone = client.post(page("delete", cast.alliance), WHY, follow=True)
    assert gone.status_code == 200
    assert "trente jours" in gone.text
    for name in ("overview", "members", "objective", "challenges"):
        assert client.get(page(name, cast.alliance)).status_code == 404
    assert sign_in(client, cast.ama).post(page("restore", cast.alliance)).status_code == 403
    assert sign_in(client, cast.chloe).post(page("restore", cast.alliance)).status_code == 404
    sign_in(client, cast.bastien)
    assert "Rétablir l’alliance" in client.get(page("publication", cast.alliance)).text
    assert client.post(page("restore", cast.alliance)).status_code == 302
    assert client.get(page("overview", cast.alliance)).status_code == 200


def test_after_thirty_days_one_is_told_whom_to_ask(client: Client, cast: Cast) -> None:
    late = timezone.now() - datetime.timedelta(days=31)
    Alliance.objects.filter(pk=cast.alliance.pk).update(deletion_consent_count=2, deleted_at=late)
    refused = sign_in(client, cast.bastien).post(page("restore", cast.alliance))
    assert refused.status_code == 403
    assert "Plus de trente jours" in refused.text


def presentation(client: Client, cast: Cast, **changes) -> dict:
    """The form of the presentation, as a browser got it, changed."""
    form = client.get(page("edit", cast.alliance)).context["form"]
    return {
        "name": "Agir ensemble",
        "question": "Comment se rencontrent-ils ?",
        "territories": [make_place().token],
        "perimeter_label": "",
        "started_on": "2013",
        "instigation_story": "",
        "rules_of_play": "",
        "sources": "",
        "version": form["version"].value(),
        "base": form["base"].value(),
        **changes,
    }


def test_the_presentation_is_edited_by_a_facilitator(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    places = [make_place().token, make_place("94069", "Saint-Maurice").token]
    sent = presentation(client, cast, name="Agir à deux villes", territories=places)
    done = client.post(page("edit", cast.alliance), sent, follow=True)
    assert "La présentation est enregistrée" in done.text
    alliance = fresh(cast.alliance)
    assert alliance.name == "Agir à deux villes"
    assert {unit.code for unit in alliance.perimeter.all()} == {"94018", "94069"}


def test_the_second_of_two_editors_loses_nothing(cast: Cast) -> None:
    bastien, fatou = sign_in(Client(), cast.bastien), sign_in(Client(), cast.fatou)
    mine = presentation(bastien, cast, question="La question de Bastien ?")
    theirs = presentation(fatou, cast, question="La question de Fatou ?")
    assert fatou.post(page("edit", cast.alliance), theirs).status_code == 302
    told = bastien.post(page("edit", cast.alliance), mine)
    assert told.status_code == 409
    assert "La question de Fatou ?" in told.text
    assert "La question de Bastien ?" in told.text


def test_a_presentation_that_is_wrong_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)
    sent = presentation(client, cast, name="", started_on="hier soir", territories=[])
    done = client.post(page("edit", cast.alliance), sent | {"sources": "Le carnet vert."})
    assert done.status_code == 200
    assert "hier soir" in done.text
    assert "Le carnet vert." in done.text
    assert "Choisissez au moins un territoire" in done.text
    assert fresh(cast.alliance).name == "Agir ensemble"
