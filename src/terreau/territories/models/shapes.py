"""What is drawn: contours and who touches whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terreau.territories.enums import ContourBasis
from terreau.territories.models.territories import Territory


class Contour(models.Model):
    """The simplified outline of a territory, an SVG path in hectometres on the plane of a zone."""

    territory = models.OneToOneField(
        Territory, models.CASCADE, primary_key=True, related_name="contour"
    )
    zone = models.CharField(_("plan"), max_length=10)
    path = models.TextField()
    simple_path = models.TextField(blank=True)
    min_x = models.IntegerField()
    min_y = models.IntegerField()
    max_x = models.IntegerField()
    max_y = models.IntegerField()
    basis = models.CharField(
        _("d’après"), max_length=12, choices=ContourBasis, default=ContourBasis.OFFICIAL
    )
    borrowed_from = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("contour")
        verbose_name_plural = _("contours")

    def __str__(self) -> str:
        return f"{self.zone} {self.territory_id}"


class AdjacencyQuerySet(models.QuerySet):
    """Questions about neighbours."""

    def keys_around(self, communes: models.QuerySet) -> models.QuerySet:
        """Ask the keys of the communes that touch these without being of them."""
        inside = communes.order_by().values("pk")
        after = self.filter(first__in=inside).exclude(second__in=inside).values_list("second")
        before = self.filter(second__in=inside).exclude(first__in=inside).values_list("first")
        return after.union(before)

    def touching(self, unit: Territory) -> models.QuerySet:
        """Find the units of the same level that touch this one."""
        after = self.filter(first=unit).values("second")
        before = self.filter(second=unit).values("first")
        return Territory.objects.filter(Q(pk__in=after) | Q(pk__in=before), is_obsolete=False)


class Adjacency(models.Model):
    """Two units of one level that touch each other, stored once.

    Those of communes are embedded; those of the units above are drawn from them at loading.
    """

    first = models.ForeignKey(Territory, models.CASCADE, related_name="+")
    second = models.ForeignKey(Territory, models.CASCADE, related_name="+")

    objects = AdjacencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("voisinage")
        verbose_name_plural = _("voisinages")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="adjacency_once"),
            models.CheckConstraint(
                condition=~Q(first=models.F("second")), name="adjacency_two_communes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.second_id}"
