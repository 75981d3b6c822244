"""Grant and close the dated mandates of an organisation."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.actions.telling import tell
from terreau.actors.models import Mandate, Organisation
from terreau.actors.permissions import can_close_mandate, can_grant_mandate
from terreau.actors.posture import Posture
from terreau.core.formats import format_long_date
from terreau.core.verdicts import require


@transaction.atomic
def grant_mandate(
    organisation: Organisation,
    person: Person,
    *,
    by: Posture,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    title: str = "",
    now: datetime.datetime,
) -> Mandate:
    """Let a person speak in the name of the organisation from a day, to a day if it is known."""
    require(can_grant_mandate(by.person, organisation, today=localdate(now)))
    mandate = Mandate(
        person=person, organisation=organisation, title=title, starts_on=starts_on, ends_on=ends_on
    )
    mandate.full_clean()
    _refuse_overlap(mandate)
    mandate.save()
    params = {"number": mandate.pk, "title": title or _("sans titre")}
    tell(organisation, "mandate-granted", by, now, params)
    return mandate


@transaction.atomic
def close_mandate(
    mandate: Mandate, *, by: Posture, ends_on: datetime.date, now: datetime.datetime
) -> Mandate:
    """Give a mandate its last day; the row stays, so that the past stays readable (R12)."""
    require(can_close_mandate(by.person, mandate, today=localdate(now)))
    if mandate.ends_on is not None and ends_on > mandate.ends_on:
        raise ValidationError(
            _("Clore un mandat ne l’allonge pas. Donnez-en un nouveau à partir du lendemain.")
        )
    if ends_on < mandate.starts_on:
        raise ValidationError(
            _("Ce jour précède le début du mandat, le %(day)s. Choisissez un jour plus tardif.")
            % {"day": format_long_date(mandate.starts_on)}
        )
    mandate.ends_on = ends_on
    mandate.full_clean()
    mandate.save(update_fields=["ends_on"])
    params = {"number": mandate.pk, "day": format_long_date(ends_on)}
    tell(mandate.organisation, "mandate-closed", by, now, params)
    return mandate


def _refuse_overlap(mandate: Mandate) -> None:
    others = Mandate.objects.filter(person=mandate.person, organisation=mandate.organisation)
    if others.overlapping(mandate.starts_on, mandate.ends_on).exists():
        raise ValidationError(
            _(
                "Cette personne a déjà un mandat de cette organisation à ces dates. "
                "Closez d’abord l’ancien, ou commencez le nouveau après sa fin."
            )
        )
