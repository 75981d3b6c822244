"""Write who is in which programme; who left the list keeps a dated row."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_long_date
from terreau.territories.models import ReferenceImport, TerritoryProgramme
from terreau.territories.refreshing.communes import RefreshRefusedError
from terreau.territories.sources.reading import Membership, Reading

Key = tuple[str, int, str]
CHANGED = ["name", "is_partial", "since"]
BATCH = 500


def keep_memberships(reading: Reading, row: ReferenceImport, *, is_extract: bool) -> int:
    """Add, update and close memberships of the programmes that a list speaks of."""
    if not reading.programmes:
        return 0
    stored: dict[Key, TerritoryProgramme] = {
        (held.programme, held.territory_id, held.code): held
        for held in TerritoryProgramme.objects.of_programmes(reading.programmes)
        .filter(until=None)
        .order_by()
    }
    _refuse_older(reading, stored)
    given: dict[Key, Membership] = {}
    for one in reading.memberships:
        before = given.get((one.programme, one.key, one.code))
        # A commune whole by one of its former codes is whole.
        if before is None or before.is_partial:
            given[one.programme, one.key, one.code] = one
    created = [
        _fill(TerritoryProgramme(programme=p, territory_id=key, code=code), one, reading, row)
        for (p, key, code), one in given.items()
        if (p, key, code) not in stored
    ]
    TerritoryProgramme.objects.bulk_create(created, batch_size=500)
    kept = [key for key in given if key in stored]
    changed = [
        _fill(stored[key], given[key], reading, row)
        for key in kept
        if _differs(stored[key], given[key])
    ]
    TerritoryProgramme.objects.bulk_update(changed, CHANGED, batch_size=500)
    _say_again([stored[key].pk for key in kept], reading, row)
    if not is_extract:
        _close([held for key, held in stored.items() if key not in given], reading)
    return len(given)


def _refuse_older(reading: Reading, stored: dict[Key, TerritoryProgramme]) -> None:
    known = max((held.listed_on for held in stored.values() if held.listed_on), default=None)
    if reading.listed_on and known and reading.listed_on < known:
        raise RefreshRefusedError(
            _(
                "Cette liste date du %(day)s ; celle qui est chargée, du %(known)s, est plus "
                "récente. Rien n’a été modifié."
            )
            % {"day": format_long_date(reading.listed_on), "known": format_long_date(known)}
        )


def _fill(
    held: TerritoryProgramme, one: Membership, reading: Reading, row: ReferenceImport
) -> TerritoryProgramme:
    held.name, held.is_partial = one.name[:200], one.is_partial
    held.since = one.since or held.since
    held.listed_on, held.source_import = reading.listed_on, row
    return held


def _differs(held: TerritoryProgramme, one: Membership) -> bool:
    said = (one.name[:200], one.is_partial, one.since or held.since)
    return said != (held.name, held.is_partial, held.since)


def _say_again(keys: list[int], reading: Reading, row: ReferenceImport) -> None:
    """Date the whole list again in few statements: a case for each row would take minutes."""
    for start in range(0, len(keys), BATCH):
        TerritoryProgramme.objects.filter(pk__in=keys[start : start + BATCH]).update(
            listed_on=reading.listed_on, source_import=row
        )


def _close(gone: list[TerritoryProgramme], reading: Reading) -> None:
    """End what a later list names no more; a corrected list of the same day just replaces."""
    ended, wrong = [], []
    for held in gone:
        day = reading.listed_on
        later = day is not None and held.listed_on is not None and day > held.listed_on
        if later and (held.since is None or held.since < day):
            held.until = day
            ended.append(held)
        else:
            wrong.append(held.pk)
    TerritoryProgramme.objects.bulk_update(ended, ["until"], batch_size=500)
    TerritoryProgramme.objects.filter(pk__in=wrong).delete()
    if ended:
        reading.notes.append(
            ngettext(
                "%(count)s territoire n’est plus dans la liste : il garde la date de sa sortie.",
                "%(count)s territoires ne sont plus dans la liste : ils gardent la date de leur "
                "sortie.",
                len(ended),
            )
            % {"count": len(ended)}
        )
