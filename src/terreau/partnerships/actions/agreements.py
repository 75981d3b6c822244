"""Write the agreement from a template, rewrite it, note its signature; change the templates."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.formats import format_long_date
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.writing import write
from terreau.partnerships.enums import AgreementState
from terreau.partnerships.models import Agreement, AgreementTemplate, Partnership
from terreau.partnerships.papers.filling import fill_template, require_known_places
from terreau.partnerships.permissions import can_edit_templates, can_write_papers

TEXT_LENGTH = Agreement._meta.get_field("text").max_length


@transaction.atomic
def write_agreement(
    partnership: Partnership,
    template: AgreementTemplate,
    *,
    title: str,
    by: Posture,
    now: datetime.datetime,
) -> Agreement:
    """Write a first text from a template; from then on it is its own, and editable."""
    require(can_write_papers(by, partnership))
    text = fill_template(template.text, partnership, localdate(now))
    if len(text) > TEXT_LENGTH:
        raise Refused(
            _(
                "Une fois rempli, ce modèle dépasse soixante mille signes. Choisissez un modèle "
                "plus court, ou allégez les apports de la fiche."
            )
        )
    agreement = Agreement(
        partnership=partnership,
        template=template if template.pk else None,
        title=title,
        text=text,
        posture=by.label,
        written_at=now,
    )
    _store(agreement, by)
    write(partnership, "agreement-written", by=by, now=now, name=title)
    return agreement


@transaction.atomic
def edit_agreement(
    agreement: Agreement,
    *,
    title: str,
    text: str,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Agreement:
    """Rewrite the text, unless somebody did meanwhile (`EditConflict`); every version stays."""
    require(can_write_papers(by, agreement.partnership))
    claim_version(agreement, expected_version)
    stored = Agreement.objects.select_related("partnership").get(pk=agreement.pk)
    _require_draft(stored)
    stored.title, stored.text = title, text
    _store(stored, by)
    write(stored.partnership, "agreement-edited", by=by, now=now, name=title)
    return stored


@transaction.atomic
def sign_agreement(
    agreement: Agreement,
    *,
    signed_on: datetime.date,
    ends_on: datetime.date | None,
    by: Posture,
    now: datetime.datetime,
) -> None:
    """Note that the parties signed; the text changes no more."""
    require(can_write_papers(by, agreement.partnership))
    stored = Agreement.objects.select_for_update().get(pk=agreement.pk)
    _require_draft(stored)
    if ends_on and ends_on < signed_on:
        raise Refused(_("La convention finirait avant d’être signée. Corrigez l’une des dates."))
    stored.state, stored.signed_on, stored.ends_on = AgreementState.SIGNED, signed_on, ends_on
    _store(stored, by)
    day = format_long_date(signed_on)
    write(agreement.partnership, "agreement-signed", by=by, now=now, name=stored.title, day=day)


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: Posture, now: datetime.datetime) -> None:
    """Note that a signed agreement is over."""
    require(can_write_papers(by, agreement.partnership))
    stored = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if stored.state != AgreementState.SIGNED:
        raise Refused(_("Seule une convention signée prend fin."))
    stored.state = AgreementState.ENDED
    stored.ends_on = stored.ends_on or localdate(now)
    _store(stored, by)
    write(agreement.partnership, "agreement-ended", by=by, now=now, name=stored.title)


def _store(agreement: Agreement, by: Posture) -> None:
    agreement._history_user = by.person
    agreement._change_reason = by.label[:100]
    agreement.save()


def _require_draft(agreement: Agreement) -> None:
    if agreement.state != AgreementState.DRAFT:
        raise Refused(
            _(
                "Cette convention est signée : son texte ne change plus. Écrivez-en une autre, par "
                "exemple un avenant."
            )
        )


@transaction.atomic
def save_template(
    template: AgreementTemplate,
    *,
    name: str,
    text: str,
    is_offered: bool,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> AgreementTemplate:
    """Write a template of the instance, new or changed; agreements already written stay."""
    require(can_edit_templates(by.person))
    require_known_places(text)
    if template.pk:
        claim_version(template, expected_version)
    template.name, template.text, template.is_offered = name, text, is_offered
    template.save()
    record(
        "instance",
        "agreement-template-edited",
        by=by.person,
        posture=by.label,
        params={"name": name},
        now=now,
    )
    return template
