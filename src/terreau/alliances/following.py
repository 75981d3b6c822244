"""Count again in the alliances of a sheet that a merger just changed."""

import datetime

from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, refresh_counts
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.core.verdicts import Refused


def follow_merger(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    """Recount facilitators and consents; refuse what would unpublish an alliance by surprise."""
    touched = Alliance.objects.filter(memberships__organisation=organisation).distinct()
    for found in touched.order_by("pk"):
        alliance = lock_alliance(found)
        was_published = alliance.status == AllianceStatus.PUBLISHED
        refresh_counts(alliance, by=by, now=now)
        if was_published and alliance.status != AllianceStatus.PUBLISHED:
            raise Refused(
                _(
                    "L’alliance « %(name)s » est publiée par des facilitateurs de deux mondes, que "
                    "cette réunion confondrait. Confiez d’abord un rôle à un troisième."
                )
                % {"name": alliance.name}
            )
        if alliance.deleted_at is None:
            consents = alliance.deletion_consents.count()
            Alliance.objects.filter(pk=alliance.pk).update(deletion_consent_count=consents)
