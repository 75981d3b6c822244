"""Run the jobs of the queue until told to stop."""

import logging
import os
import socket
import time

from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from terreau.core.jobs.actions import perform, recover_stale_jobs
from terreau.core.jobs.upkeep import Upkeep

POLL_SECONDS = 1.0
RECOVER_SECONDS = 5.0
logger = logging.getLogger(__name__)


class Worker:
    """Take jobs one by one; several workers may run side by side."""

    def __init__(self, *, parent: int | None = None):
        self._stopping = False
        self._parent = parent
        self._recovered_at = float("-inf")
        self._upkeep = Upkeep()
        self._name = f"{socket.gethostname()}:{os.getpid()}"[:64]

    def stop(self) -> None:
        """Stop at the next step; the job in hand goes back to the queue."""
        self._stopping = True

    @property
    def is_stopping(self) -> bool:
        """Tell whether to stop: asked to, or orphaned by a server that was killed."""
        return self._stopping or (self._parent is not None and os.getppid() != self._parent)

    def run(self, *, until_empty: bool = False) -> None:
        """Work until stopped, or until nothing is left to do."""
        while not self.is_stopping:
            close_old_connections()
            try:
                worked = self._step()
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    logger.exception("The worker cannot reach the database; it tries again")
                worked = False
            if not worked and until_empty:
                return
            if not worked:
                self._upkeep.keep_up(timezone.now())
                time.sleep(POLL_SECONDS)

    def _step(self) -> bool:
        if time.monotonic() - self._recovered_at > RECOVER_SECONDS:
            recover_stale_jobs(now=timezone.now())
            self._recovered_at = time.monotonic()
        queued = self._claim()
        if queued is None:
            return False
        perform(queued.args_kwargs["args"][0], is_stopping=lambda: self.is_stopping, heartbeat=True)
        # The queue may have lost this row while the job ran: the job's own row is the truth.
        DBTaskResult.objects.filter(pk=queued.pk).update(
            status="SUCCESSFUL", finished_at=timezone.now()
        )
        return True

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready()
        if not ready.exists():  # a read costs other writers nothing
            return None
        with exclusive_transaction(ready.db):
            queued = ready.get_locked()
            if queued is not None:
                queued.claim(self._name)
        return queued
