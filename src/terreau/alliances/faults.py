"""What `terreau check` verifies in the alliances: the counts on which constraints stand."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.enums import MemberRole
from terreau.alliances.models import Alliance, MembershipRole


def find_count_faults() -> Iterator[str]:
    """Recount the facilitators of every alliance, in two queries."""
    running = MembershipRole.objects.running(timezone.localdate()).filter(
        role=MemberRole.FACILITATOR, membership__left_on=None
    )
    worlds: dict[int, list[str]] = {}
    for pk, world in running.values_list(
        "membership__alliance_id", "membership__organisation__world"
    ).order_by("pk"):
        worlds.setdefault(pk, []).append(world)
    for alliance in Alliance.objects.order_by("pk").iterator():
        found = worlds.get(alliance.pk, [])
        counted = (alliance.facilitator_count, alliance.facilitator_world_count)
        if counted != (len(found), len(set(found))):
            yield _(
                "Alliance « %(name)s » : %(counted)s facilitateurs sont notés, %(found)s sont en "
                "fonction. Un mandat a pris fin : confiez un rôle, le compte sera refait."
            ) % {"name": alliance.name, "counted": counted[0], "found": len(found)}
