"""Follow a merger of organisations: what each brought stays, with the lines of its own sheet."""

import datetime

from terreau.actors.models import Organisation, Resource
from terreau.actors.posture import Posture
from terreau.experiments.models import Contribution


def follow_merger(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    """Keep the lines of the sheet that contributions use with the sheet that brings them.

    Two contributions of both sheets to one piece stay two rows: what each brought is not lost.
    After a merger is undone, a line that went back to the other sheet is no longer used here.
    """
    lines = Resource.objects.filter(organisation=organisation).values("pk")
    rows = Contribution.objects.filter(organisation=organisation, resource__isnull=False)
    rows.exclude(resource__in=lines).update(resource=None)
