"""Who may tell the story of an alliance, read its decisions and hand its charge over."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, JournalEntry
from terreau.alliances.permissions import (
    can_read_inside,
    facilitation_verdict,
    member_verdict,
    membership_of,
)
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_write_journal(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Write a page of the journal: any member organisation."""
    membership = membership_of(posture, alliance)
    if membership and membership.organisation_id is None:
        return refused(
            _(
                "Les pages du journal s’écrivent au nom d’une organisation. En tant qu’habitant, "
                "ajoutez votre voix à une page."
            )
        )
    return member_verdict(posture, alliance)


def can_edit_entry(posture: Posture | None, entry: JournalEntry) -> Verdict:
    """Rewrite a page: who wrote it, still a member, or a facilitator."""
    verdict = can_write_journal(posture, entry.alliance)
    if not verdict:
        return verdict
    if posture and entry.author_id == posture.person.pk:
        return GRANTED
    if facilitation_verdict(posture, entry.alliance):
        return GRANTED
    return refused(
        _(
            "Seuls l’auteur de cette page et les facilitateurs la récrivent. Pour dire les choses "
            "autrement, ajoutez votre voix sous le récit."
        )
    )


def can_add_voice(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Add one's voice to a page: any member, inhabitants included."""
    return member_verdict(posture, alliance)


def can_attach(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Attach a file to a page: any member organisation."""
    return can_write_journal(posture, alliance)


def can_read_records(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read the record of roles and decisions: the members."""
    return can_read_inside(posture, alliance)


def can_hand_over(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Hand over one's own charge: a facilitator."""
    return facilitation_verdict(posture, alliance)


def can_raise_governance(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Put the question of governance, once: any member organisation (R2)."""
    if alliance.governance_raised_on:
        return refused(_("La question de la gouvernance est déjà posée dans cette alliance."))
    membership = membership_of(posture, alliance)
    if membership and membership.organisation_id is None:
        return refused(
            _("Ce sont les organisations membres qui posent la question de la gouvernance.")
        )
    return member_verdict(posture, alliance)


def can_set_governance(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Note the form the alliance chose: a facilitator, after the question was put."""
    if not alliance.governance_raised_on:
        return refused(
            _("La question n’est pas encore posée : posez-la, parlez-en, puis notez le choix.")
        )
    return facilitation_verdict(posture, alliance)
