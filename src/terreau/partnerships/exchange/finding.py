"""Find what the rows of a file are about, and in whose name to write them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, QuerySet

from terreau.actors.models import Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.exchange.datasets import Values
from terreau.events.models import Event
from terreau.experiments.models import Experiment
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions import current_parties


@dataclass(frozen=True)
class SeenOrigins:
    """The keys of what a person may see of the origins of partnerships."""

    alliances: frozenset[int]
    experiments: frozenset[int]
    events: frozenset[int]
    frameworks: frozenset[int]

    @classmethod
    def by(cls, person) -> "SeenOrigins":
        """Ask the four domains."""
        return cls(
            _keys(Alliance.objects.visible_to(person)),
            _keys(Experiment.objects.visible_to(person)),
            _keys(Event.objects.visible_to(person)),
            _keys(seen_by(person).filter(is_framework=True)),
        )


def _keys(rows: QuerySet) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("pk", flat=True))


def uuid_of(text: str | None) -> UUID | None:
    """Read an identifier, or None when the cell holds something else."""
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None


def found_by_uuid(
    rows: Sequence[Values], known: QuerySet, column: str = "uuid"
) -> list[Model | None]:
    """Give the row that each line names, among those that the person may see; one query."""
    keys = {key for row in rows if (key := uuid_of(row.get(column)))}
    found = {one.uuid: one for one in known.filter(uuid__in=keys)}
    return [found.get(uuid_of(row.get(column))) for row in rows]


def seen_by(person) -> QuerySet[Partnership]:
    """The partnerships of which a person may read the sheet; none without a person."""
    if person is None:
        return Partnership.objects.none()
    return Partnership.objects.visible_to(person)


def organisations_of(texts: Iterable[str | None]) -> dict[str, Organisation]:
    """Find standing sheets by their identifiers."""
    keys = {key for text in texts if (key := uuid_of(text))}
    rows = Organisation.objects.filter(uuid__in=keys, merged_into=None)
    return {str(one.uuid): one for one in rows}


def posture_for(
    person, partnership: Partnership | None, today: datetime.date, among: Sequence[int] = ()
) -> Posture:
    """In whose name a person writes a line: a party of it, else their latest mandate."""
    mandates = Mandate.objects.filter(person=person).current(today).select_related("organisation")
    rows = list(mandates.order_by("-starts_on", "-pk"))
    wanted = set(among)
    if partnership is not None:
        wanted |= {one.organisation_id for one in current_parties(partnership)}
    mine = next((one for one in rows if one.organisation_id in wanted), None)
    return Posture(person, mine or next(iter(rows), None))
