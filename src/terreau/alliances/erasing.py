"""Take out of the invitations whoever asked to be erased."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from terreau.accounts.models import PersonalLink
from terreau.actors.scrubbing import Traces, without
from terreau.alliances.enums import InvitationState
from terreau.alliances.models import Invitation


def erase_invitations(traces: Traces) -> int:
    """Forget the address, the name and the words of what was sent to these addresses, and to these
    names in these organisations.

    An invitation that waited is taken back and its link no longer opens. The row stays: that an
    organisation was invited on a day is the history of the alliance, not the person's.
    """
    named = (Q(organisation__in=traces.organisations, person_name__iexact=n) for n in traces.names)
    addressed = (Q(email__iexact=email) for email in traces.emails)
    whose = reduce(or_, [*addressed, *named], Q(pk__in=[]))
    now = timezone.now()
    found = Invitation.objects.filter(whose)
    keys = list(found.values_list("pk", flat=True))
    links = PersonalLink.objects.filter(invitation__in=keys, revoked_at=None)
    links.update(revoked_at=now)
    found.filter(state=InvitationState.SENT).update(state=InvitationState.REVOKED, answered_at=now)
    rows = Invitation.objects.filter(pk__in=keys)
    rows.update(email="", person_name="", message="")
    return len(keys) + _clean_words(traces)


def _clean_words(traces: Traces) -> int:
    """Take an address out of the words sent to somebody else."""
    if not traces.strong:
        return 0
    whose = reduce(or_, (Q(message__icontains=email) for email in traces.emails))
    rows = list(Invitation.objects.filter(whose).order_by("pk"))
    for row in rows:
        row.message = without(row.message, traces.strong)
    Invitation.objects.bulk_update(rows, ["message"])
    return len(rows)
