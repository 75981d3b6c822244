"""What the alliances add to the pages of a territory, of an organisation and of an account."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.extensions import Section
from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance, Membership
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

SHOWN = 12
_WITHIN = {
    TerritoryKind.REGION: "perimeter__region",
    TerritoryKind.DEPARTEMENT: "perimeter__departement",
    TerritoryKind.EPCI: "perimeter__epci",
}


HAS_MEMBERSHIPS = Exists(Membership.objects.filter(organisation=OuterRef("pk")).order_by())


def alliances_here(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    """The alliances whose perimeter meets a territory: it, its parts, or what contains it."""
    above = [territory.pk, territory.region_id, territory.departement_id, territory.epci_id]
    meets = Q(perimeter__in=[pk for pk in above if pk])
    if territory.kind in _WITHIN:
        meets |= Q(**{_WITHIN[territory.kind]: territory})
    found = Alliance.objects.visible_to(request.user).filter(
        pk__in=Alliance.objects.filter(meets).values("pk")
    )
    rows = list(found[: SHOWN + 1])
    return {"alliances": rows[:SHOWN], "has_more": len(rows) > SHOWN}


def alliances_of(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The visible alliances of which an organisation is a member, past ones dated."""
    if not getattr(organisation, "has_memberships", True):
        return None
    visible = Alliance.objects.visible_to(request.user)
    rows = list(
        Membership.objects.filter(organisation=organisation, alliance__in=visible.values("pk"))
        .select_related("alliance")
        .order_by("left_on", "joined_on")[:SHOWN]
    )
    if not rows:
        return None
    return Section(_("Alliances"), "alliances/_of_organisation.html", {"memberships": rows})


def alliances_data(person: Person) -> list[dict[str, str]]:
    """What Terreau keeps of a person as an inhabitant member."""
    rows = Membership.objects.filter(person=person).select_related("alliance")
    return [
        {
            "alliance": row.alliance.name,
            "depuis": row.joined_on.isoformat(),
            "jusqu’au": row.left_on.isoformat() if row.left_on else "",
        }
        for row in rows
    ]
