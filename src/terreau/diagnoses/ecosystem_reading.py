"""Read the checklist: each kind once, in its order, with what the directory proposes."""

from collections import defaultdict
from dataclasses import dataclass

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.diagnoses.enums_ecosystem import (
    KIND_WORDS,
    SUBTYPES_OF_KIND,
    EcosystemKind,
    Presence,
)
from terreau.diagnoses.models import EcosystemItem
from terreau.territories.models import Territory

MOST_PROPOSED = 5


@dataclass(frozen=True)
class EcosystemLine:
    """One kind: what is noted of it, and the sheets that may be it."""

    kind: str
    label: str
    words: str
    items: tuple[EcosystemItem, ...]
    proposed: tuple[Organisation, ...]

    @property
    def state(self) -> str:
        """Its presence in one word; empty when nobody knows."""
        told = {one.presence for one in self.items}
        return next((one.value for one in Presence if one.value in told), "")


@dataclass(frozen=True)
class EcosystemCount:
    """How many kinds stand where, out of all."""

    total: int
    present: int
    emerging: int
    absent: int

    @property
    def unknown(self) -> int:
        """Those of which nobody said anything."""
        return self.total - self.present - self.emerging - self.absent


def read_ecosystem(alliance: Alliance, person) -> list[EcosystemLine]:
    """Give each kind in its order, in three queries."""
    noted: dict[str, list[EcosystemItem]] = defaultdict(list)
    rows = EcosystemItem.objects.filter(alliance=alliance).select_related("organisation")
    for item in rows.order_by("name", "pk"):
        noted[item.kind].append(item)
    found = _proposed(alliance, person)
    known = {item.organisation_id for items in noted.values() for item in items}
    return [
        EcosystemLine(
            kind.value,
            str(kind.label),
            str(KIND_WORDS[kind]),
            tuple(noted[kind.value]),
            tuple(
                one
                for one in found
                if one.pk not in known and one.subtype in SUBTYPES_OF_KIND.get(kind, ())
            )[:MOST_PROPOSED],
        )
        for kind in EcosystemKind
    ]


def count_ecosystem(lines: list[EcosystemLine]) -> EcosystemCount:
    """Count the kinds by their best state."""
    states = [line.state for line in lines]
    return EcosystemCount(len(lines), *(states.count(one.value) for one in Presence))


def _proposed(alliance: Alliance, person) -> list[Organisation]:
    """The sheets of the directory that sit in the perimeter and may be an answer."""
    subtypes = [one.value for kinds in SUBTYPES_OF_KIND.values() for one in kinds]
    communes = Territory.objects.communes_of(list(alliance.perimeter.all())).order_by()
    rows = Organisation.objects.visible_to(person).filter(
        subtype__in=subtypes, place__in=communes.values("pk")
    )
    return list(rows.order_by("name", "pk")[:60])
