"""Kinds of jobs for the tests, that real workers load too."""

import time

from django.db import transaction

from terreau.accounts.models import Person
from terreau.core.jobs import JobError, Progress, job

STEPS = 40


def _plant(rank: int) -> None:
    Person.objects.create_user(f"tree-{rank}@example.org", full_name=f"Arbre {rank}")


@job("test-plant-rows", label="Planter, rang par rang", resumable=True)
def plant_rows(progress: Progress, payload: dict) -> dict:
    """Commit each step with its checkpoint."""
    for rank in range(progress.saved.get("next", 0), payload["steps"]):
        with transaction.atomic():
            _plant(rank)
            progress.checkpoint({"next": rank + 1})
        progress.advance(rank + 1, payload["steps"], f"Rang {rank + 1}")
        time.sleep(payload.get("pause", 0))
    return {"url": "/", "url_label": "Voir le verger"}


@job("test-plant-at-once", label="Planter d’un coup")
def plant_at_once(progress: Progress, payload: dict) -> None:
    """Write everything in one transaction."""
    for rank in range(payload["steps"]):
        _plant(rank)
        progress.advance(rank + 1, payload["steps"])
        time.sleep(payload.get("pause", 0))


@job("test-stumble", label="Trébucher", retries=1)
def stumble(progress: Progress, payload: dict) -> None:
    """Write something, then fail without a sentence."""
    _plant(1)
    raise ZeroDivisionError(payload)


@job("test-refuse", label="Refuser", retries=5)
def refuse(progress: Progress, payload: dict) -> None:
    """Fail with a sentence that no retry would mend."""
    raise JobError("Le terrain est gelé. Attendez le printemps.")
