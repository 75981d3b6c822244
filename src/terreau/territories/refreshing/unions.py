"""Apply a newer list of intercommunalités and their members; an older one moves nobody."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.territories.enums import EpciType, TerritoryKind
from terreau.territories.folding import fold
from terreau.territories.loading.aggregates import sum_up_epci
from terreau.territories.loading.touching import link_units
from terreau.territories.models import ReferenceSource, Territory
from terreau.territories.sources.reading import Reading
from terreau.territories.vintages import ensure_sources

# The source that says of which year the memberships now loaded are.
HELD_SLUG = "dgcl-intercommunalites"


def keep_unions(reading: Reading) -> int:
    """Move communes to the intercommunalités that the file says, if it is not out of date."""
    if not reading.epci_of:
        return 0
    held = ensure_sources()[HELD_SLUG]
    known = re.search(r"\d{4}", held.vintage)
    if known and reading.vintage and int(reading.vintage) < int(known[0]):
        reading.notes.append(
            _(
                "Ce fichier est de %(year)s et les intercommunalités chargées sont de %(known)s : "
                "aucune commune n’a changé d’intercommunalité, seuls les chiffres sont pris."
            )
            % {"year": reading.vintage, "known": known[0]}
        )
        return 0
    unions = _ensure_unions(reading)
    moved = []
    for commune in Territory.objects.communes().order_by().only("pk", "epci"):
        siren = reading.epci_of.get(commune.pk)
        if siren and commune.epci_id != unions[siren].pk:
            commune.epci_id = unions[siren].pk
            moved.append(commune)
    Territory.objects.bulk_update(moved, ["epci"], batch_size=500)
    ReferenceSource.objects.filter(pk=held.pk).update(vintage=reading.vintage)
    if moved:
        _retire_empty()
        sum_up_epci()
        link_units()
        reading.notes.append(
            ngettext(
                "%(count)s commune a changé d’intercommunalité ; les contours dessinés sont "
                "encore ceux d’avant.",
                "%(count)s communes ont changé d’intercommunalité ; les contours dessinés sont "
                "encore ceux d’avant.",
                len(moved),
            )
            % {"count": len(moved)}
        )
    return len(moved)


def _ensure_unions(reading: Reading) -> dict[str, Territory]:
    stored = {unit.code: unit for unit in Territory.objects.filter(kind=TerritoryKind.EPCI)}
    wanted = set(reading.epci_of.values())
    created = []
    for siren in sorted(wanted - set(stored)):
        name, nature = reading.epci_names[siren]
        kind = nature if nature in EpciType.values else ""
        unit = Territory(
            kind=TerritoryKind.EPCI,
            code=siren,
            siren=siren,
            name=name,
            folded_name=fold(name),
            epci_type=kind,
        )
        created.append(unit)
    Territory.objects.bulk_create(created, batch_size=500)
    back = [stored[siren] for siren in wanted & set(stored) if stored[siren].is_obsolete]
    for unit in back:
        unit.is_obsolete = False
    Territory.objects.bulk_update(back, ["is_obsolete"], batch_size=500)
    return stored | {unit.code: unit for unit in created}


def _retire_empty() -> None:
    current = Territory.objects.filter(kind=TerritoryKind.EPCI, is_obsolete=False)
    alive = Territory.objects.communes().filter(epci__isnull=False).order_by().values("epci")
    current.exclude(pk__in=alive).update(is_obsolete=True)
