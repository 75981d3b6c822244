"""What the alliances add to the public graph: those published, and their public members."""

from collections.abc import Iterator

from terreau.actors.open_data.links import Node, Tie
from terreau.actors.open_data.selection import public_organisations
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance, Membership


def public_ties() -> Iterator[Node | Tie]:
    """Give the published alliances and the memberships that their members' sheets show."""
    published = Alliance.objects.filter(status=AllianceStatus.PUBLISHED, deleted_at=None)
    for alliance in published.order_by("pk"):
        yield Node(str(alliance.uuid), alliance.name, kind="alliance", lifecycle="active")
    memberships = Membership.objects.filter(
        alliance__in=published, organisation__in=public_organisations()
    )
    for row in memberships.select_related("alliance", "organisation").order_by("pk"):
        yield Tie(
            str(row.organisation.uuid),
            str(row.alliance.uuid),
            "alliance",
            starts_on=row.joined_on.isoformat(),
            ends_on=row.left_on.isoformat() if row.left_on else "",
        )
