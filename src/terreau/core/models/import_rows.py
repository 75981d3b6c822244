"""The rows of an import: what each one would do, what was decided, what was done."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.core.models.imports import ImportRun


class RowOutcome(models.TextChoices):
    """What a row of a file comes to."""

    CREATE = "create", _("à créer")
    CHANGE = "change", _("à modifier")
    SAME = "same", _("déjà à jour")
    ERROR = "error", _("à corriger")
    SKIP = "skip", _("laissée de côté")


class ImportRowQuerySet(models.QuerySet):
    def decided(self) -> "ImportRowQuerySet":
        """The look-alikes that a person settled."""
        return self.filter(awaits=True).exclude(decision="")

    def undecided(self) -> "ImportRowQuerySet":
        """Rows that look like something known, and that nobody decided yet."""
        return self.filter(awaits=True, decision="")

    def to_write(self) -> "ImportRowQuerySet":
        """Rows that the agreement writes, and that are not written yet."""
        wanted = self.filter(outcome__in=[RowOutcome.CREATE, RowOutcome.CHANGE], applied_key="")
        return wanted.exclude(awaits=True, decision="")

    def written(self) -> "ImportRowQuerySet":
        """Rows that were written and not taken back."""
        return self.exclude(applied_key="").filter(undone=False)


class ImportRow(models.Model):
    """One row of a file; a line that speaks of two things gives two rows (`part` 0 and 1)."""

    # Each of its indexes begins with the run.
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    rank = models.PositiveIntegerField(_("rang"))
    line = models.PositiveIntegerField(_("ligne du fichier"))
    part = models.PositiveSmallIntegerField(_("partie de la ligne"), default=0)
    # The texts of the line as they came, in the order of the run's headings.
    cells = models.JSONField(_("cases"), default=list)
    # Column → normal text of the value; what the dataset completed beside them as plain JSON.
    values = models.JSONField(_("valeurs"), default=dict)
    outcome = models.CharField(_("effet"), max_length=6, choices=RowOutcome)
    label = models.CharField(_("intitulé"), max_length=300, blank=True)
    target_key = models.CharField(max_length=64, blank=True)
    target_label = models.CharField(_("fiche visée"), max_length=300, blank=True)
    # [column, text before, text after] for each cell that differs.
    changes = models.JSONField(_("changements"), default=list)
    # Column → sentence; the empty name stands for the whole row.
    reasons = models.JSONField(_("raisons"), default=dict)
    notes = models.JSONField(_("remarques"), default=dict)
    proposals = models.JSONField(_("rapprochements proposés"), default=list)
    # True when proposals wait for a person; kept apart so that both databases count it fast.
    awaits = models.BooleanField(_("à décider"), default=False)
    best_score = models.FloatField(_("meilleure ressemblance"), default=0)
    decision = models.CharField(_("décision"), max_length=80, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    # Column → text before the change; None before a creation.
    before = models.JSONField(_("avant"), null=True, blank=True)
    applied_key = models.CharField(max_length=64, blank=True)
    # What the thing looked like just after the writing: tells whether it moved since.
    stamp = models.CharField(max_length=64, blank=True)
    undone = models.BooleanField(_("annulée"), default=False)
    obstacle = models.TextField(_("obstacle à l’annulation"), blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne d’un import")
        verbose_name_plural = _("lignes d’un import")
        ordering = ["run", "rank"]
        indexes = [
            models.Index(fields=["run", "outcome", "rank"], name="import_row_by_outcome"),
            models.Index(
                fields=["run", "rank"],
                name="import_row_awaiting",
                condition=models.Q(awaits=True),
            ),
            models.Index(
                fields=["decided_by"],
                name="import_row_decided_by",
                condition=models.Q(decided_by__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "rank"],
                name="import_row_rank_once",
                violation_error_message=_("Cette ligne est déjà lue."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.line} · {self.label or self.get_outcome_display()}"


class RememberedMapping(models.Model):
    """How a person matched the headings of a kind of file; proposed again next time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    dataset = models.SlugField(_("jeu de données"), max_length=60)
    headings_key = models.CharField(_("empreinte des titres"), max_length=64)
    # Heading of the file → name of the column, or "" for a heading left aside.
    mapping = models.JSONField(_("correspondance des colonnes"), default=dict)
    used_at = models.DateTimeField(_("utilisée le"))

    class Meta:
        verbose_name = _("correspondance de colonnes retenue")
        verbose_name_plural = _("correspondances de colonnes retenues")
        ordering = ["person", "dataset", "headings_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "dataset", "headings_key"],
                name="remembered_mapping_once",
                violation_error_message=_("Cette correspondance est déjà retenue."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset} · {self.headings_key[:8]}"
