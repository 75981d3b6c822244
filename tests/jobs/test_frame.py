"""Long work: asked once, run, retried, taken over, and told."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from terreau.accounts.models import Person
from terreau.core.jobs import enqueue
from terreau.core.jobs.actions import perform, recover_stale_jobs, retry_job
from terreau.core.models import Job, JobState
from terreau.core.verdicts import Refused
from tests.jobs import kinds

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(minutes=5)


@pytest.fixture
def ama():
    return Person.objects.create_user("ama@example.org", full_name="Ama Koné")


def ask(kind="test-plant-rows", *, by=None, steps=3, **options) -> Job:
    return enqueue(kind, {"steps": steps}, by=by, **options)


def test_a_job_runs_to_its_end(ama):
    job = ask(by=ama)
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.SUCCEEDED, 3, 3)
    assert job.result["url_label"] == "Voir le verger"
    assert job.finished_at is not None
    assert job.requested_by == ama
    perform(job.pk)
    assert Person.objects.filter(email__startswith="tree-").count() == 3


def test_a_job_and_its_place_in_the_queue_appear_with_the_transaction_or_not_at_all():
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_same_live_key_gives_the_same_job():
    first = ask(key="orchard")
    assert ask(key="orchard") == first
    assert ask(key="meadow") != first
    perform(first.pk)
    assert ask(key="orchard") != first


def test_an_unknown_kind_is_refused_when_asked_and_told_when_met_later():
    with pytest.raises(ValueError, match="never-declared"):
        ask("never-declared")
    job = ask()
    Job.objects.update(kind="gone-since")
    perform(job.pk)
    assert "ne sait plus faire" in Job.objects.get().error


def test_a_failed_job_leaves_nothing_is_tried_again_later_then_told():
    job = ask("test-stumble")
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.run_after > timezone.now()
    assert DBTaskResult.objects.filter(pk=job.queue_id, run_after__gt=timezone.now()).exists()
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 2)
    assert "raison imprévue" in job.error
    assert "ZeroDivisionError" in job.trace
    assert not Person.objects.exists()


def test_a_refusal_with_its_sentence_is_not_tried_again():
    job = ask("test-refuse")
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "Le terrain est gelé. Attendez le printemps.",
    )


def test_a_job_can_be_scheduled_for_later():
    later = timezone.now() + LATER
    job = ask(run_after=later)
    assert job.run_after == later
    assert not DBTaskResult.objects.ready().exists()


def interrupt(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, heartbeat_at=timezone.now(), checkpoint={"next": 2}
    )


def test_a_silent_resumable_job_is_taken_over_from_its_checkpoint():
    job = ask()
    interrupt(job)
    assert recover_stale_jobs(now=timezone.now()) == 0
    assert recover_stale_jobs(now=timezone.now() + LATER) == 1
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED
    assert [person.full_name for person in Person.objects.all()] == ["Arbre 2"]


def test_a_silent_job_in_one_transaction_is_given_up_with_a_sentence():
    job = ask("test-plant-at-once")
    interrupt(job)
    recover_stale_jobs(now=timezone.now() + LATER)
    job.refresh_from_db()
    assert job.state == JobState.ABANDONED
    assert "n’a rien laissé derrière lui" in job.error


def test_a_job_that_the_queue_forgot_is_queued_again():
    job = ask()
    DBTaskResult.objects.all().delete()
    assert recover_stale_jobs(now=timezone.now() + LATER) == 1
    job.refresh_from_db()
    assert DBTaskResult.objects.filter(pk=job.queue_id).exists()
    assert recover_stale_jobs(now=timezone.now() + LATER) == 0


def test_a_stopped_worker_gives_the_job_back_and_the_try_does_not_count():
    job = ask()
    perform(job.pk, is_stopping=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.checkpoint) == (JobState.QUEUED, 0, {"next": 1})
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED


def test_a_worker_whose_job_was_taken_over_writes_nothing_more():
    job = ask(steps=2)

    def lose_it() -> bool:
        Job.objects.filter(pk=job.pk).update(attempts=7)
        return False

    perform(job.pk, is_stopping=lose_it)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 7)
    assert Person.objects.count() == 1


def test_only_the_requester_or_staff_may_ask_again(ama):
    chloe = Person.objects.create_user("chloe@example.org", full_name="Chloé Weiss")
    job = ask("test-refuse", by=ama)
    with pytest.raises(Refused, match="déjà en attente"):
        retry_job(job, by=ama)
    perform(job.pk)
    job.refresh_from_db()
    with pytest.raises(Refused, match="Seule la personne"):
        retry_job(job, by=chloe)
    retry_job(job, by=ama)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.QUEUED, "")


def test_the_kinds_of_the_tests_are_declared():
    assert kinds.STEPS == 40
