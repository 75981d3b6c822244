"""Who really met is read from the plan and from who came; what they promise is followed."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.inbox import count_todo, todo_of
from terreau.core.verdicts import Refused
from terreau.events import extensions
from terreau.events.actions.encounters import read_encounters
from terreau.events.actions.follow_ups import close_follow_up, promise
from terreau.events.extensions import register_ties
from terreau.events.meetings import known_pairs, met_pairs
from terreau.events.models import Encounter, FollowUp
from terreau.events.ties import encounter_ties
from terreau.events.waiting import waits_of_events
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, fresh, make_cast
from tests.events.factories import (
    count_queries,
    make_encounter,
    make_event,
    make_people,
    make_plan,
    make_running,
    page,
    sign_in,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now
TODAY = timezone.localdate


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def four() -> list:
    return [make_organisation(f"Organisation {n}", world="economic") for n in range(4)]


def names(rows) -> set[tuple[str, str]]:
    return {(one.first.name[-1], one.second.name[-1]) for one in rows}


def test_only_those_who_came_met_and_only_strangers_for_the_first_time(client, cast, four) -> None:
    earlier = make_event(cast.alliance, starts_at=NOW() - datetime.timedelta(days=30))
    make_encounter(earlier, four[0], four[1])
    event = make_running(cast.alliance)
    people = make_people(event, four, attendance="present")
    people[3].attendance = ""  # nobody saw them
    people[3].save()
    make_plan(event, [[people[:2], people[2:]], [[people[0], people[2]], [people[1], people[3]]]])
    sign_in(client, cast.bastien)
    client.post(page("close", event))
    rows = Encounter.objects.filter(event=event).select_related("first", "second")
    assert names(rows) == {("0", "1"), ("0", "2")}
    assert names(rows.filter(is_first_time=True)) == {("0", "2")}
    assert "se sont rencontrées le" in rows.get(is_first_time=False).known_by
    text = client.get(page("encounters", event)).text
    assert "sur 2 paires" in text
    # Said again, it adds what is new and nothing else.
    people[3].attendance = "present"
    people[3].save()
    assert read_encounters(event, by=cast.bastien, now=NOW()) == 2
    assert read_encounters(event, by=cast.bastien, now=NOW()) == 0


def test_without_plan_nothing_is_presumed_and_one_says_it_by_hand(client, cast, four) -> None:
    event = make_running(cast.alliance)
    make_people(event, four, attendance="present")
    sign_in(client, cast.bastien)
    told = client.post(page("encounters-read", event), follow=True)
    assert "Rien de nouveau" in told.text
    pair = {"first": four[2].pk, "second": four[1].pk}
    client.post(page("encounter-add", event), pair)
    assert names(Encounter.objects.select_related("first", "second")) == {("1", "2")}
    assert "déjà notée" in client.post(page("encounter-add", event), pair).text
    same = client.post(page("encounter-add", event), {"first": four[2].pk, "second": four[2].pk})
    assert "deux organisations différentes" in same.text
    one = Encounter.objects.get()
    client.post(page("encounter-remove", event, one.uuid))
    assert not Encounter.objects.exists()
    refused = sign_in(Client(), cast.ama).post(page("encounter-add", event), pair)
    assert refused.status_code == 403


def test_domains_above_say_who_knows_whom(cast, four, monkeypatch) -> None:
    monkeypatch.setattr(extensions, "_known", {})
    asked = []

    def partners(keys, before):
        asked.append((sorted(keys), before))
        return {(four[0].pk, four[1].pk): "partenaires depuis 2021"}

    register_ties("partnerships", partners)
    earlier = make_event(cast.alliance, starts_at=NOW() - datetime.timedelta(days=30))
    for other in four[1:3]:
        make_encounter(earlier, four[0], other)
    keys = [one.pk for one in four]
    known = known_pairs(keys, TODAY())
    assert known[four[0].pk, four[1].pk] == "partenaires depuis 2021"
    assert "se sont rencontrées" in known[four[0].pk, four[2].pk]
    assert asked == [(sorted(keys), TODAY())]
    assert (four[0].pk, four[2].pk) not in known_pairs(keys, TODAY() - datetime.timedelta(days=40))


def test_meetings_and_ties_are_read_in_one_query(cast, four, django_assert_num_queries) -> None:
    event = make_running(cast.alliance)
    later = make_event(cast.alliance)
    make_encounter(event, four[1], four[0])
    make_encounter(later, four[0], four[1])
    with django_assert_num_queries(1):
        pairs = met_pairs(alliance=cast.alliance)
    assert [(p.first_id, p.second_id, p.is_first_time) for p in pairs] == [
        (four[0].pk, four[1].pk, True),
        (four[0].pk, four[1].pk, False),  # a first time happens once
    ]
    assert met_pairs(organisations=[four[2].pk]) == []
    with django_assert_num_queries(1):
        ties = encounter_ties(on=TODAY())
    assert [(tie.kind, tie.source_uuid) for tie in ties] == [("encounter", event.uuid)]
    assert event.title not in ties[0].label


def test_a_pair_turned_round_by_a_merger_counts_once(cast, four) -> None:
    event = make_running(cast.alliance)
    make_encounter(event, four[0], four[1])
    Encounter.objects.create(
        event=event, first=four[1], second=four[0], met_on=TODAY(), is_first_time=True
    )
    assert len(met_pairs(alliance=cast.alliance)) == 1
    assert len(known_pairs([four[0].pk, four[1].pk], TODAY() + datetime.timedelta(days=1))) == 1


def test_a_promise_is_noted_reminded_and_closed_once(client: Client, cast, four) -> None:
    event = make_running(cast.alliance)
    week_ago = TODAY() - datetime.timedelta(days=7)
    met = make_encounter(event, cast.ama.organisation, four[0], met_on=week_ago)
    sign_in(client, cast.ama)
    new = page("promise", event, met.uuid)
    assert client.get(new).status_code == 200
    wrong = client.post(new, {"what": "", "due_on": "bientôt"})
    assert "Écrivez ce qui est promis" in wrong.text
    too_early = {"what": "Visiter l’atelier", "due_on": met.met_on - datetime.timedelta(days=1)}
    refused = client.post(new, too_early)
    assert "Elles se sont rencontrées le" in refused.text
    assert "Visiter l’atelier" in refused.text
    assert not FollowUp.objects.exists()
    due = TODAY() - datetime.timedelta(days=1)
    noted = client.post(new, {"what": "Visiter l’atelier", "due_on": due}, follow=True)
    assert "elle sera rappelée" in noted.text
    one = FollowUp.objects.get()
    assert one.who is None
    assert "en retard" in client.get(page("encounters", event)).text
    assert [w.title for w in waits_of_events(cast.ama, fresh(cast.alliance), TODAY())] == [
        "Visiter l’atelier"
    ]
    assert waiting(cast.ama.person) == ["Suite promise : Visiter l’atelier"]
    assert waiting(cast.chloe.person) == []
    here = page("follow-up", event, one.uuid)
    told = client.post(
        here, {"state": "done", "outcome": "Une visite de vingt élèves."}, follow=True
    )
    assert "Une visite de vingt élèves." in told.text
    assert client.post(here, {"state": "dropped"}).status_code == 403
    assert waiting(cast.ama.person) == []
    one.refresh_from_db()
    assert one.state == "done"


def waiting(person) -> list[str]:
    told = todo_of(person, today=TODAY(), now=NOW())
    assert count_todo(person, TODAY()) == sum(len(items) for _kind, items in told)
    return [item.label for kind, items in told for item in items if kind.key == "events"]


def test_only_one_of_two_or_a_facilitator_promises(client: Client, cast, four) -> None:
    event = make_running(cast.alliance)
    met = make_encounter(event, four[0], four[1])
    assert sign_in(Client(), cast.ama).get(page("promise", event, met.uuid)).status_code == 403
    assert sign_in(client, cast.bastien).get(page("promise", event, met.uuid)).status_code == 200
    with pytest.raises(Refused, match="par l’une des deux"):
        promise(met, what="x", who=four[2], due_on=None, by=cast.bastien, now=NOW())


def test_what_was_promised_is_kept_when_the_pair_is_taken_back(client, cast, four) -> None:
    event = make_running(cast.alliance)
    met = make_encounter(event, four[0], four[1])
    promise(met, what="Se revoir", who=four[0], due_on=None, by=cast.bastien, now=NOW())
    sign_in(client, cast.bastien)
    assert client.post(page("encounter-remove", event, met.uuid)).status_code == 403
    assert Encounter.objects.exists()


def test_a_meeting_that_is_over_asks_its_facilitators(client: Client, cast) -> None:
    event = make_event(cast.alliance, starts_at=NOW() - datetime.timedelta(days=2))
    assert waiting(cast.bastien.person) == [f"Noter que « {event.title} » a été tenue"]
    assert [w.act for w in waits_of_events(cast.bastien, fresh(cast.alliance), TODAY())] == [
        "Noter"
    ]
    sign_in(client, cast.bastien).post(page("close", event))
    assert waiting(cast.bastien.person) == []


def test_the_page_of_follow_ups_names_those_who_met_and_promised_nothing(client, cast, four):
    old = make_event(cast.alliance, starts_at=NOW() - datetime.timedelta(days=60))
    recent = make_event(cast.alliance, starts_at=NOW() - datetime.timedelta(days=3))
    asleep_pair = make_encounter(old, four[0], four[1])
    followed = make_encounter(old, four[1], four[2])
    make_encounter(recent, four[2], four[3])
    kept = promise(followed, what="Une visite", who=None, due_on=None, by=cast.bastien, now=NOW())
    close_follow_up(kept, state="done", outcome="Faite.", by=cast.bastien, now=NOW())
    promise(followed, what="Un stage", who=None, due_on=None, by=cast.bastien, now=NOW())
    here = reverse("events:follow-ups", args=[cast.alliance.slug])
    text = sign_in(client, cast.ama).get(here).text
    assert "Un stage" in text
    sleeping = text[text.index("Rencontrées, sans suite notée") :]
    assert "Organisation 0" in sleeping
    assert "Organisation 3" not in sleeping
    assert "Noter une suite" not in sleeping
    assert text.index("Un stage") < text.index("Une visite"), "what is open comes first"
    told = [word for word in ("Lire, ou dire où elle en est", "Lire cette suite") if word in text]
    assert len(told) == 2
    offered = sign_in(Client(), cast.bastien).get(here).text
    note = reverse("events:promise", args=[cast.alliance.slug, old.uuid, asleep_pair.uuid])
    assert note in offered
    assert Client().get(here).status_code == 302
    assert sign_in(Client(), cast.chloe).get(here).status_code == 403


def test_the_pages_of_what_came_do_not_grow(client: Client, cast, four) -> None:
    event = make_event(cast.alliance, starts_at=NOW() - datetime.timedelta(days=60))
    pages = [page("encounters", event), reverse("events:follow-ups", args=[cast.alliance.slug])]
    sign_in(client, cast.bastien)

    def fill(pair) -> None:
        met = make_encounter(event, *pair)
        promise(met, what="Se revoir", who=pair[0], due_on=None, by=cast.bastien, now=NOW())

    fill(four[:2])
    make_encounter(event, four[0], four[3])
    before = [count_queries(client, one) for one in pages]
    fill(four[1:3])
    fill(four[2:4])
    make_encounter(event, four[1], four[3])
    assert [count_queries(client, one) for one in pages] == before
    assert before[0] <= 15
    assert before[1] <= 12
