"""Who declared a partnership, and what each said of it otherwise."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.partnerships.enums import Certainty
from terreau.partnerships.models.partnerships import Partnership


class Declaration(models.Model):
    """One side, one document or one person that tells of a partnership.

    Two declarations of the same partnership are two voices, never two partnerships; what they say
    differently stands side by side.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="declarations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(_("certitude"), max_length=10, choices=Certainty, blank=True)
    note = models.CharField(_("ce qu’elle en dit"), max_length=500, blank=True)
    # The import that brought it, so that taking the import back takes it back too.
    run_id = models.UUIDField(null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("déclaration d’un partenariat")
        verbose_name_plural = _("déclarations d’un partenariat")
        ordering = ["declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation", "source"],
                condition=Q(organisation__isnull=False),
                name="declaration_once",
                violation_error_message=_("Cette organisation l’a déjà déclaré, de même source."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.organisation or self.source}"
