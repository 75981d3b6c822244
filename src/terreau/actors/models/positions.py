"""People met in an organisation, without an account: successive dated positions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import LegalBasis
from terreau.actors.models.organisations import Organisation


class PositionQuerySet(models.QuerySet):
    def visible_to(self, person) -> "PositionQuerySet":
        """Never public: a person did not ask to be listed."""
        return self.all() if getattr(person, "is_authenticated", False) else self.none()

    def current(self, on) -> "PositionQuerySet":
        """Positions that run on that day, or of unknown end."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))


class Position(models.Model):
    """One person's function in one organisation, from a day to a day, and how we know."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="positions")
    full_name = models.CharField(_("nom de la personne"), max_length=150)
    title = models.CharField(_("fonction"), max_length=120, blank=True)
    email = models.EmailField(_("courriel professionnel"), blank=True)
    phone = models.CharField(_("téléphone professionnel"), max_length=30, blank=True)
    starts_on = models.DateField(_("depuis le"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    legal_basis = models.CharField(
        _("base légale (RGPD)"), max_length=20, blank=True, choices=LegalBasis
    )
    informed_at = models.DateTimeField(_("informée le"), null=True, blank=True)
    stated_at = models.DateTimeField(_("noté le"))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position d’une personne")
        verbose_name_plural = _("positions de personnes")
        ordering = ["full_name", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="position_ends_after_it_starts",
                violation_error_message=_("La fin précède le début. Corrigez l’une des dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} · {self.organisation}"
