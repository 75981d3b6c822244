"""Who may do what in an alliance; no right ever comes from having started or sheltered it (R1)."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus, MemberRole
from terreau.alliances.models import Alliance, Invitation, Membership, MembershipRole
from terreau.alliances.standing import standing_in
from terreau.core.asking import asked_once
from terreau.core.verdicts import GRANTED, Verdict, refused


def membership_of(posture: Posture | None, alliance: Alliance) -> Membership | None:
    """The current membership of this posture."""
    return standing_in(posture, alliance).membership


def is_facilitator(posture: Posture | None, alliance: Alliance) -> bool:
    """Tell whether this posture facilitates the alliance today."""
    return standing_in(posture, alliance).is_facilitator


def facilitation_verdict(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Ask for a facilitator, and say in whose name to speak to whoever is one elsewhere."""
    if not posture:
        return refused(_("Connectez-vous pour continuer."))
    standing = standing_in(posture, alliance)
    if standing.is_facilitator:
        return GRANTED
    if standing.facilitates_as:
        return refused(
            _(
                "Vous facilitez cette alliance au nom de « %(name)s ». "
                "Changez de posture, en haut de la page, puis recommencez."
            )
            % {"name": standing.facilitates_as}
        )
    return refused(
        _(
            "Cet acte revient aux facilitateurs de l’alliance. "
            "Écrivez à l’un d’eux, ou demandez à partager cette charge."
        )
    )


def member_verdict(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Ask for a member, in the posture in which they are one."""
    if not posture:
        return refused(_("Connectez-vous pour continuer."))
    if membership_of(posture, alliance):
        return GRANTED
    return refused(
        _(
            "« %(posture)s » n’est pas membre de cette alliance. Changez de posture en haut de la "
            "page, ou demandez une invitation à l’un de ses facilitateurs."
        )
        % {"posture": posture.label}
    )


def can_open_alliance(posture: Posture | None) -> Verdict:
    """Open an alliance: whoever speaks for an organisation; no legal form is asked."""
    if not posture:
        return refused(_("Connectez-vous pour ouvrir une alliance."))
    if posture.mandate is None:
        return refused(
            _(
                "Une alliance s’ouvre au nom d’une organisation. Choisissez-la en haut de la page, "
                "ou créez sa fiche : votre mandat y sera noté."
            )
        )
    return GRANTED


def can_read_inside(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read what is kept between members: a member, whatever their present posture."""
    standing = standing_in(posture, alliance)
    if standing.membership or standing.facilitates_as:
        return GRANTED
    return member_verdict(posture, alliance)


def can_edit_alliance(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Change the question, the name or the perimeter: a facilitator."""
    return facilitation_verdict(posture, alliance)


def can_invite(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Invite somebody, with equal rights: any member organisation."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : elle n’invite plus."))
    standing = standing_in(posture, alliance)
    if standing.membership and standing.membership.organisation_id is None:
        return refused(
            _("Les habitants ont leur propre espace : ce sont les organisations qui invitent ici.")
        )
    return member_verdict(posture, alliance)


def can_answer_invitation(person, invitation: Invitation) -> Verdict:
    """Answer an invitation without its link: whoever signed in with the invited address."""
    if getattr(person, "is_authenticated", False) and (
        person.email.casefold() == invitation.email.casefold()
    ):
        return GRANTED
    return refused(_("Cette invitation est adressée à une autre personne."))


def can_withdraw_invitation(
    posture: Posture | None, alliance: Alliance, invitation: Invitation
) -> Verdict:
    """Take an invitation back or send it anew: who invited, or a facilitator."""
    invited_it = posture and invitation.invited_by_id == posture.person.pk
    if invited_it and membership_of(posture, alliance):
        return GRANTED
    return facilitation_verdict(posture, alliance)


def can_give_role(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Give a role: a facilitator; when nobody facilitates any more, any member organisation."""
    verdict = facilitation_verdict(posture, alliance)
    if verdict or facilitators_of(alliance, timezone.localdate()).exists():
        return verdict
    return can_contribute_as_organisation(posture, alliance)


def can_end_role(posture: Posture | None, role: MembershipRole) -> Verdict:
    """End a role: a facilitator, or who holds it; the last facilitator hands over first."""
    alliance = role.membership.alliance
    if role.role == MemberRole.FACILITATOR:
        verdict = succession_verdict(alliance, {role.pk})
        if not verdict:
            return verdict
    if posture and role.mandate_id and role.mandate.person_id == posture.person.pk:
        return GRANTED
    return facilitation_verdict(posture, alliance)


def succession_verdict(alliance: Alliance, leaving: set[int]) -> Verdict:
    """Keep a facilitator, and two of two worlds while published, once these roles have ended."""
    running = facilitators_of(alliance, timezone.localdate())
    if not running.filter(pk__in=leaving).exists():
        return GRANTED
    persons, worlds = count_facilitation(running.exclude(pk__in=leaving))
    if persons == 0:
        return refused(
            _("C’est le dernier facilitateur : passez d’abord le relais à quelqu’un d’autre.")
        )
    if alliance.status == AllianceStatus.PUBLISHED and min(persons, worlds) < 2:
        return refused(
            _(
                "L’alliance est publiée : elle garde deux facilitateurs de deux mondes. "
                "Nommez un successeur, ou retirez d’abord la publication."
            )
        )
    return GRANTED


def facilitators_of(alliance: Alliance, today: datetime.date):
    """The running facilitations of an alliance."""
    return MembershipRole.objects.facilitating(today).filter(membership__alliance=alliance)


@asked_once
def facilitates_an_alliance(person: Person, today: datetime.date) -> bool:
    """Tell whether a person facilitates at least one alliance, by a mandate that runs."""
    roles = MembershipRole.objects.facilitated_by(person, today)
    return roles.filter(mandate__starts_on__lte=today).exists()


def count_facilitation(roles) -> tuple[int, int]:
    """Count the persons and the worlds: somebody with two mandates is one person."""
    held = set(roles.values_list("mandate__person", "membership__organisation__world"))
    return len({person for person, _world in held}), len({world for _person, world in held})


def can_leave(posture: Posture | None, alliance: Alliance, membership: Membership) -> Verdict:
    """Leave an alliance: the member itself; the last facilitators hand over first."""
    if membership_of(posture, alliance) != membership:
        return refused(_("Seul ce membre décide de quitter l’alliance."))
    leaving = membership.roles.filter(role=MemberRole.FACILITATOR, ends_on=None)
    return succession_verdict(alliance, set(leaving.values_list("pk", flat=True)))


def can_publish(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Publish: a facilitator, once they are several and of two worlds (R1)."""
    verdict = facilitation_verdict(posture, alliance)
    if not verdict:
        return verdict
    if alliance.facilitator_count < 2 or alliance.facilitator_world_count < 2:
        return refused(
            _(
                "Une alliance se publie avec au moins deux facilitateurs de deux mondes. "
                "Confiez ce rôle à un membre d’un autre monde que le vôtre."
            )
        )
    return GRANTED


def can_unpublish(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Take the public page back, put to sleep or close: a facilitator."""
    return facilitation_verdict(posture, alliance)


def can_consent_to_deletion(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Agree to delete: a facilitator; two, of two organisations, are needed (R1)."""
    return facilitation_verdict(posture, alliance)


def can_propose_objective(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Put a new version of the shared objective to consent: any member organisation."""
    return can_contribute_as_organisation(posture, alliance)


def can_answer_objective(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Answer the objective: each member once, changeable until a new version."""
    return member_verdict(posture, alliance)


def can_propose_challenge(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Bring a challenge: any member organisation."""
    return can_contribute_as_organisation(posture, alliance)


def can_edit_challenge(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Rewrite a challenge: any member organisation; history and the conflict frame protect it."""
    return can_contribute_as_organisation(posture, alliance)


def can_state_stance(posture: Posture | None, alliance: Alliance) -> Verdict:
    """State one's interest and position on a challenge: each member for itself."""
    return member_verdict(posture, alliance)


def can_contribute_as_organisation(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Contribute in the space of organisations: a member organisation."""
    membership = membership_of(posture, alliance)
    if membership and membership.organisation_id is None:
        return refused(
            _(
                "Cet espace est celui des organisations. En tant qu’habitant, vous répondez à "
                "l’objectif et aux enjeux dans le vôtre."
            )
        )
    return member_verdict(posture, alliance)
