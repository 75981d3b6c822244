"""Read what a caller asks, and gather the public sheets that answer."""

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_default_timezone, is_naive, make_aware
from django.utils.translation import gettext as _

from terreau.actors.forms import DirectoryForm
from terreau.actors.models import Organisation
from terreau.actors.open_data.records import public_record
from terreau.actors.open_data.selection import select
from terreau.api.problems import BadRequest
from terreau.api.schemas import OrganisationOut

FIELDS = tuple(OrganisationOut.model_fields)


def read_fields(text: str) -> frozenset[str]:
    """Read the names of the fields asked; all of them when none is."""
    if not text:
        return frozenset(FIELDS)
    asked = {name.strip() for name in text.split(",") if name.strip()}
    unknown = sorted(asked - set(FIELDS))
    if unknown:
        raise BadRequest(
            _("Champ inconnu : %(names)s. Les champs sont : %(known)s.")
            % {"names": ", ".join(unknown)[:200], "known": ", ".join(FIELDS)}
        )
    return frozenset(asked | {"uuid"})


def read_key(cursor: str) -> int:
    """Read the cursor of a page of sheets."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 18):
        raise BadRequest(_("Ce curseur est inconnu : reprenez l’adresse donnée par « next »."))
    return int(cursor)


def read_moment(text: str) -> datetime.datetime | None:
    """Read a day or a moment; without zone, it is that of the instance."""
    if not text:
        return None
    text = text.replace(" ", "+") if "T" in text else text
    try:
        moment = parse_datetime(text) or datetime.datetime.fromisoformat(text)
        return make_aware(moment, get_default_timezone()) if is_naive(moment) else moment
    except (ValueError, OverflowError) as error:
        raise BadRequest(
            _("Cette date est illisible. Écrivez par exemple 2026-11-22 ou 2026-11-22T10:00:00Z.")
        ) from error


def read_filters(query: QueryDict) -> DirectoryForm:
    """Read the filters of the list of actors, and refuse what they cannot mean."""
    form = DirectoryForm(query)
    if not form.is_valid():
        wrong = [
            f"{name} : {' '.join(map(str, errors))}"
            for name, errors in form.errors.items()
            if name in query
        ]
        if wrong:
            raise BadRequest(_("Filtre illisible. %(wrong)s") % {"wrong": " ".join(wrong)[:500]})
    return form


def page_of(
    request: HttpRequest,
    query: QueryDict,
    *,
    cursor: str,
    limit: int,
    fields: frozenset[str],
) -> dict[str, Any]:
    """Read one page of sheets in the order of their keys, and the address of the next one."""
    chosen = select(read_filters(query))
    rows = chosen.after(read_key(cursor), limit + 1)
    shown = rows[:limit]
    following = address_after(request, str(shown[-1].pk)) if len(rows) > limit else None
    return {
        "count": chosen.count(),
        "licence": settings.TERREAU_OPEN_LICENCE,
        "results": [sheet_of(request, row, fields) for row in shown],
        "next": following,
    }


def sheet_of(request: HttpRequest, row: Organisation, fields: frozenset[str]) -> dict[str, Any]:
    """One public sheet, with the fields asked."""
    record = public_record(row)
    record["url"] = request.build_absolute_uri(row.get_absolute_url())
    return {name: value for name, value in record.items() if name in fields}


def address_after(request: HttpRequest, cursor: str) -> str:
    """The address of the following page, with the same filters."""
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def narrowed_to(query: QueryDict, **values: str) -> QueryDict:
    """The same filters with some of them imposed."""
    narrowed = query.copy()
    for name, value in values.items():
        narrowed[name] = value
    return narrowed
