"""Meetings are prepared, announced, cancelled, held; their list and page ask a constant number."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.alliances.models import JournalEntry
from terreau.core.editing import EditConflict
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from terreau.events.actions.events import COLUMNS, cancel_event, edit_event, publish_event
from terreau.events.models import Event, Registration
from tests.alliances.factories import Cast, fresh, make_cast, make_inhabitant
from tests.events.factories import (
    SITE,
    count_queries,
    make_event,
    make_registration,
    make_running,
    page,
    sign_in,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def moment(**ahead) -> str:
    return timezone.localtime(NOW() + datetime.timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


def form(**said) -> dict:
    return {
        "kind": "matchmaking",
        "title": "Dix minutes pour se connaître",
        "description": "Chacun rencontre qui il ne connaît pas.",
        "starts_at": moment(days=2),
        "ends_at": moment(days=2, hours=3),
        "place_name": "Espace Toffoli",
        "capacity": "40",
        "is_public": "on",
        "takes_registrations": "on",
        "version": "1",
        **said,
    }


def test_a_facilitator_prepares_and_announces_a_meeting(client: Client, cast) -> None:
    new = reverse("events:new", args=[cast.alliance.slug])
    assert sign_in(client, cast.ama).get(new).status_code == 403
    sign_in(client, cast.bastien)
    assert client.get(new).status_code == 200
    done = client.post(new, form(series_name="Rencontre annuelle", edition="5"), follow=True)
    event = Event.objects.get()
    assert (event.state, event.edition, event.series.name) == ("draft", 5, "Rencontre annuelle")
    assert "Annoncer" in done.text
    # Before it is announced, only the members see it.
    assert Client().get(event.get_absolute_url()).status_code == 404
    assert sign_in(Client(), cast.chloe).get(event.get_absolute_url()).status_code == 404
    assert sign_in(Client(), cast.ama).get(event.get_absolute_url()).status_code == 200
    client.post(page("publish", event))
    assert "Espace Toffoli" in Client().get(event.get_absolute_url()).text
    verbs = [record.verb for record in records_of(cast.alliance.scope)]
    assert verbs[:2] == ["event-published", "event-prepared"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"ends_at": moment(days=1)}, "La fin vient après le début"),
        ({"ends_at": moment(days=80)}, "un mois au plus"),
        ({"capacity": "0"}, "plus grand que zéro"),
        ({"edition": "3"}, "Nommez la série"),
        ({"registration_closes_at": moment(days=9)}, "avant la fin"),
        ({"starts_at": "demain"}, "Saisissez une date et une heure valides"),
    ],
)
def test_what_no_meeting_can_be_is_said_and_nothing_typed_is_lost(client, cast, said, reason):
    sign_in(client, cast.bastien)
    told = client.post(reverse("events:new", args=[cast.alliance.slug]), form(**said))
    assert reason in told.text
    assert "Espace Toffoli" in told.text
    assert not Event.objects.exists()


def test_two_who_edit_at_once_lose_nothing(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    sign_in(client, cast.fatou)
    client.post(page("edit", event), form(title="Titre de Fatou"))
    told = sign_in(client, cast.bastien).post(page("edit", event), form(title="Titre de Bastien"))
    assert told.status_code == 409
    assert "Titre de Bastien" in told.text
    assert "Titre de Fatou" in told.text


def test_more_places_promote_those_who_wait(cast) -> None:
    event = make_event(cast.alliance, capacity=1)
    make_registration(event)
    for number in range(3):
        make_registration(event, f"N {number}", state="waiting")
    values = {name: getattr(event, name) for name in COLUMNS} | {"capacity": 3}
    edit_event(event, values, expected_version=1, site=SITE, by=cast.bastien, now=NOW())
    waiting = Registration.objects.filter(state="waiting")
    assert list(waiting.values_list("name", flat=True)) == ["N 2"]
    with pytest.raises(EditConflict):
        edit_event(event, values, expected_version=1, site=SITE, by=cast.bastien, now=NOW())


def test_a_meeting_is_cancelled_for_a_reason_that_everybody_reads(client, cast) -> None:
    event = make_event(cast.alliance)
    sign_in(client, cast.bastien)
    assert client.post(page("cancel", event), {"reason": " "}).status_code == 403
    client.post(page("cancel", event), {"reason": "Neige sur toute la région."})
    assert "Neige sur toute la région." in Client().get(event.get_absolute_url()).text
    with pytest.raises(Refused, match="Seule une rencontre annoncée"):
        cancel_event(event, reason="x", site=SITE, by=cast.bastien, now=NOW())


def test_a_meeting_that_is_over_is_not_announced(cast) -> None:
    event = make_event(cast.alliance, state="draft", starts_at=NOW() - datetime.timedelta(days=2))
    with pytest.raises(Refused, match="déjà finie"):
        publish_event(event, by=cast.bastien, now=NOW())


def test_what_was_announced_is_not_erased(client: Client, cast) -> None:
    draft, announced = make_event(cast.alliance, state="draft"), make_event(cast.alliance)
    sign_in(client, cast.bastien)
    assert client.post(page("discard", announced)).status_code == 403
    assert client.post(page("discard", draft)).status_code == 302
    assert list(Event.objects.all()) == [announced]


def test_a_meeting_is_held_once_it_has_begun_and_its_minutes_feed_the_journal(client, cast) -> None:
    ahead, event = make_event(cast.alliance), make_running(cast.alliance)
    sign_in(client, cast.bastien)
    assert client.post(page("close", ahead)).status_code == 403
    assert client.post(page("close", event)).status_code == 302
    assert client.post(page("minutes-publish", event)).status_code == 403  # nothing is written
    client.post(page("minutes", event), {"minutes": "## Ce qui fut dit", "version": "2"})
    assert "Ce qui fut dit" not in Client().get(event.get_absolute_url()).text
    client.post(page("minutes-publish", event), {"feeds_journal": "on"})
    assert "Ce qui fut dit" in Client().get(event.get_absolute_url()).text
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.title) == ("meeting", event.title)
    following = client.get(
        f"{reverse('events:new', args=[cast.alliance.slug])}?depuis={event.uuid}"
    )
    assert event.title in following.text


def test_minutes_too_long_for_the_journal_say_where_they_go_on(client: Client, cast) -> None:
    event = make_running(cast.alliance, minutes="Une ligne dite.\n" * 900)
    sign_in(client, cast.bastien).post(page("minutes-publish", event), {"feeds_journal": "on"})
    text = JournalEntry.objects.get().text
    assert len(text) <= 10_000
    assert text.endswith(f"La suite se lit sur la page de la rencontre « {event.title} ».")


def test_a_programme_has_parallel_groups_and_speakers(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    sign_in(client, cast.bastien)
    said = {
        "kind": "workshop",
        "title": "Évaluer",
        "theme": "évaluation",
        "starts_at": timezone.localtime(event.starts_at).strftime("%Y-%m-%dT%H:%M:%S"),
        "ends_at": timezone.localtime(event.ends_at).strftime("%Y-%m-%dT%H:%M"),
        "name_0": "Paul Morin",
        "organisation_0": "club gravelle",
        "role_0": "facilitateur",
    }
    event.starts_at = event.starts_at.replace(microsecond=0)
    event.save()
    long = client.post(page("session-new", event), said | {"group": "x" * 61})
    assert "60 caractères au plus" in long.text
    both = client.post(page("session-new", event), said | {"group": "bleu, rouge"})
    assert both.status_code == 302
    text = client.get(event.get_absolute_url()).text
    assert "2 groupes en parallèle" in text
    assert "Paul Morin, Club Gravelle (facilitateur)" in text
    late = client.post(page("session-new", event), said | {"ends_at": moment(days=9)})
    assert "finirait après la rencontre" in late.text
    session = event.sessions.first()
    assert session.group in {"bleu", "rouge"}
    edit = page("session-edit", event, session.uuid)
    told = client.get(edit)
    assert "Paul Morin" in told.text
    assert not told.context["form"].has_more_speakers  # the others are folded away
    both = client.post(edit, said | {"group": "vert", "name_1": "Rose Blin"})
    assert both.status_code == 302
    assert client.get(edit).context["form"].has_more_speakers
    assert client.post(edit, said | {"group": "jaune", "name_0": ""}).status_code == 302
    session.refresh_from_db()
    assert (session.group, session.speakers.count()) == ("jaune", 0)
    client.post(page("session-remove", event, session.uuid))
    assert event.sessions.count() == 1


def test_the_calendar_tells_nobody_what_is_not_public(client: Client, cast) -> None:
    shown = make_event(cast.alliance, "Portes ouvertes", place_name="Mairie")
    make_event(cast.alliance, "Entre membres", is_public=False)
    make_event(cast.alliance, "Projet", state="draft")
    make_event(cast.alliance, "Annulée", state="cancelled", cancelled_reason="Neige, hélas")
    feed = reverse("events:feed", args=[cast.alliance.slug])
    for browser in (client, sign_in(Client(), cast.bastien)):
        answer = browser.get(feed)
        assert answer["Content-Type"].startswith("text/calendar")
        text = answer.content.decode()
        assert text.count("BEGIN:VEVENT") == 2
        assert f"UID:{shown.uuid}@terreau" in text
        assert "STATUS:CANCELLED" in text
        assert "Entre membres" not in text
    one = client.get(page("ics", shown)).content.decode()
    assert "LOCATION:Mairie" in one
    hidden = Event.objects.get(title="Entre membres")
    assert client.get(page("ics", hidden)).status_code == 404
    type(cast.alliance).objects.filter(pk=cast.alliance.pk).update(status="open")
    assert client.get(feed).status_code == 404


def test_an_inhabitant_sees_and_prepares_nothing(client: Client, cast) -> None:
    ines = make_inhabitant(fresh(cast.alliance))
    event = make_event(cast.alliance, state="draft")
    sign_in(client, ines)
    assert client.get(event.get_absolute_url()).status_code == 200
    assert client.get(page("edit", event)).status_code == 403
    assert client.get(page("registrations", event)).status_code == 403


def test_worlds_are_told_apart_and_few_inhabitants_are_not_counted(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    for number in range(4):
        make_registration(event, f"Habitant {number}")
        make_registration(event, f"Élève {number}", organisation=cast.ama.organisation)
    make_registration(event, "Sans fiche", organisation_name="Régie")
    text = client.get(event.get_absolute_url()).text
    assert "habitants : moins de cinq" in text
    assert "1 académique" in text  # four persons of one school are one organisation
    make_registration(event, "Habitant 5")
    assert "5 habitants" in client.get(event.get_absolute_url()).text


def test_the_list_and_the_page_do_not_grow(client: Client, cast) -> None:
    sign_in(client, cast.bastien)
    listed = reverse("events:list", args=[cast.alliance.slug])

    def fill() -> Event:
        for state in ("draft", "published", "cancelled"):
            make_event(cast.alliance, state=state)
        past = make_event(cast.alliance, starts_at=NOW() - datetime.timedelta(days=9))
        for number in range(3):
            make_registration(past, f"N {number}", organisation=cast.ama.organisation)
        return past

    event = fill()
    before = count_queries(client, listed), count_queries(client, event.get_absolute_url())
    fill()
    fill()
    after = count_queries(client, listed), count_queries(client, event.get_absolute_url())
    assert after == before
    assert before[0] <= 12
    assert before[1] <= 15


def test_a_meeting_after_midnight_is_told_on_its_own_day(client: Client, cast) -> None:
    paris = timezone.get_default_timezone()
    starts_at = datetime.datetime(2027, 7, 1, 0, 30, tzinfo=paris)
    event = make_event(cast.alliance, starts_at=starts_at)
    assert "jeudi 1er juillet 2027, de 0h30 à 3h30" in client.get(event.get_absolute_url()).text
