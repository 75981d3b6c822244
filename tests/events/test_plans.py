"""Who meets whom is computed, kept once, made again after absences; each reads their own rounds."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.core.models import Job
from terreau.core.verdicts import Refused
from terreau.events.actions.letters import new_link
from terreau.events.actions.plans import keep_plan
from terreau.events.models import EncounterPlan, EncounterSeat
from tests.actors.factories import make_resource
from tests.alliances.factories import Cast, make_cast
from tests.events.factories import (
    count_queries,
    make_encounter,
    make_event,
    make_people,
    make_plan,
    make_registration,
    page,
    sign_in,
)
from tests.events.planning import compute, make_organisations, pairs_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def test_a_plan_is_computed_kept_and_read_by_each(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    people = make_people(event, make_organisations(12))
    sign_in(client, cast.bastien)
    assert client.get(page("plan-new", event)).status_code == 200
    plan = compute(client, event, table_size="2", rounds="5")
    pairs = pairs_of(plan)
    assert len(pairs) == len(set(pairs)) == 30
    for view in ("tours", "tables", "personnes"):
        assert "Personne 3" in client.get(page("plan-one", event, plan.uuid), {"vue": view}).text
    # Proposed only: nobody reads it as their own.
    secret = new_link(people[0], now=timezone.now())
    own = f"/r/{event.code}/place/{secret}/"
    assert "Mes tours" not in Client().get(own).text
    client.post(page("plan-keep", event, plan.uuid), {"instead_of": ""})
    mine = Client().get(own).text
    assert "Mes tours" in mine
    assert "tour 5" in mine
    assert "Table" in client.get(page("table-sheets", event, plan.uuid)).text
    assert "Votre table, tour après tour" in client.get(page("badges", event)).text
    # A member reads the whole plan; a passer-by none of it.
    assert sign_in(Client(), cast.ama).get(page("plan", event)).status_code == 200
    assert Client().get(page("plan", event)).status_code == 302
    assert sign_in(Client(), cast.chloe).get(page("plan", event)).status_code == 403


def test_those_who_know_each_other_are_put_apart_and_needs_near_offers(client, cast) -> None:
    event = make_event(cast.alliance)
    one, two, three, four = make_organisations(4, worlds=("economic",))
    make_resource(three, direction="offer", title="Salle de réunion")
    people = make_people(event, [one, two, three, four])
    people[0].needs = "une salle"
    people[0].save()
    earlier = make_event(cast.alliance, starts_at=timezone.now() - datetime.timedelta(days=99))
    make_encounter(earlier, one, two)
    sign_in(client, cast.bastien)
    plan = compute(client, event, rounds="1", table_size="2")
    assert (people[0].pk, people[2].pk) in pairs_of(plan)
    assert plan.figures["measured"]["complementarity"]["value"] > 0
    assert plan.figures["measured"]["novelty"]["value"] == 1


def test_two_sides_meet_two_by_two(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    worlds = ("economic", "general_interest")
    people = {one.pk: one for one in make_people(event, make_organisations(8, worlds=worlds))}
    make_people(event, make_organisations(1, worlds=("public",)))
    sign_in(client, cast.bastien)
    half = client.post(page("plan-new", event), said(event, first_side="economic"))
    assert "Choisissez deux côtés différents" in half.text
    plan = compute(client, event, rounds="4", first_side=worlds[0], second_side=worlds[1])
    pairs = pairs_of(plan)
    assert len(set(pairs)) == 16
    assert all(
        {people[a].organisation.world, people[b].organisation.world} == set(worlds)
        for a, b in pairs
    )


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"table_size": "9"}, "de deux à huit personnes"),
        ({"rounds": "30", "minutes": "60"}, "finiraient après la rencontre"),
        ({"break_after": "3"}, "avant le dernier tour"),
        ({"starts_at": "2020-01-01T10:00"}, "pendant la rencontre"),
    ],
)
def test_rounds_that_cannot_be_are_refused(client: Client, cast, more, reason) -> None:
    event = make_event(cast.alliance)
    sign_in(client, cast.bastien)
    assert reason in client.post(page("plan-new", event), said(event, **more)).text
    assert not EncounterPlan.objects.exists()


def test_nobody_to_seat_is_said_in_full_and_nothing_is_written(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    make_registration(event)
    sign_in(client, cast.bastien)
    plan = compute(client, event)
    assert plan.computed_at is None
    assert not EncounterSeat.objects.exists()
    assert "au moins deux personnes" in Job.objects.get(kind="encounter-plan").error
    assert "n’a pas abouti" in client.get(page("plan", event)).text


def test_a_second_computation_is_told_of_the_first(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    make_people(event, make_organisations(4))
    sign_in(client, cast.bastien).post(page("plan-new", event), said(event))
    told = sign_in(client, cast.fatou).post(page("plan-new", event), said(event), follow=True)
    assert "Bastien Roy fait déjà calculer un plan" in told.text
    assert EncounterPlan.objects.count() == 1


def test_two_facilitators_keep_two_plans_and_the_second_is_told(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    people = make_people(event, make_organisations(4))
    tables = [[people[:2], people[2:]]]
    his = make_plan(event, tables, state="draft", computed_by=cast.bastien.person)
    hers = make_plan(event, tables, state="draft", computed_by=cast.fatou.person)
    keep_plan(hers, instead_of="", by=cast.fatou, now=timezone.now())
    sign_in(client, cast.bastien)
    told = client.post(page("plan-keep", event, his.uuid), {"instead_of": ""}, follow=True)
    assert "Fatou Sow a mis en vigueur un autre plan" in told.text
    assert EncounterPlan.objects.get(state="current") == hers
    # Having read both, he decides; hers is kept as replaced.
    client.post(page("plan-keep", event, his.uuid), {"instead_of": str(hers.uuid)})
    hers.refresh_from_db()
    assert (EncounterPlan.objects.get(state="current"), hers.state) == (his, "replaced")
    with pytest.raises(Refused, match="déjà en vigueur"):
        keep_plan(his, instead_of=str(his.uuid), by=cast.bastien, now=timezone.now())


def test_what_served_is_replaced_and_never_erased(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    people = make_people(event, make_organisations(2))
    plan = make_plan(event, [[people]])
    draft = make_plan(event, [[people]], state="draft")
    sign_in(client, cast.bastien)
    assert client.post(page("plan-discard", event, plan.uuid)).status_code == 403
    assert client.post(page("plan-discard", event, draft.uuid)).status_code == 302
    assert list(EncounterPlan.objects.all()) == [plan]
    assert sign_in(client, cast.ama).get(page("plan-new", event)).status_code == 403


def test_the_pages_of_a_plan_do_not_grow(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    few = make_people(event, make_organisations(4))
    plan = make_plan(event, [[few[:2], few[2:]]])
    sign_in(client, cast.bastien)
    pages = [page("plan", event), page("table-sheets", event, plan.uuid), page("badges", event)]
    before = [count_queries(client, one) for one in pages]
    many = make_people(event, make_organisations(12))
    for table in range(3, 9):
        for one in many[(table - 3) * 2 : (table - 2) * 2]:
            EncounterSeat.objects.create(plan=plan, round=1, table=table, registration=one)
    make_plan(event, [[many[:2]]], state="draft")
    make_plan(event, [[many[:2]]], state="draft")
    assert [count_queries(client, one) for one in pages] == before
    assert max(before) <= 15
