"""Ask for a piece, promise it, bring it, thank; each organisation answers for itself alone."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.enums import Lifecycle, ResourceDirection, ResourceNature
from terreau.actors.models import Organisation, Resource
from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.formats import format_number
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, refused, require
from terreau.experiments.actions.telling import lock_experiment, tell
from terreau.experiments.enums import ContributionState
from terreau.experiments.models import Contribution, Piece
from terreau.experiments.permissions_contributions import (
    can_answer_ask,
    can_ask_for_piece,
    can_change_pledge,
    can_note_delivery,
    can_pledge,
    can_thank,
    can_withdraw_contribution,
)
from terreau.experiments.resource_use import is_comparable, use_of

PLEDGE = ("quantity", "resource", "value_eur", "value_method", "note", "due_on")
CLOSED = (ContributionState.DECLINED, ContributionState.WITHDRAWN)


@transaction.atomic
def ask_for_piece(
    piece: Piece,
    organisation: Organisation,
    *,
    by: Posture,
    now: datetime.datetime,
    quantity=None,
    note: str = "",
) -> Contribution:
    """Ask an organisation for a piece: it answers itself; asking twice is asking once."""
    require(can_ask_for_piece(by, piece.experiment))
    lock_experiment(piece.experiment)
    known = _running(piece, organisation)
    if known is not None:
        return known
    _require_active(organisation)
    made = Contribution.objects.create(
        piece=piece,
        organisation=organisation,
        state=ContributionState.ASKED,
        quantity=quantity,
        note=note,
        asked_at=now,
        by=by.person,
        posture=by.label,
    )
    _tell(made, "contribution-asked", by, now)
    return made


@transaction.atomic
def pledge_piece(
    piece: Piece, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Contribution:
    """Promise a piece in the name of one's organisation; an ask that waited is answered so."""
    require(can_pledge(by, piece.experiment))
    lock_experiment(piece.experiment)
    known = _running(piece, by.organisation)
    if known is not None and known.state != ContributionState.ASKED:
        require(
            refused(
                _(
                    "Votre organisation contribue déjà à cette pièce. Modifiez sa promesse : "
                    "elle n’est comptée qu’une fois."
                )
            )
        )
    made = known or Contribution(piece=piece, organisation=by.organisation)
    return _promise(made, values, "contribution-pledged", by, now)


@transaction.atomic
def change_pledge(
    contribution: Contribution,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Contribution:
    """Change what one promised, unless somebody did meanwhile (`EditConflict`)."""
    require(can_change_pledge(by, contribution))
    lock_experiment(contribution.piece.experiment)
    claim_version(contribution, expected_version)
    return _promise(_read(contribution), values, "contribution-changed", by, now)


@transaction.atomic
def decline_ask(
    contribution: Contribution, answer: str, *, by: Posture, now: datetime.datetime
) -> None:
    """Say no to an ask, with a word if one wants; the piece stays to be found."""
    stored = _held(contribution)
    require(can_answer_ask(by, stored))
    stored.state, stored.answer, stored.closed_at = ContributionState.DECLINED, answer, now
    _save(stored, by)
    _tell(stored, "contribution-declined", by, now)


@transaction.atomic
def withdraw_contribution(
    contribution: Contribution, answer: str, *, by: Posture, now: datetime.datetime
) -> None:
    """Take back a promise or an ask; it stays readable in the history of the piece."""
    stored = _held(contribution)
    require(can_withdraw_contribution(by, stored))
    stored.state, stored.answer, stored.closed_at = ContributionState.WITHDRAWN, answer, now
    _save(stored, by)
    _tell(stored, "contribution-withdrawn", by, now)


@transaction.atomic
def note_delivery(
    contribution: Contribution,
    *,
    quantity,
    delivered_on: PartialDate,
    by: Posture,
    now: datetime.datetime,
) -> None:
    """Note that it came, when and how much; noted again, it is corrected."""
    stored = _held(contribution)
    require(can_note_delivery(by, stored))
    stored.state = ContributionState.DELIVERED
    stored.delivered_on, stored.delivered_quantity = delivered_on, quantity
    _save(stored, by)
    _tell(stored, "contribution-delivered", by, now)


@transaction.atomic
def thank_for(
    contribution: Contribution, thanks: str, *, by: Posture, now: datetime.datetime
) -> None:
    """Thank the organisation, with words that stay on the piece."""
    stored = _held(contribution)
    require(can_thank(by, stored))
    stored.state, stored.thanks, stored.thanked_at = ContributionState.THANKED, thanks, now
    _save(stored, by)
    _tell(stored, "contribution-thanked", by, now)


def _running(piece: Piece, organisation: Organisation | None) -> Contribution | None:
    rows = Contribution.objects.filter(piece=piece, organisation=organisation)
    found = rows.exclude(state__in=CLOSED).select_related("piece__experiment__alliance")
    return found.order_by("pk").first()


def _require_active(organisation: Organisation) -> None:
    if organisation.merged_into_id is not None or organisation.lifecycle != Lifecycle.ACTIVE:
        require(
            refused(
                _(
                    "« %(name)s » n’est plus en activité sous cette fiche. Cherchez celle qui lui "
                    "succède, ou une autre organisation."
                )
                % {"name": organisation}
            )
        )


def _read(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_related("piece__experiment__alliance", "organisation")
    return rows.get(pk=contribution.pk)


def _held(contribution: Contribution) -> Contribution:
    """Read a contribution again once nobody else writes in its experiment."""
    lock_experiment(contribution.piece.experiment)
    return _read(contribution)


def _promise(
    stored: Contribution, values: Mapping[str, Any], verb: str, by: Posture, now: datetime.datetime
) -> Contribution:
    for name in PLEDGE:
        if name in values:
            setattr(stored, name, values[name])
    if stored.piece.nature == ResourceNature.FINANCIAL:  # money is counted, never valued as well
        stored.value_eur, stored.value_method = None, ""
    _refuse_twice(stored)
    stored.state = ContributionState.PLEDGED
    stored.pledged_at = stored.pledged_at or now
    _save(stored, by)
    _tell(stored, verb, by, now)
    return stored


def _save(stored: Contribution, by: Posture) -> None:
    stored.by, stored.posture = by.person, by.label
    if stored.pk:
        stored.version += 1
    stored.save()


def _refuse_twice(stored: Contribution) -> None:
    """Refuse to promise more of a line of the sheet than it offers."""
    if stored.resource_id is None:
        return
    # Two experiments may ask for one line at the same moment.
    line = Resource.objects.select_for_update().get(pk=stored.resource_id)
    if line.organisation_id != stored.organisation_id or line.direction != ResourceDirection.OFFER:
        raise Refused(_("Choisissez une offre de votre propre fiche, ou laissez ce champ vide."))
    if stored.quantity is None or not is_comparable(line, stored.piece):
        return
    use = use_of(line, besides=stored)
    if use.left is not None and stored.quantity > use.left:
        raise Refused(
            _(
                "« %(line)s » offre %(all)s %(unit)s, dont %(promised)s déjà promis ailleurs : il "
                "en reste %(left)s. Promettez moins, ou changez la quantité sur votre fiche."
            )
            % {
                "line": line.title,
                "all": _plain(line.quantity),
                "unit": line.unit,
                "promised": _plain(use.promised),
                "left": _plain(use.left),
            }
        )


def _plain(quantity) -> str:
    return format_number(quantity, 0 if quantity == quantity.to_integral_value() else 2)


def _tell(stored: Contribution, verb: str, by: Posture, now: datetime.datetime) -> None:
    tell(
        stored.piece.experiment,
        verb,
        by=by,
        now=now,
        piece=stored.piece.title,
        name=str(stored.organisation),
    )
