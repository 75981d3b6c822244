"""Take a census back: its partnerships, then the sheets that it made and that nothing uses."""

from collections.abc import Sequence

from terreau.actors.exchange.changing import find_uses, remove_sheets
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.models import Organisation
from terreau.core.exchange.columns import CellError
from terreau.partnerships.models import Partnership, Party


def remove_census(
    partnerships: Sequence[Partnership], *, stamp: ImportStamp
) -> list[CellError | None]:
    """Remove these partnerships and whatever organisation came with them alone."""
    keys = [one.pk for one in partnerships]
    parties = Party.objects.filter(partnership__in=keys).order_by()
    around = set(parties.values_list("organisation", flat=True))
    Partnership.objects.filter(pk__in=keys).delete()
    brought = Organisation.objects.filter(pk__in=around, origin=stamp.source)
    sheets = list(brought.order_by("pk"))
    used = find_uses(sheets)
    remove_sheets([one for one in sheets if one.pk not in used], stamp=stamp)
    return [None for _one in partnerships]
