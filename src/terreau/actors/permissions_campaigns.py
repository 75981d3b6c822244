"""Who may keep the directory fresh: send links, review what came back, run campaigns."""

import datetime

from django.utils.translation import gettext as _

from terreau.actors.enums_campaigns import CampaignState, ReviewKind, ReviewState
from terreau.actors.extensions import is_facilitator
from terreau.actors.models import Campaign, Organisation, SheetReview
from terreau.actors.permissions import can_edit_organisation
from terreau.core.verdicts import GRANTED, Verdict, refused

_ASSERTED = (ReviewKind.CONFIRM, ReviewKind.OBJECTION)
# What an organisation lets everybody see is its own choice.
_CHOICES = frozenset({"is_public", "withheld"})


def can_refresh_directory(person, *, today: datetime.date | None = None) -> Verdict:
    """See the sheets to refresh, what came back of the links, and the campaigns: facilitators."""
    if is_facilitator(person, today=today):
        return GRANTED
    return refused(
        _(
            "Rafraîchir l’annuaire revient aux facilitateurs des alliances et à l’administration. "
            "Demandez à l’un d’eux, ou modifiez la fiche de votre organisation."
        )
    )


def can_send_sheet_link(person, organisation: Organisation, *, today: datetime.date) -> Verdict:
    """Send the link that opens a sheet: who may edit the sheet, facilitators."""
    return can_refresh_directory(person, today=today) or can_edit_organisation(
        person, organisation, today=today
    )


def can_run_campaign(person, campaign: Campaign, *, today: datetime.date) -> Verdict:
    """Change, launch or close a campaign: the facilitator who prepared it, staff."""
    if campaign.state == CampaignState.CLOSED:
        return refused(_("Cette campagne est close : elle n’envoie plus rien et ne change plus."))
    verdict = can_refresh_directory(person, today=today)
    if not verdict or person.is_staff or campaign.created_by_id == person.pk:
        return verdict
    return refused(
        _("Cette campagne est préparée par une autre personne. Demandez-lui, ou ouvrez la vôtre.")
    )


def can_prepare_campaign(person, campaign: Campaign, *, today: datetime.date) -> Verdict:
    """Change the words and the recipients of a campaign: as long as nothing left."""
    if campaign.state == CampaignState.LAUNCHED:
        return refused(
            _(
                "Cette campagne est lancée : son message ne change plus. "
                "Closez-la, puis préparez-en une autre."
            )
        )
    return can_run_campaign(person, campaign, today=today)


def can_decide_review(person, review: SheetReview, *, today: datetime.date) -> Verdict:
    """Accept or refuse what a link proposed: facilitators, as long as nobody did."""
    if review.state != ReviewState.PROPOSED:
        return refused(
            _("Cette proposition est déjà tranchée : %(state)s.")
            % {"state": review.get_state_display()}
        )
    return can_refresh_directory(person, today=today)


def can_undo_review(person, review: SheetReview, *, today: datetime.date) -> Verdict:
    """Undo what a link changed: facilitators; never a confirmation nor an objection."""
    if review.kind in _ASSERTED or _CHOICES & review.after.keys():
        return refused(_("Ce geste appartient à la structure : il ne s’annule pas à sa place."))
    if review.state not in (ReviewState.APPLIED, ReviewState.ACCEPTED):
        return refused(
            _("Il n’y a rien à annuler : ce changement est %(state)s.")
            % {"state": review.get_state_display()}
        )
    return can_refresh_directory(person, today=today)
