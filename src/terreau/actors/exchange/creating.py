"""Create the sheets of a batch: a few bulk writings, each row refused alone when it must be."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from terreau.actors.actions.telling import tell
from terreau.actors.exchange.around import Around
from terreau.actors.exchange.items import is_uuid
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.sheets import PLAIN_COLUMNS, TEXT_COLUMNS
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.exchange.targets import main_numbers
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Organisation
from terreau.core.bulk_rows import insert_tuples, make_row, readers_of
from terreau.core.exchange.columns import CellError

Row = Mapping[str, Any]
# The columns of a new sheet: their first values, or what makes them anew.
_COLUMNS = Organisation._meta.concrete_fields
_MADE = {f.attname: f.get_default for f in _COLUMNS if callable(f.default)}
_BLANK = {f.attname: f.get_default() for f in _COLUMNS if f.attname not in _MADE}


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
    _insert(sheets, stamp)
    around = Around(stamp, links)
    for sheet, row in zip(sheets, rows, strict=True):
        around.add(sheet, row)
    around.write()
    return sheets


def _insert(sheets: Sequence[Organisation], stamp: ImportStamp) -> None:
    """Insert sheets and the first version of each: the same values, read once."""
    readers = readers_of(Organisation)
    rows = [[read(sheet) for read in readers.values()] for sheet in sheets]
    last = Organisation.objects.aggregate(last=Max("pk"))["last"] or 0
    insert_tuples(Organisation, list(readers), rows)
    # Keys are given in order: ours come after the last that stood there.
    found = dict(Organisation.objects.filter(pk__gt=last).order_by().values_list("uuid", "pk"))
    for sheet in sheets:
        sheet.pk = found[sheet.uuid]
        sheet._state.adding = False
    _keep_history(sheets, [field.name for field in readers], rows, stamp)


def _keep_history(
    sheets: Sequence[Organisation],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    stamp: ImportStamp,
) -> None:
    """Keep the first version of each sheet, as a saving one by one would."""
    model = Organisation.history.model
    said = {
        "history_date": stamp.now,
        "history_change_reason": stamp.reason,
        "history_type": "+",
        "history_user": stamp.by.person.pk if stamp.by.person else None,
    }
    fields = list(readers_of(model))
    end = [f.get_db_prep_save(said[f.name], connection) for f in fields if f.name in said]
    kept = [names.index(f.name) for f in fields if f.name in names]
    start = [f for f in fields if f.name == Organisation._meta.pk.name]
    ordered = [
        *start,
        *(f for f in fields if f.name in names),
        *(f for f in fields if f.name in said),
    ]
    insert_tuples(
        model,
        ordered,
        (
            [sheet.pk, *(row[place] for place in kept), *end]
            for sheet, row in zip(sheets, rows, strict=True)
        ),
    )


def _build(row: Row, stamp: ImportStamp, links: Links) -> Organisation:
    columns = {name: row[name] or "" for name in TEXT_COLUMNS if row.get(name)}
    columns |= {name: row[name] for name in PLAIN_COLUMNS if row.get(name) is not None}
    if is_uuid(row.get("uuid") or ""):
        columns["uuid"] = UUID(row["uuid"])
    person = stamp.by.person
    sheet = _sheet(
        columns
        | {
            "place_id": links.place(row.get("place")),
            "parent_id": links.sheet(row["parent"]) if row.get("parent") else None,
            "withheld": list(row.get("withheld") or ()),
            "is_public": row.get("is_public") is not False,
            "origin_id": stamp.source.pk,
            "created_by_id": person.pk if person else None,
        }
    )
    if sheet.siret and not sheet.siren:
        sheet.siren = sheet.siret[:9]
    return sheet


def _sheet(said: Mapping[str, Any]) -> Organisation:
    made = {name: make() for name, make in _MADE.items()}
    return make_row(Organisation, {**_BLANK, **made, **said})


def _find_taken(rows: Sequence[Row]) -> list[CellError | None]:
    """Refuse the rows whose numbers a row before them takes; the frame has just met the sheets."""
    seen: set[tuple[str, str]] = set()
    found: list[CellError | None] = []
    for row in rows:
        numbers = main_numbers(row)
        keys = {(name, value) for name, value in numbers.items() if name != "numbers" and value}
        keys |= {("number", text) for text in numbers["numbers"]}
        if keys & seen:
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
