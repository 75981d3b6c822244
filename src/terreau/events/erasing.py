"""Take out of the meetings whoever asked to be erased."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from terreau.actors.scrubbing import Traces
from terreau.events.actions.registrations import forget
from terreau.events.models import Registration, SessionSpeaker


def erase_registrations(traces: Traces) -> int:
    """Forget the registrations made with these addresses, or under these names for these sheets."""
    named = (Q(organisation__in=traces.organisations, name__iexact=n) for n in traces.names)
    addressed = [Q(email__iexact=email) | Q(person__email__iexact=email) for email in traces.emails]
    whose = reduce(or_, [*addressed, *named], Q(pk__in=[]))
    now = timezone.now()
    found = list(Registration.objects.filter(whose, erased_at=None).order_by("pk"))
    for one in found:
        forget(one, now=now)
    spoke = (Q(organisation__in=traces.organisations, name__iexact=n) for n in traces.names)
    speakers = SessionSpeaker.objects.filter(reduce(or_, spoke, Q(pk__in=[])))
    return len(found) + speakers.delete()[0]
