"""What waits: answers to give, pieces due, thanks, small steps, decisions whose day came."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.extensions import personal_data
from terreau.accounts.inbox import count_todo, todo_of
from terreau.core.partial_dates import PartialDate
from terreau.experiments.models import Contribution, Experiment, Protocol, SmallStep
from terreau.experiments.ties import contribution_ties, known_by_contributions
from terreau.experiments.waiting import waits_of_pieces, waits_of_trials
from tests.alliances.factories import Cast, fresh, make_cast
from tests.alliances.story_factories import queries_of, sign_in
from tests.experiments.factories import (
    make_contribution,
    make_decision,
    make_experiment,
    make_piece,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now


def today() -> datetime.date:
    return timezone.localdate()


def day_before(days: int) -> PartialDate:
    return PartialDate((today() - datetime.timedelta(days=days)).isoformat())


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    """One thing of each kind that waits."""
    made = make_experiment(cast.alliance, state="running")
    soon = today() + datetime.timedelta(days=3)
    make_contribution(make_piece(made, "Demandée"), cast.ama.organisation, "asked")
    make_contribution(make_piece(made, "Due"), cast.ama.organisation, due_on=soon)
    brought = make_contribution(make_piece(made, "Venue"), cast.fatou.organisation, "delivered")
    Contribution.objects.filter(pk=brought.pk).update(delivered_on=PartialDate(today().isoformat()))
    SmallStep.objects.create(
        experiment=made, what="Appeler", organisation=cast.ama.organisation, due_on=soon
    )
    Protocol.objects.create(
        experiment=made, indicator="Stages", comparison="none", decides_on=today()
    )
    return made


def told(person) -> list[str]:
    items = todo_of(person, today=today(), now=NOW())
    mine = [one for kind, rows in items for one in rows if kind.key in ("pieces", "trials")]
    assert count_todo(person, today()) == sum(len(rows) for _kind, rows in items)
    return sorted(one.label for one in mine)


def test_the_inbox_says_what_each_has_to_do_and_counts_it(cast: Cast, experiment) -> None:
    assert told(cast.ama.person) == ["Appeler", "Apporter « Demandée » ?", "Apporter « Due »"]
    assert told(cast.bastien.person) == [
        "Décider de « Élèves et entreprises »",
        "Remercier Ville de Charenton",
    ]
    assert told(cast.fatou.person) == ["Décider de « Élèves et entreprises »"]
    assert told(cast.chloe.person) == []


def test_it_leaves_by_itself_when_done_or_stopped(cast: Cast, experiment) -> None:
    make_decision(experiment, "adapt")
    assert told(cast.fatou.person) == []
    experiment.state = "stopped"
    experiment.save()
    assert told(cast.ama.person) == told(cast.bastien.person) == []


def test_nobody_is_reminded_to_thank_for_what_is_years_old(cast: Cast, experiment) -> None:
    thanks = "Remercier Ville de Charenton"
    brought = Contribution.objects.filter(state="delivered")
    brought.update(delivered_on=day_before(365))
    assert thanks in told(cast.bastien.person)
    assert thanks in {one.title for one in waits_of(cast.bastien, cast.alliance)}
    brought.update(delivered_on=day_before(366))
    assert thanks not in told(cast.bastien.person)
    assert thanks not in {one.title for one in waits_of(cast.bastien, cast.alliance)}
    brought.update(delivered_on=PartialDate(str(today().year)))
    assert thanks in told(cast.bastien.person)
    brought.update(delivered_on=PartialDate(str(today().year - 2)))
    assert thanks not in told(cast.bastien.person)


def waits_of(posture, alliance):
    asked = (posture, fresh(alliance), today())
    return [*waits_of_pieces(*asked), *waits_of_trials(*asked)]


def test_the_overview_says_it_for_one_posture(client: Client, cast: Cast, experiment) -> None:
    titles = {one.title for one in waits_of(cast.ama, cast.alliance)}
    assert titles == {"Apporter « Due »", "Apporter « Demandée » ?", "Appeler"}
    read = sign_in(client, cast.bastien).get(cast.alliance.get_absolute_url()).text
    assert "Remercier Ville de Charenton" in read
    assert "Les expérimentations" in read
    assert waits_of(cast.chloe, cast.alliance) == []


def test_the_overview_does_not_grow(client: Client, cast: Cast, experiment) -> None:
    sign_in(client, cast.bastien)
    queries_of(client, cast.alliance.get_absolute_url())  # its map is drawn once
    before = queries_of(client, cast.alliance.get_absolute_url())
    for number in range(4):
        other = make_experiment(cast.alliance, f"Autre {number}")
        make_contribution(make_piece(other), cast.ama.organisation, "delivered")
    assert queries_of(client, cast.alliance.get_absolute_url()) == before


def test_sheets_and_territories_tell_them(client: Client, cast: Cast, experiment) -> None:
    sheet = reverse("actors:detail", args=[cast.fatou.organisation.uuid])
    assert experiment.title in client.get(sheet).text
    place = cast.alliance.perimeter.get()
    assert experiment.title in client.get(place.get_absolute_url()).text


def test_own_data_come_out(cast: Cast, experiment) -> None:
    experiment.created_by = cast.ama.person
    experiment.save()
    data = personal_data(cast.ama.person)["experiments"]
    assert data["questions posées"][0]["expérimentation"] == experiment.title
    assert personal_data(cast.chloe.person)["experiments"]["contributions"] == []


def test_ties_are_those_who_bring_together(cast: Cast, experiment) -> None:
    other = make_experiment(None, "Seule")
    make_contribution(make_piece(other), cast.ama.organisation, "delivered")
    make_contribution(make_piece(other, "B"), cast.fatou.organisation, "thanked")
    make_contribution(make_piece(other, "C"), cast.chloe.organisation, "withdrawn")
    ties = contribution_ties()
    pair = sorted((cast.ama.organisation.pk, cast.fatou.organisation.pk))
    assert [[one.first_id, one.second_id] for one in ties] == [pair, pair]
    weights = {one.source_uuid: one.weight for one in ties}
    assert weights == {experiment.uuid: 0.75, other.uuid: 1.0}
    assert {one.source_uuid for one in contribution_ties(alliance=cast.alliance)} == {
        experiment.uuid
    }
    assert contribution_ties([cast.ama.organisation.pk]) == []
    yesterday = today() - datetime.timedelta(days=1)
    assert contribution_ties(on=yesterday) == []
    tomorrow = today() + datetime.timedelta(days=1)
    known = known_by_contributions(pair, tomorrow)
    assert list(known) == [tuple(pair)]
    assert known_by_contributions(pair, yesterday) == {}
