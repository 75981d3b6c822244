"""Let a job say how far it is, keep its place, and learn that it must stop."""

import time
from collections.abc import Callable

from django.utils import timezone

from terreau.core.models import Job, JobState

FLUSH_SECONDS = 0.5


class JobError(Exception):
    """A failure that no retry would mend; its text is a full sentence for the person."""


class JobInterrupted(BaseException):
    """The worker is asked to stop, or another one took the job over.

    Not an `Exception`, so that the broad handlers of a job do not swallow it.
    """


class Progress:
    """What a running job talks to."""

    def __init__(self, job: Job, *, is_stopping: Callable[[], bool] = lambda: False):
        self._job_id = job.pk
        self._attempt = job.attempts
        self._is_stopping = is_stopping
        self._flushed_at = 0.0
        self._writes = True
        self.requested_by = job.requested_by
        self.done, self.total, self.message = job.done, job.total, job.message
        self.saved: dict = dict(job.checkpoint)

    def advance(self, done: int, total: int, message: str = "") -> None:
        """Tell how much is done; shown on the job's page within a second."""
        self.done, self.total, self.message = done, total, str(message)[:300]
        if self._is_stopping():
            raise JobInterrupted
        if self._writes and time.monotonic() - self._flushed_at >= FLUSH_SECONDS:
            self.flush()

    def checkpoint(self, place: dict) -> None:
        """Keep the place from which to resume; call it in the transaction of what it covers."""
        self.saved = dict(place)
        self._update(checkpoint=self.saved)

    def forget_payload(self) -> None:
        """Empty what the job was told, once nothing needs it: addresses of persons, for one."""
        self._update(payload={})

    def flush(self) -> None:
        """Write the progress and a sign of life now."""
        self._flushed_at = time.monotonic()
        self._update(done=self.done, total=self.total, message=self.message)

    def hold_writes(self) -> None:
        """Keep progress in memory: inside one big transaction nobody would see it."""
        self._writes = False

    def _update(self, **fields) -> None:
        mine = Job.objects.filter(pk=self._job_id, state=JobState.RUNNING, attempts=self._attempt)
        if not mine.update(heartbeat_at=timezone.now(), **fields):
            raise JobInterrupted
