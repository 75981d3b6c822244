"""Long work outside of a page: ask for it, follow it, find it again.

    @job("territories-refresh", label=gettext_lazy("Mise à jour des territoires"), resumable=True)
    def refresh(progress: Progress, payload: dict) -> dict | None: …

    enqueue("territories-refresh", {"file": "…"}, by=person, key="territories")

A job may return `{"url": …, "url_label": …}`: its page then links there.
"""

from terreau.core.jobs.actions import enqueue
from terreau.core.jobs.kinds import job
from terreau.core.jobs.progress import JobError, Progress

__all__ = ["JobError", "Progress", "enqueue", "job"]
