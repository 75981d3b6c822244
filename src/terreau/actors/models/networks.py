"""What ties an organisation to others: networks, seats in external bodies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terreau.actors.models.organisations import Organisation
from terreau.territories.models import Territory


class NetworkMembership(models.Model):
    """One organisation's belonging to a network, perhaps on one territory only."""

    member = models.ForeignKey(Organisation, models.CASCADE, related_name="networks")
    network = models.ForeignKey(Organisation, models.CASCADE, related_name="network_members")
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("présence sur"),
    )
    role = models.CharField(_("rôle"), max_length=120, blank=True)
    starts_on = models.DateField(_("depuis le"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("appartenance à un réseau")
        verbose_name_plural = _("appartenances à des réseaux")
        ordering = ["network", "member", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "network", "territory"],
                condition=Q(ends_on=None, territory__isnull=False),
                name="network_membership_once_a_territory",
                violation_error_message=_("Cette appartenance est déjà notée."),
            ),
            models.UniqueConstraint(
                fields=["member", "network"],
                condition=Q(ends_on=None, territory=None),
                name="network_membership_once",
                violation_error_message=_("Cette appartenance est déjà notée."),
            ),
            models.CheckConstraint(
                condition=~Q(member=F("network")),
                name="network_is_another",
                violation_error_message=_("Une organisation n’est pas membre d’elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.network}"


class ExternalSeat(models.Model):
    """A seat held in an outside body (board, council, committee), with its mandate dates."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="seats")
    body = models.CharField(_("instance"), max_length=200)
    role = models.CharField(_("rôle"), max_length=120, blank=True)
    starts_on = models.DateField(_("depuis le"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("siège dans une instance")
        verbose_name_plural = _("sièges dans des instances")
        ordering = ["body", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_it_starts",
                violation_error_message=_("La fin précède le début. Corrigez l’une des dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.body}"
