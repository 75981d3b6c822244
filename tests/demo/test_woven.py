"""The demonstration tells the whole chain: meetings, experiments, partnerships and a review."""

from datetime import timedelta

import pytest

from terreau.events.models import Encounter, Event, FollowUp
from terreau.experiments.enums import ContributionState, ExperimentState
from terreau.experiments.models import Contribution, Experiment
from terreau.fabric.models import NetworkWave
from terreau.partnerships.enums import Provenance
from terreau.partnerships.models import Partnership, Review
from terreau.portal.demo.care import read_care
from terreau.portal.demo.experiments import read_experiments
from terreau.portal.demo.meetings import read_meetings
from terreau.portal.demo.partnerships import read_partnerships
from terreau.portal.demo.reading import read_facts
from terreau.support.enums import Trade
from terreau.support.models import HourEntry, SupportFile

pytestmark = pytest.mark.django_db


def test_all_of_it_is_written(demo):
    assert Event.objects.count() == len(read_meetings())
    assert Experiment.objects.count() == len(read_experiments())
    lived = Partnership.objects.filter(provenance=Provenance.ACCOMPANIED)
    assert lived.count() == len(read_partnerships())


def test_the_web_is_kept_before_and_after_and_hours_are_logged(demo):
    before, after = NetworkWave.objects.order_by("on")
    assert before.alliance == after.alliance
    assert len(before.network["ties"]) < len(after.network["ties"])
    assert HourEntry.objects.count() == sum(len(one["entries"]) for one in read_care()["hours"])
    assert set(HourEntry.objects.values_list("trade", flat=True)) == set(Trade.values)


def test_the_desk_of_the_accompanist_follows_one_organisation_and_one_partnership(demo):
    told = read_care()["file"]
    files = SupportFile.objects.all()
    assert len(files) == len(told) == 2
    agreed = files.get(organisation__isnull=False)
    assert agreed.agreed_at
    assert agreed.opened_on < agreed.waits_since < agreed.opened_on + timedelta(days=75)
    assert set(agreed.tasks.values_list("state", flat=True)) == {"open", "done"}
    assert set(agreed.notes.values_list("is_shared", flat=True)) == {True, False}
    assert agreed.meetings.count() == 2
    assert files.get(partnership__isnull=False).agreed_at is None


def test_each_story_has_its_experiment_and_its_partnership(demo):
    for slug in (
        "agir-ensemble-charenton-saint-maurice",
        "labo-regional-des-partenariats-alsace",
        "silver-geek-poitou-charentes",
    ):
        partnership = Partnership.objects.filter(alliances__slug=slug).first()
        assert partnership.experiments.filter(alliance__slug=slug).exists()
        assert partnership.source


def test_who_met_promised_and_did(demo):
    met = Encounter.objects.filter(event__title__startswith="Sept minutes")
    assert met.count() == 15  # six organisations, five rounds, nobody twice
    assert FollowUp.objects.filter(state="done").count() == 2
    assert FollowUp.objects.filter(state="promised").count() == 1


def test_a_stopped_one_stays_with_its_lesson(demo):
    stopped = Experiment.objects.get(title__startswith="La navette")
    assert stopped.state == ExperimentState.STOPPED
    assert stopped.lesson


def test_a_puzzle_still_has_holes(demo):
    puzzle = Experiment.objects.get(title__startswith="Un premier stage")
    missing = puzzle.pieces.filter(contributions=None)
    assert {piece.nature for piece in missing} == {"financial", "design"}


def test_a_review_was_answered_alone_by_both_then_revealed(demo):
    review = Review.objects.get()
    assert review.revealed_at is not None
    assert review.answers.exclude(given_at=None).count() == 2
    assert len(review.next_steps.get().accords) == 2


def test_only_invented_organisations_promise(demo):
    real = {one.name for one in read_facts().organisations if "(ficti" not in one.name.lower()}
    promised = Contribution.objects.filter(state=ContributionState.PLEDGED)
    assert promised.exists()
    assert not real & set(promised.values_list("organisation__name", flat=True))
