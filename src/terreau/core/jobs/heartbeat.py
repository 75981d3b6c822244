"""Give signs of life while a job computes, on a connection of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from terreau.core.jobs.progress import JobInterrupted, Progress

SECONDS = 3.0


@contextmanager
def beating(progress: Progress, *, enabled: bool) -> Iterator[None]:
    """Write the progress every few seconds until the block ends."""
    if not enabled:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(progress, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(progress: Progress, over: threading.Event) -> None:
    try:
        while not over.wait(SECONDS):
            try:
                progress.flush()
            except JobInterrupted:
                return  # the job itself learns it at its next step
            except DatabaseError:
                # On SQLite a job in one transaction holds the only pen. Nobody else can take the
                # job over meanwhile, for the same reason.
                continue
    finally:
        connection.close()
