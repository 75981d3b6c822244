"""Ask for long work, run it, and take care of what was interrupted."""

import datetime
import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from terreau.core.jobs.heartbeat import beating
from terreau.core.jobs.kinds import Kind, get_kind
from terreau.core.jobs.permissions import can_retry_job
from terreau.core.jobs.progress import JobError, JobInterrupted, Progress
from terreau.core.models import Job, JobState
from terreau.core.verdicts import require

BACKOFF_SECONDS = 10
KEEP_QUEUE_DAYS = 2
logger = logging.getLogger(__name__)


def enqueue(
    kind: str,
    payload: dict,
    *,
    by: Any,
    key: str | None = None,
    run_after: datetime.datetime | None = None,
) -> Job:
    """Ask for a job; it starts only once the caller's transaction is committed.

    The queue is a table of the same database: both rows appear together or not at all. While a
    job with the same key is waiting or running, that one is returned.
    """
    known = get_kind(kind)
    if known is None:
        raise ValueError(f"No domain declared the kind of job {kind!r}.")
    live = Job.objects.live().filter(key=key or "")
    if key and (existing := live.first()):
        return existing
    wanted = Job(
        kind=kind,
        label=str(known.label),
        payload=payload,
        key=key or "",
        max_attempts=known.retries + 1,
        requested_by=by,
        created_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            _put_in_queue(wanted, run_after=run_after)
    except IntegrityError:
        return live.get()
    return wanted


def retry_job(job: Job, *, by: Any) -> Job:
    """Ask again for a job that failed; a resumable one goes on from its checkpoint."""
    require(can_retry_job(by, job))
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if not job.is_live:
            job.attempts, job.error, job.trace, job.finished_at = 0, "", "", None
            _put_in_queue(job)
    return job


@task()
def run_job(job_id: str) -> None:
    """Run one job of the queue."""
    perform(job_id)


def perform(
    job_id: Any, *, is_stopping: Callable[[], bool] | None = None, heartbeat: bool = False
) -> None:
    """Claim a job and run it to its end, its retry or its interruption."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, started_at=now, heartbeat_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return  # another worker has it, or it was asked for again in the meantime
    job = Job.objects.select_related("requested_by").get(pk=job_id)
    kind = get_kind(job.kind)
    if kind is None:
        _fail(job, _("Cette version de Terreau ne sait plus faire ce travail."), "")
        return
    progress = Progress(job, is_stopping=is_stopping or (lambda: False))
    try:
        with beating(progress, enabled=heartbeat):
            _run(kind, job, progress)
    except JobInterrupted:
        _give_back(job)
    except JobError as error:
        _fail(job, str(error), "")
    except Exception:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        _retry_or_fail(job, traceback.format_exc())


def recover_stale_jobs(*, now: datetime.datetime) -> int:
    """Take back the jobs whose worker died, and those the queue forgot; return how many."""
    lease = datetime.timedelta(seconds=settings.TERREAU_JOB_LEASE_SECONDS)
    DBTaskResult.objects.filter(
        finished_at__lt=now - datetime.timedelta(days=KEEP_QUEUE_DAYS)
    ).delete()
    lost = 0
    with transaction.atomic():
        stale = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=now - lease)
        for job in stale.select_for_update(skip_locked=True).order_by("pk"):
            DBTaskResult.objects.filter(pk=job.queue_id).delete()
            _recover(job)
            lost += 1
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values("pk")
        forgotten = Job.objects.filter(state=JobState.QUEUED, created_at__lt=now - lease)
        for job in forgotten.exclude(queue_id__in=waiting).order_by("pk"):
            _put_in_queue(job)
            lost += 1
    return lost


def _run(kind: Kind, job: Job, progress: Progress) -> None:
    if kind.resumable:
        _succeed(job, kind.run(progress, job.payload), progress)
        return
    progress.hold_writes()
    # The end is written in the transaction of the work: a worker that dies leaves neither,
    # and nobody can mistake finished work for abandoned work.
    with transaction.atomic():
        _succeed(job, kind.run(progress, job.payload), progress)


def _succeed(job: Job, result: dict | None, progress: Progress) -> None:
    _end(
        job,
        state=JobState.SUCCEEDED,
        result=result or {},
        done=progress.total or progress.done,
        total=progress.total,
        message=progress.message,
    )


def _fail(job: Job, sentence: str, trace: str, state: JobState = JobState.FAILED) -> None:
    _end(job, state=state, error=sentence, trace=trace)


def _end(job: Job, **fields: Any) -> None:
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if not mine.update(finished_at=timezone.now(), **fields):
        raise JobInterrupted


def _retry_or_fail(job: Job, trace: str) -> None:
    job.refresh_from_db()
    job.trace = trace
    if job.attempts < job.max_attempts:
        delay = datetime.timedelta(seconds=BACKOFF_SECONDS * 2**job.attempts)
        _put_in_queue(job, run_after=timezone.now() + delay)
        return
    sentence = _(
        "Ce travail a échoué pour une raison imprévue. Relancez-le ; si l’échec se répète, "
        "prévenez la personne qui administre l’instance."
    )
    _fail(job, sentence, trace)


def _recover(job: Job) -> None:
    kind = get_kind(job.kind)
    resumable = kind is not None and kind.resumable
    if resumable or job.attempts < job.max_attempts:
        job.message = _("Repris après une interruption")
        _put_in_queue(job)
        return
    sentence = _(
        "Ce travail a été interrompu avant la fin et n’a rien laissé derrière lui. Relancez-le."
    )
    _fail(job, sentence, "", JobState.ABANDONED)


def _give_back(job: Job) -> None:
    """Put a job back in the queue when its worker stops cleanly; the try does not count."""
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
        current = mine.select_for_update().first()
        if current is not None:
            current.attempts -= 1
            _put_in_queue(current)


def _put_in_queue(job: Job, *, run_after: datetime.datetime | None = None) -> None:
    job.state, job.run_after, job.heartbeat_at = JobState.QUEUED, run_after, None
    queued = run_job.using(run_after=run_after).enqueue(str(job.pk))
    job.queue_id = queued.id
    job.save()
