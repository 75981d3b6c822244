"""Create the sheets of a batch: a few bulk writings, each row refused alone when it must be."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from terreau.actors.actions.telling import tell
from terreau.actors.exchange.around import Around
from terreau.actors.exchange.items import is_uuid
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.sheets import PLAIN_COLUMNS, TEXT_COLUMNS
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.exchange.targets import Targets, main_numbers
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Organisation
from terreau.core.bulk_rows import insert_many, insert_tuples, readers_of
from terreau.core.exchange.columns import CellError

Row = Mapping[str, Any]


def create_sheets(
    rows: Sequence[Row], *, stamp: ImportStamp, links: Links
) -> list[Organisation | CellError]:
    """Create sheets; a row whose number is taken meanwhile is refused and leaves the others."""
    links.load(rows)
    results: list[Any] = _find_taken(rows)
    free = [index for index, refusal in enumerate(results) if refusal is None]
    try:
        with transaction.atomic():
            created: list[Any] = _write([rows[index] for index in free], stamp, links)
    except IntegrityError:
        created = [_write_alone(rows[index], stamp, links) for index in free]
    for index, row in zip(free, created, strict=True):
        results[index] = row
    written = [row for row in results if isinstance(row, Organisation)]
    links.learn(written)
    refresh_indexes([row.pk for row in written])
    if stamp.is_told:
        for row in written:
            tell(row, "organisation-created", stamp.by, stamp.now, {})
    return results


def _write_alone(row: Row, stamp: ImportStamp, links: Links) -> Organisation | CellError:
    try:
        with transaction.atomic():
            return _write([row], stamp, links)[0]
    except IntegrityError:
        return CellError(
            _("Cette ligne en contredit une autre déjà enregistrée. Vérifiez son identifiant.")
        )


def _write(rows: Sequence[Row], stamp: ImportStamp, links: Links) -> list[Organisation]:
    sheets = [_build(row, stamp, links) for row in rows]
    insert_many(sheets)
    keys = Organisation.objects.filter(uuid__in=[sheet.uuid for sheet in sheets]).order_by()
    found = dict(keys.values_list("uuid", "pk"))
    for sheet in sheets:
        sheet.pk = found[sheet.uuid]
        sheet._state.adding = False
    _keep_history(sheets, stamp)
    around = Around(stamp, links)
    for sheet, row in zip(sheets, rows, strict=True):
        around.add(sheet, row)
    around.write()
    return sheets


def _keep_history(sheets: Sequence[Organisation], stamp: ImportStamp) -> None:
    """Keep the first version of each sheet, as a saving one by one would."""
    model = Organisation.history.model
    said = {
        "history_date": stamp.now,
        "history_change_reason": stamp.reason,
        "history_type": "+",
        "history_user": stamp.by.person.pk if stamp.by.person else None,
    }
    readers = readers_of(model)
    fields = list(readers)
    constants = {
        field: field.get_db_prep_save(said[field.name], connection)
        for field in fields
        if field.name in said
    }
    rows = (
        [constants[field] if field in constants else readers[field](sheet) for field in fields]
        for sheet in sheets
    )
    insert_tuples(model, fields, rows)


def _build(row: Row, stamp: ImportStamp, links: Links) -> Organisation:
    columns = {name: row[name] or "" for name in TEXT_COLUMNS if row.get(name)}
    columns |= {name: row[name] for name in PLAIN_COLUMNS if row.get(name) is not None}
    if is_uuid(row.get("uuid") or ""):
        columns["uuid"] = UUID(row["uuid"])
    sheet = Organisation(
        place_id=links.place(row.get("place")),
        parent_id=links.sheet(row["parent"]) if row.get("parent") else None,
        withheld=list(row.get("withheld") or ()),
        is_public=row.get("is_public") is not False,
        origin=stamp.source,
        created_by=stamp.by.person,
        **columns,
    )
    if sheet.siret and not sheet.siren:
        sheet.siren = sheet.siret[:9]
    return sheet


def _find_taken(rows: Sequence[Row]) -> list[CellError | None]:
    """Look again, at the moment of writing, for sheets that took these numbers meanwhile."""
    targets = Targets([main_numbers(row) for row in rows], folds=False)
    seen: set[tuple[str, str]] = set()
    found: list[CellError | None] = []
    for row in rows:
        numbers = main_numbers(row)
        target = targets.of(numbers)
        keys = {(name, value) for name, value in numbers.items() if name != "numbers" and value}
        keys |= {("number", text) for text in numbers["numbers"]}
        if target.pk or target.problem or keys & seen:
            found.append(CellError(_taken(row)))
        else:
            found.append(None)
            seen |= keys
    return found


def _taken(row: Row) -> str:
    return _(
        "Une autre fiche vient de prendre un numéro de « %(name)s ». Cherchez-la dans la liste "
        "des acteurs avant d’en créer une seconde."
    ) % {"name": row.get("name") or ""}
