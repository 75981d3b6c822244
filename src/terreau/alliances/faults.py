"""What `terreau check` verifies in the alliances: the counts on which constraints stand."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance, MembershipRole


def find_count_faults() -> Iterator[str]:
    """Recount the facilitators of every alliance, in two queries."""
    running = MembershipRole.objects.facilitating(timezone.localdate())
    held: dict[int, set[tuple[int, str]]] = {}
    for pk, person, world in running.values_list(
        "membership__alliance_id", "mandate__person_id", "membership__organisation__world"
    ).order_by("pk"):
        held.setdefault(pk, set()).add((person, world))
    for alliance in Alliance.objects.order_by("pk").iterator():
        pairs = held.get(alliance.pk, set())
        found = (len({person for person, _w in pairs}), len({world for _p, world in pairs}))
        counted = (alliance.facilitator_count, alliance.facilitator_world_count)
        if counted != found:
            yield _(
                "Alliance « %(name)s » : %(counted)s facilitateurs sont notés, %(found)s sont en "
                "fonction. Un mandat a pris fin : confiez un rôle, le compte sera refait."
            ) % {"name": alliance.name, "counted": counted[0], "found": found[0]}
