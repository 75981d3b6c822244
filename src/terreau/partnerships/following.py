"""Follow a merger of organisations: their parties are one, and no blind answer is lost or told."""

import datetime

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation, OrganisationMerge
from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused
from terreau.partnerships.actions.parties import close_alone
from terreau.partnerships.actions.writing import lock_partnership
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import Partnership, Party, Review, ReviewAnswer


def follow_merger(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    """Refuse to fold two answers that are still blind; close what has one side only by now."""
    folded = _removed(organisation, ReviewAnswer, "review_id")
    open_reviews = Review.objects.filter(
        pk__in=folded, revealed_at=None, closes_on__gte=localdate(now)
    ).select_related("partnership")
    found = open_reviews.order_by("pk").first()
    if found:
        raise Refused(
            _(
                "Une revue du partenariat « %(name)s » attend la réponse de ces deux organisations "
                "l’une sans l’autre. Réunissez leurs fiches une fois la revue dévoilée."
            )
            % {"name": found.partnership.title}
        )
    _close_lone(organisation, by, now)


def _removed(organisation: Organisation, model: type[models.Model], column: str) -> set[int]:
    """What the rows that the last merger folded away pointed at."""
    mergers = OrganisationMerge.objects.filter(kept=organisation, undone_at=None)
    last = mergers.order_by("-pk").first()
    steps = last.trace.get("steps", ()) if last else ()
    return {
        step["values"][column]
        for step in steps
        if step["do"] == "remove" and step["name"] == model._meta.label
    }


def _close_lone(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    """Close the partnerships of which both parties are one and the same organisation by now."""
    folded = _removed(organisation, Party, "partnership_id")
    for found in Partnership.objects.filter(pk__in=folded).order_by("pk"):
        partnership = lock_partnership(found)
        if partnership.stage == Stage.CLOSED or partnership.parties.current().count() != 1:
            continue
        reason = _("Ses parties sont devenues une seule organisation : « %(name)s »") % {
            "name": organisation.name
        }
        close_alone(partnership, reason[:300], since=localdate(now), by=by, now=now)
