"""Gather all that one facilitator carries in an alliance, for whoever comes after (R12)."""

from dataclasses import dataclass

from terreau.alliances.enums import InvitationState
from terreau.alliances.models import (
    Alliance,
    ChallengeStance,
    Invitation,
    JournalEntry,
    Membership,
    MembershipRole,
    ObjectiveAnswer,
)


@dataclass(frozen=True)
class Charge:
    """Roles, open invitations, what was said in the organisation's name, pages written."""

    roles: tuple[MembershipRole, ...]
    invitations: tuple[Invitation, ...]
    answers: tuple[ObjectiveAnswer, ...]
    stances: tuple[ChallengeStance, ...]
    entries: tuple[JournalEntry, ...]


def charge_of(person, membership: Membership | None, alliance: Alliance) -> Charge:
    """Read the charge in five queries."""
    roles = MembershipRole.objects.filter(
        membership__alliance=alliance, mandate__person=person
    ).select_related("membership__organisation", "membership__person")
    invitations = Invitation.objects.filter(
        alliance=alliance, invited_by=person, state=InvitationState.SENT
    ).select_related("organisation")
    answers = ObjectiveAnswer.objects.filter(membership=membership).select_related("objective")
    stances = ChallengeStance.objects.filter(membership=membership).select_related("challenge")
    entries = JournalEntry.objects.filter(alliance=alliance, author=person)
    return Charge(
        tuple(roles.order_by("ends_on", "starts_on", "pk")),
        tuple(invitations),
        tuple(answers.order_by("-objective__number")),
        tuple(stances.order_by("challenge_id")),
        tuple(entries),
    )
