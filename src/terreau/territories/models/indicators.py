"""What is measured, year by year, for every territory, held in few and small rows."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from terreau.territories.enums import IndicatorAggregation, IndicatorSense, IndicatorUnit
from terreau.territories.models.sources import ReferenceImport, ReferenceSource
from terreau.territories.models.territories import Territory


class Indicator(models.Model):
    """One thing that is measured: what it means, how it is computed and how it adds up.

    Domains of action and goals stand above the territories: they are named by their codes.
    A ratio holds no figures of its own: it is divided from those of its two parts when read.
    """

    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=160)
    definition = models.TextField(_("définition"))
    formula = models.TextField(_("calcul"), blank=True)
    unit = models.CharField(_("unité"), max_length=20, choices=IndicatorUnit)
    sense = models.CharField(
        _("sens"), max_length=10, choices=IndicatorSense, default=IndicatorSense.NEITHER
    )
    aggregation = models.CharField(
        _("sur un périmètre"), max_length=20, choices=IndicatorAggregation
    )
    numerator_slug = models.SlugField(_("numérateur"), max_length=60, blank=True)
    denominator_slug = models.SlugField(_("dénominateur"), max_length=60, blank=True)
    weight_slug = models.SlugField(_("pondération"), max_length=60, blank=True)
    factor = models.FloatField(_("facteur"), default=1.0)
    # Without figures of the same year, a denominator this many years away serves, and it is said.
    years_apart = models.PositiveSmallIntegerField(
        _("écart permis entre les années des deux parts"), default=0, blank=True
    )
    # A surface hardly moves: the latest serves for every year.
    is_lasting = models.BooleanField(_("vaut pour toutes les années"), default=False)
    domain_codes = models.JSONField(_("domaines d’action"), default=list, blank=True)
    goals = models.JSONField(_("objectifs de développement durable"), default=list, blank=True)
    source = models.ForeignKey(
        ReferenceSource,
        models.PROTECT,
        related_name="indicators",
        verbose_name=_("source"),
        null=True,
        blank=True,
    )
    source_text = models.CharField(_("source, en toutes lettres"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    notion = models.SlugField(_("notion"), max_length=60, blank=True)
    is_skewed = models.BooleanField(_("très inégalement réparti"), default=False)
    is_local = models.BooleanField(_("apporté par une personne"), default=False)
    position = models.PositiveSmallIntegerField(_("rang"), default=500)

    class Meta:
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(aggregation=IndicatorAggregation.RATIO)
                | (~Q(numerator_slug="") & ~Q(denominator_slug="")),
                name="indicator_ratio_has_two_parts",
                violation_error_message=_("Un rapport dit son numérateur et son dénominateur."),
            ),
            models.CheckConstraint(
                condition=~Q(aggregation=IndicatorAggregation.WEIGHTED_MEAN) | ~Q(weight_slug=""),
                name="indicator_mean_has_a_weight",
                violation_error_message=_("Une moyenne pondérée dit par quoi elle l’est."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The sheet of this indicator."""
        return reverse("territories:indicator", args=[self.slug])

    @property
    def source_words(self) -> str:
        """Who published the figures, and under which name."""
        if self.source_text or self.source is None:
            return self.source_text
        return f"{self.source.publisher}, {self.source.name}"

    @property
    def part_slugs(self) -> tuple[str, ...]:
        """The indicators it is computed or weighted with."""
        parts = (self.numerator_slug, self.denominator_slug, self.weight_slug)
        return tuple(slug for slug in parts if slug)


class IndicatorSeries(models.Model):
    """The figures of one indicator for one year, all of France at once; replaced as a whole."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="series")
    year = models.PositiveSmallIntegerField(_("année"))
    vintage = models.CharField(_("géographie"), max_length=60, blank=True)
    source_import = models.ForeignKey(
        ReferenceImport, models.SET_NULL, null=True, blank=True, related_name="series"
    )
    base = models.CharField(_("base"), max_length=300, blank=True)
    known = models.PositiveIntegerField(_("communes connues"), default=0)
    suppressed = models.PositiveIntegerField(_("communes couvertes par le secret"), default=0)
    # What is computed from a series is kept in memory under its content, whatever its row.
    digest = models.CharField(_("empreinte"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("série d’un indicateur")
        verbose_name_plural = _("séries d’indicateurs")
        ordering = ["indicator", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"], name="indicator_series_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"


class IndicatorBlock(models.Model):
    """The figures of one département's communes, or of all units of a larger level, packed.

    Three vectors of one length, little-endian: keys of the territories in growing order (int32),
    figures (float64) and what is known of each (uint8: 1 known, 2 secret); absent is missing.
    A row for each commune, indicator and year would be ten million of them.
    """

    series = models.ForeignKey(IndicatorSeries, models.CASCADE, related_name="blocks")
    level = models.CharField(_("niveau"), max_length=20)
    area = models.ForeignKey(
        Territory,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("département ou collectivité"),
    )
    keys = models.BinaryField()
    figures = models.BinaryField()
    statuses = models.BinaryField()

    class Meta:
        verbose_name = _("bloc de chiffres")
        verbose_name_plural = _("blocs de chiffres")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "level", "area"], name="indicator_block_once_an_area"
            ),
            # Two absent areas are not distinct for a database: they need their own rule.
            models.UniqueConstraint(
                fields=["series", "level"],
                condition=Q(area=None),
                name="indicator_block_once_a_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.level} {self.area_id}"
