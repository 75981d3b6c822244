"""Note the partnerships that exist already; each once, whoever tells of it."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.parties import NewParty, bring_parties
from terreau.partnerships.actions.sheets import store_sheet
from terreau.partnerships.actions.writing import lock_partnership, write
from terreau.partnerships.enums import Certainty, Provenance
from terreau.partnerships.models import Declaration, Partnership
from terreau.partnerships.permissions_census import (
    can_census,
    can_census_for_others,
    can_withdraw_census,
)

# What a second declaration may fill where the first said nothing.
FILLED = ("action", "starts_on", "ends_on", "certainty")
MOST_TITLE = 150


@transaction.atomic
def census_partnership(
    values: Mapping[str, Any],
    parties: Sequence[NewParty],
    *,
    alliance: Alliance,
    by: Posture,
    now: datetime.datetime,
) -> Partnership:
    """Note an existing partnership in the census of an alliance; nobody is asked where it stands.

    `values` carries the columns, the links, `categories` and `scopes`; without a title, it takes
    the names of its parties.
    """
    require(can_census(by, alliance))
    partnership = Partnership(
        provenance=Provenance.CENSUSED,
        stage="",
        level="",
        title=values.get("title") or _("À nommer"),
        created_by=by.person,
        posture=by.label,
        created_at=now,
    )
    store_sheet(partnership, {**values, "title": partnership.title}, by)
    found = bring_parties(partnership, parties, by=by, now=now)
    if not _is_of(by, {one.organisation_id for one in found}):
        require(can_census_for_others(by, alliance))
    partnership.censuses.add(alliance)
    if not values.get("title"):
        partnership.title = title_of([one.organisation.name for one in found])
        partnership.save(update_fields=["title"])
    _declare(partnership, values, by, now)
    names = ", ".join(one.organisation.name for one in found)
    told = {"name": partnership.title, "parties": names}
    write(partnership, "partnership-censused", by=by, now=now, **told)
    _tell(alliance, "census-noted", {"name": partnership.title}, by, now)
    return partnership


@transaction.atomic
def declare_again(
    partnership: Partnership,
    values: Mapping[str, Any],
    *,
    alliance: Alliance,
    by: Posture,
    now: datetime.datetime,
) -> Declaration:
    """Say that a declaration is about a partnership already known: one more voice, same count.

    What nobody had said of a censused one is filled; what was said stays, side by side.
    """
    require(can_census(by, alliance))
    locked = lock_partnership(partnership)
    here = set(locked.parties.current().values_list("organisation", flat=True))
    if not _is_of(by, here):
        require(can_census_for_others(by, alliance))
    made = _declare(locked, values, by, now)
    locked.censuses.add(alliance)
    if locked.provenance == Provenance.CENSUSED:
        store_sheet(locked, _completing(locked, values), by)
    told = {"name": locked.title, "source": made.source or by.label}
    write(locked, "census-declared", by=by, now=now, **told)
    _tell(alliance, "census-declared", told, by, now)
    return made


@transaction.atomic
def withdraw_census(
    partnership: Partnership, *, reason: str, by: Posture, now: datetime.datetime
) -> None:
    """Take away what was noted by mistake; the journal of its alliances keeps that it was."""
    locked = lock_partnership(partnership)
    require(can_withdraw_census(by, locked))
    told = {"name": locked.title, "reason": reason}
    for alliance in locked.censuses.order_by("pk"):
        _tell(alliance, "census-withdrawn", told, by, now)
    locked.delete()


def title_of(names: Sequence[str]) -> str:
    """Name a partnership after its parties.

    >>> title_of(["Lycée du Val", "Club Gravelle"])
    'Lycée du Val et Club Gravelle'
    """
    *first, last = names
    title = " et ".join([", ".join(first), last]) if first else last
    return title if len(title) <= MOST_TITLE else f"{title[: MOST_TITLE - 1]}…"


def certainty_of(partnership: Partnership) -> str:
    """Tell how sure it is: two sides that declare it confirm it."""
    sides = set(partnership.parties.current().values_list("organisation", flat=True))
    told = set(partnership.declarations.values_list("organisation", flat=True))
    return Certainty.CONFIRMED if len(sides & told) > 1 else partnership.certainty


def _is_of(by: Posture, organisations: set[int]) -> bool:
    return bool(by.organisation and by.organisation.pk in organisations)


def _declare(
    partnership: Partnership, values: Mapping[str, Any], by: Posture, now: datetime.datetime
) -> Declaration:
    source, organisation = values.get("source") or "", by.organisation
    if organisation and _already(partnership, organisation, source):
        raise Refused(
            _("« %(name)s » a déjà déclaré ce partenariat, de la même source.")
            % {"name": organisation.name}
        )
    made = Declaration.objects.create(
        partnership=partnership,
        organisation=organisation,
        source=source,
        certainty=values.get("certainty") or "",
        note=(values.get("action") or "")[:500],
        by=by.person,
        posture=by.label,
        declared_at=now,
    )
    sure = certainty_of(partnership)
    if sure != partnership.certainty:
        Partnership.objects.filter(pk=partnership.pk).update(certainty=sure)
        partnership.certainty = sure
    return made


def _already(partnership: Partnership, organisation: Organisation, source: str) -> bool:
    return partnership.declarations.filter(organisation=organisation, source=source).exists()


def _completing(partnership: Partnership, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a declaration adds: empty columns filled, lists joined, nothing replaced."""
    given = {
        name: values[name] for name in FILLED if values.get(name) and not getattr(partnership, name)
    }
    for name in ("domains", "territories"):
        if values.get(name):
            given[name] = [*getattr(partnership, name).all(), *values[name]]
    for name, column in (("categories", "category"), ("scopes", "scope")):
        if values.get(name):
            known = getattr(partnership, name).values_list(column, flat=True)
            given[name] = list(dict.fromkeys([*known, *values[name]]))
    return given


def _tell(
    alliance: Alliance, verb: str, params: dict[str, str], by: Posture, now: datetime.datetime
) -> None:
    record(alliance.scope, verb, by=by.person, posture=by.label, params=params, now=now)
