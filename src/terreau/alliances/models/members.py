"""Members of an alliance, their roles and the invitations."""

import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import PersonalLink
from terreau.actors.models import Mandate, Organisation
from terreau.alliances.enums import InvitationState, MemberRole
from terreau.alliances.models.alliances import Alliance


class MembershipQuerySet(models.QuerySet):
    def current(self) -> "MembershipQuerySet":
        """Members who have not left."""
        return self.filter(left_on=None)


class Membership(models.Model):
    """An organisation, or one inhabitant, in an alliance."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    interest = models.CharField(_("ce qui nous intéresse"), max_length=500, blank=True)
    gives = models.CharField(_("ce que nous apportons"), max_length=500, blank=True)
    receives = models.CharField(_("ce que nous attendons"), max_length=500, blank=True)
    joined_on = models.DateField(_("depuis le"))
    left_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        ordering = ["joined_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False)
                | Q(organisation__isnull=False, person=None),
                name="membership_organisation_or_inhabitant",
                violation_error_message=_(
                    "Un membre est une organisation, ou bien un habitant, jamais les deux."
                ),
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(left_on=None),
                name="membership_organisation_once",
                violation_error_message=_("Cette organisation est déjà membre."),
            ),
            models.UniqueConstraint(
                fields=["alliance", "person"],
                condition=Q(left_on=None),
                name="membership_inhabitant_once",
                violation_error_message=_("Cette personne est déjà membre."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person)


class MembershipRoleQuerySet(models.QuerySet):
    def running(self, on: datetime.date) -> "MembershipRoleQuerySet":
        """Roles held that day, by a mandate that runs, if they need one."""
        return (
            self.filter(starts_on__lte=on)
            .filter(Q(ends_on=None) | Q(ends_on__gt=on))
            .filter(Q(mandate=None) | Q(mandate__ends_on=None) | Q(mandate__ends_on__gte=on))
        )

    def facilitating(self, on: datetime.date) -> "MembershipRoleQuerySet":
        """Facilitations of that day, in alliances that the member has not left."""
        return self.running(on).filter(role=MemberRole.FACILITATOR, membership__left_on=None)

    def facilitated_by(self, person, on: datetime.date) -> "MembershipRoleQuerySet":
        """Those that one person holds that day, whatever the organisation they speak for."""
        return self.facilitating(on).filter(mandate__person=person)


class MembershipRole(models.Model):
    """A role held in the alliance, by an organisation and (to act) by a mandated person."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="roles")
    role = models.CharField(_("rôle"), max_length=14, choices=MemberRole)
    mandate = models.ForeignKey(
        Mandate, models.CASCADE, null=True, blank=True, related_name="alliance_roles"
    )
    starts_on = models.DateField(_("depuis le"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MembershipRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        ordering = ["role", "pk"]
        constraints = [
            # Two rules, because SQLite holds every NULL for distinct.
            models.UniqueConstraint(
                fields=["membership", "role", "mandate"],
                condition=Q(ends_on=None, mandate__isnull=False),
                name="role_held_once_by_a_person",
                violation_error_message=_("Ce rôle est déjà tenu."),
            ),
            models.UniqueConstraint(
                fields=["membership", "role"],
                condition=Q(ends_on=None, mandate=None),
                name="role_held_once_by_an_organisation",
                violation_error_message=_("Ce rôle est déjà tenu."),
            ),
            models.CheckConstraint(
                condition=~Q(role=MemberRole.FACILITATOR.value) | Q(mandate__isnull=False),
                name="facilitator_is_mandated",
                violation_error_message=_("Un facilitateur parle par un mandat."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.membership}"


class Invitation(models.Model):
    """An offer to join with the same rights as everybody; its link is hashed at rest."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField(_("adresse électronique"))
    person_name = models.CharField(_("nom de la personne"), max_length=150, blank=True)
    message = models.CharField(_("mot d’accompagnement"), max_length=1000, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    invited_for = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    state = models.CharField(
        _("état"), max_length=10, choices=InvitationState, default=InvitationState.SENT
    )
    sent_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "email", "organisation"],
                condition=Q(state="sent", organisation__isnull=False),
                name="invitation_pending_once_for_an_organisation",
                violation_error_message=_("Cette personne a déjà une invitation en attente."),
            ),
            models.UniqueConstraint(
                fields=["alliance", "email"],
                condition=Q(state="sent", organisation=None),
                name="invitation_pending_once_as_an_inhabitant",
                violation_error_message=_("Cette personne a déjà une invitation en attente."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.alliance}"
