"""Delete sheets outright; what was public leaves an identifier and a day."""

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Organisation, SheetTombstone

_AT_ONCE = 500


def bury_sheets(sheets: Sequence[Organisation], *, now: datetime.datetime) -> None:
    """Delete these sheets; the caller asked the permission and holds the transaction."""
    keys = [sheet.pk for sheet in sheets]
    versions = Organisation.history.filter(id=OuterRef("pk"), is_public=True)
    for start in range(0, len(keys), _AT_ONCE):
        part = Organisation.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        known = part.filter(Q(is_public=True) | Exists(versions)).order_by("pk")
        SheetTombstone.objects.bulk_create(
            SheetTombstone(key=key, uuid=uuid, removed_at=now)
            for key, uuid in known.values_list("pk", "uuid")
        )
        part.delete()
    refresh_indexes(keys)
