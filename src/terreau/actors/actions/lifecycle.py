"""Close an organisation, and open it again: its sheet and its history stay."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.telling import tell
from terreau.actors.actions.writing import stamp_of, write_sheet
from terreau.actors.enums import Lifecycle
from terreau.actors.models import Mandate, Organisation
from terreau.actors.permissions import can_edit_organisation
from terreau.actors.posture import Posture
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import require


@transaction.atomic
def close_organisation(
    organisation: Organisation,
    *,
    closed_on: PartialDate,
    reason: str = "",
    ends_mandates: bool = False,
    by: Posture,
    now: datetime.datetime,
) -> Organisation:
    """Say that an organisation ended; `ends_mandates` gives its mandates that day as their last.

    The mandates end on the last day that `closed_on` may mean, today at the latest: nobody loses a
    voice in the past.
    """
    today = localdate(now)
    require(can_edit_organisation(by.person, organisation, today=today))
    if organisation.lifecycle != Lifecycle.ACTIVE:
        raise ValidationError(_("Cette organisation n’est plus en activité : rien à clore."))
    if closed_on.start > today:
        raise ValidationError(
            {"closed_on": _("Ce jour est à venir. Revenez noter la fin quand elle aura eu lieu.")}
        )
    values = {"lifecycle": Lifecycle.CLOSED, "closed_on": closed_on, "closing_reason": reason}
    write_sheet(organisation, values, stamp=stamp_of(by), now=now)
    tell(organisation, "organisation-closed", by, now, {"day": closed_on})
    if ends_mandates:
        _end_mandates(organisation, by, now)
    return organisation


def _end_mandates(organisation: Organisation, by: Posture, now: datetime.datetime) -> None:
    today = localdate(now)
    for mandate in Mandate.objects.filter(organisation=organisation).current(today):
        mandate.ends_on = today
        mandate.save(update_fields=["ends_on"])
        params = {"number": mandate.pk, "day": PartialDate(today.isoformat())}
        tell(organisation, "mandate-closed", by, now, params)


@transaction.atomic
def reopen_organisation(
    organisation: Organisation, *, by: Posture, now: datetime.datetime
) -> Organisation:
    """Say that a closed organisation is active again; the mandates that ended stay ended."""
    require(can_edit_organisation(by.person, organisation, today=localdate(now)))
    if organisation.lifecycle != Lifecycle.CLOSED:
        raise ValidationError(_("Cette organisation n’est pas fermée : il n’y a rien à rouvrir."))
    values = {"lifecycle": Lifecycle.ACTIVE, "closed_on": None, "closing_reason": ""}
    write_sheet(organisation, values, stamp=stamp_of(by), now=now)
    tell(organisation, "organisation-reopened", by, now, {})
    return organisation
