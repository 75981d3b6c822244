"""The parties of a partnership: why each comes, what each gives and receives (R9)."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.actors.models import Organisation
from terreau.partnerships.enums import FlowDirection, Objective
from terreau.partnerships.models.partnerships import Partnership


class PartyQuerySet(models.QuerySet):
    def current(self) -> "PartyQuerySet":
        """Parties that have not left."""
        return self.filter(left_on=None)


class Party(models.Model):
    """One organisation in a partnership; it may leave, its history stays (R12)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnership_parties"
    )
    role = models.CharField(_("rôle"), max_length=120, blank=True)
    joined_on = models.DateField(_("depuis le"), null=True, blank=True)
    left_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    leaving_reason = models.CharField(_("raison du départ"), max_length=300, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("partie")
        verbose_name_plural = _("parties")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(left_on=None),
                name="party_once",
                violation_error_message=_("Cette organisation est déjà partie au partenariat."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=F("joined_on")),
                name="party_leaves_after_it_joins",
                violation_error_message=_("Le départ précède l’arrivée. Corrigez l’une des dates."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class PartyObjective(models.Model):
    """Why a party comes, in the words of its world."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="objectives")
    objective = models.CharField(_("objectif"), max_length=20, choices=Objective)
    detail = models.CharField(_("en une phrase"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("objectif d’une partie")
        verbose_name_plural = _("objectifs d’une partie")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "objective", "detail"],
                name="objective_once",
                violation_error_message=_("Cet objectif est déjà noté."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_objective_display())


class Flow(models.Model):
    """One thing that a party gives or receives; its worth is told apart from cash."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    party = models.ForeignKey(Party, models.CASCADE, related_name="flows")
    direction = models.CharField(_("sens"), max_length=8, choices=FlowDirection)
    nature = models.CharField(_("nature"), max_length=20, choices=ResourceNature)
    title = models.CharField(_("quoi"), max_length=200)
    quantity = models.DecimalField(
        _("quantité"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    value_eur = models.DecimalField(
        _("valorisation (€)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    value_method = models.CharField(_("méthode de valorisation"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)

    class Meta:
        verbose_name = _("apport ou bénéfice")
        verbose_name_plural = _("apports et bénéfices")
        ordering = ["direction", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0),
                name="flow_quantity_positive",
                violation_error_message=_(
                    "La quantité est plus grande que zéro. Laissez vide si elle ne se compte pas."
                ),
            ),
            models.CheckConstraint(
                condition=Q(value_eur=None) | ~Q(value_method=""),
                name="flow_value_has_a_method",
                violation_error_message=_(
                    "Dites comment cette valorisation est calculée, ou laissez-la vide."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title
