"""The rounds that remain are made again for those who are there; what was held stays."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.events.actions.plans import discard_plan, keep_plan
from terreau.events.forms.plans import RemakeForm
from terreau.events.models import EncounterPlan
from terreau.events.plan_reading import read_plan
from terreau.events.rounds import next_round, rounds_of
from tests.alliances.factories import Cast, make_cast
from tests.events.factories import make_event, make_people, make_plan, make_running, page, sign_in
from tests.events.planning import compute, make_organisations, pairs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def test_the_rounds_that_remain_are_made_again_after_absences(client: Client, cast) -> None:
    event = make_running(cast.alliance)
    people = make_people(event, make_organisations(8))
    sign_in(client, cast.bastien)
    plan = compute(client, event, rounds="4", table_size="2")
    keep_plan(plan, instead_of="", by=cast.bastien, now=timezone.now())
    gone, left = people[0], people[1]
    client.post(page("mark", event, gone.uuid), {"attendance": "absent"})
    client.post(page("welcome", event), {"name": "Venue sans prévenir"})
    told = client.post(
        page("plan-remake", event, plan.uuid),
        {"from_round": "3", "left": [str(left.pk)]},
        follow=True,
    )
    assert "sont refaits" in told.text
    again = EncounterPlan.objects.get(state="current")
    assert (again.replaces, again.from_round) == (plan, 3)

    def seats(of: EncounterPlan, *rounds: int) -> set:
        rows = of.seats.filter(round__in=rounds)
        return set(rows.values_list("round", "table", "registration"))

    assert seats(again, 1, 2) == seats(plan, 1, 2)
    there = set(again.seats.filter(round=4).values_list("registration__name", flat=True))
    assert "Venue sans prévenir" in there
    assert not there & {gone.name, left.name}
    pairs = pairs_of(again)
    assert len(pairs) == len(set(pairs))
    # The page of the plan that was replaced meanwhile: told, nothing done.
    stale = client.post(page("plan-remake", event, plan.uuid), {"from_round": "4"}, follow=True)
    assert "un autre plan" in stale.text
    assert EncounterPlan.objects.get(state="current") == again


def test_who_left_stays_away_when_the_rounds_are_made_a_second_time(client, cast) -> None:
    event = make_running(cast.alliance)
    people = make_people(event, make_organisations(9))
    sign_in(client, cast.bastien)
    plan = compute(client, event, rounds="5", table_size="2")
    keep_plan(plan, instead_of="", by=cast.bastien, now=timezone.now())
    client.post(
        page("plan-remake", event, plan.uuid), {"from_round": "2", "left": [str(people[0].pk)]}
    )
    once = EncounterPlan.objects.get(state="current")
    resting = {turn.round.number: turn.resting for turn in read_plan(once).rounds}
    assert [people[0] in resting[number] for number in range(2, 6)] == [False] * 4
    assert RemakeForm(once).initial["left"] == [people[0].pk]
    # The page shows them ticked: sent as it is, they do not come back; unticked, they do.
    form = RemakeForm(once)
    assert people[0] in form.fields["left"].queryset
    ticked = [str(key) for key in form["left"].value()]
    client.post(page("plan-remake", event, once.uuid), {"from_round": "4", "left": ticked})
    twice = EncounterPlan.objects.get(state="current")
    assert not twice.seats.filter(round__gte=2, registration=people[0]).exists()
    client.post(page("plan-remake", event, twice.uuid), {"from_round": "5"})
    back = EncounterPlan.objects.get(state="current")
    last = read_plan(back).rounds[-1]
    assert people[0] in [one for _n, some in last.tables for one in some] + last.resting


def test_who_came_late_did_not_rest_before(client: Client, cast) -> None:
    event = make_running(cast.alliance)
    make_people(event, make_organisations(8))
    sign_in(client, cast.bastien)
    plan = compute(client, event, rounds="4", table_size="2")
    keep_plan(plan, instead_of="", by=cast.bastien, now=timezone.now())
    client.post(page("welcome", event), {"name": "Venue sans prévenir"})
    client.post(page("plan-remake", event, plan.uuid), {"from_round": "3"})
    made = EncounterPlan.objects.get(state="current")
    turns = read_plan(made).rounds
    assert [[one.name for one in turn.resting] for turn in turns[:2]] == [[], []]
    for turn in turns[2:]:
        there = [one.name for _n, some in turn.tables for one in some]
        assert "Venue sans prévenir" in there + [one.name for one in turn.resting]


def test_the_form_begins_at_the_first_round_that_has_not_begun(cast) -> None:
    event = make_running(cast.alliance)
    people = make_people(event, make_organisations(2))
    plan = make_plan(event, [[people]] * 4)
    turns = rounds_of(plan)
    for now, expected in [
        (turns[0].starts_at - datetime.timedelta(minutes=1), 1),
        (turns[1].starts_at, 3),
        (turns[3].ends_at, 4),
    ]:
        assert next_round(plan, now) == expected
    assert RemakeForm(plan).initial["from_round"] == next_round(plan, timezone.now())


def test_a_plan_kept_meanwhile_is_not_thrown_away(cast) -> None:
    event = make_event(cast.alliance)
    people = make_people(event, make_organisations(2))
    read_as_draft = make_plan(event, [[people]], state="draft")
    kept = EncounterPlan.objects.select_related("event__alliance").get(pk=read_as_draft.pk)
    keep_plan(kept, instead_of="", by=cast.fatou, now=timezone.now())
    with pytest.raises(Refused, match="a servi"):
        discard_plan(read_as_draft, by=cast.bastien)
    assert EncounterPlan.objects.get() == kept
