"""Forget the rows of the imports that ended long ago; the import and its counts stay."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from terreau.core.jobs.upkeep import upkeep
from terreau.core.models import ImportRow, ImportRun, ImportState

BATCH = 2_000


@upkeep("import-rows")
def forget_rows(now: datetime.datetime) -> int:
    """Forget the rows of imports done or undone for too long; return how many rows.

    Until then a finished import can be undone: the rows say what was there before.
    """
    before = now - datetime.timedelta(days=settings.TERREAU_IMPORT_KEEP_DAYS)
    over = Q(state=ImportState.DONE, finished_at__lt=before)
    over |= Q(state=ImportState.UNDONE, undone_at__lt=before)
    kept = Exists(ImportRow.objects.filter(run=OuterRef("pk")))
    count = 0
    for key in list(ImportRun.objects.filter(over, kept).order_by().values_list("pk", flat=True)):
        # Somebody may ask to undo it at this very moment: then it keeps its rows.
        still = ImportRun.objects.filter(over, pk=key)
        if still.update(rows_forgotten_at=now):
            count += _forget(key)
    return count


def _forget(run: object) -> int:
    """Take the rows away by batches, so that nobody waits for long."""
    count = 0
    rows = ImportRow.objects.filter(run=run).order_by("rank").values_list("pk", flat=True)
    while keys := list(rows[:BATCH]):
        with transaction.atomic():
            count += ImportRow.objects.filter(pk__in=keys).delete()[0]
    return count
