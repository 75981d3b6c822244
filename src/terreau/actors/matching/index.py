"""Keep the keys of the sheets equal to the sheets."""

from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter

from django.db import connection, transaction

from terreau.actors.bridge.matching import parties_of, prints_of
from terreau.actors.models import OrganisationMatchKey
from terreau.core.collecting import collecting_later
from terreau.core.key_ranges import among

CHUNK = 2_500
TABLE = OrganisationMatchKey._meta.db_table


@transaction.atomic
def index_match_keys(ids: Collection[int]) -> None:
    """Compute again the keys of these sheets; a sheet gone or merged away has none."""
    keys = sorted(set(ids))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        OrganisationMatchKey.objects.filter(among("organisation_id", part))._raw_delete("default")
        # In the order of the keys, in which they are stored.
        with collecting_later():
            write_keys(sorted(_rows(part), key=itemgetter(1)))


def _rows(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    for pk, party in parties_of(ids).items():
        for print_ in prints_of(party):
            yield pk, print_


def write_keys(rows: Sequence[tuple[int, int]]) -> None:
    """Add keys in bulk: (sheet, print)."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {TABLE} (organisation_id, key) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(
                f"INSERT INTO {TABLE} (organisation_id, key) VALUES (%s, %s)",  # noqa: S608
                rows,
            )
