"""What tells two sheets of the same organisation, and what keeps a merger undoable."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import PairState
from terreau.actors.models.organisations import Organisation


class OrganisationMatchKey(models.Model):
    """One of the few keys under which an organisation is looked for among a million.

    `key` is the 64-bit print of a word such as « the rarest word of the name, in that commune »:
    a print takes a third of the room of its text, and the score judges every meeting anyway.
    """

    pk = models.CompositePrimaryKey("organisation_id", "key")
    # Ten keys a sheet, computed again at will: the database is spared the check of each.
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    key = models.BigIntegerField()

    class Meta:
        verbose_name = _("clé de rapprochement")
        verbose_name_plural = _("clés de rapprochement")
        ordering = ["pk"]
        indexes = [models.Index(fields=["key", "organisation"], name="match_key_organisation")]

    def __str__(self) -> str:
        return str(self.key)


class MatchWord(models.Model):
    """How many sheets carry a word in their name: a rare word says more than « association »."""

    word = models.CharField(max_length=40, unique=True)
    sheets = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("mot des noms")
        verbose_name_plural = _("mots des noms")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class DuplicatePairQuerySet(models.QuerySet):
    def standing(self) -> "DuplicatePairQuerySet":
        """Pairs of which both sheets still stand by themselves."""
        return self.filter(first__merged_into=None, second__merged_into=None)

    def visible_to(self, person, *, keeps_directory: bool) -> "DuplicatePairQuerySet":
        """Every pair to who keeps the directory, else those of one's own organisations."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        if keeps_directory:
            return self.all()
        mine = person.mandates.values("organisation")
        return self.filter(Q(first__in=mine) | Q(second__in=mine))

    def awaiting_accord(self) -> "DuplicatePairQuerySet":
        """Pairs to merge for which somebody asked an accord that nobody gave yet."""
        asked = self.standing().filter(asked_at__isnull=False)
        return asked.filter(state=PairState.OPEN, agreed_by=None)

    def around(self, territories) -> "DuplicatePairQuerySet":
        """Pairs of which one sheet is seated in one of these units, or in a commune of them."""
        places = Q()
        for side in ("first", "second"):
            for level in ("", "__departement", "__epci", "__region"):
                places |= Q(**{f"{side}__place{level}__in": territories})
        return self.filter(places)


class DuplicatePair(models.Model):
    """Two sheets that may be one organisation; `first` is the older sheet."""

    State = PairState

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    score = models.FloatField(_("vraisemblance"))
    reasons = models.JSONField(_("raisons"), default=list, blank=True)
    state = models.CharField(
        _("décision"), max_length=10, choices=PairState, default=PairState.OPEN
    )
    found_at = models.DateTimeField(_("trouvée le"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agreed_as = models.CharField(_("accord donné par"), max_length=250, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("accord demandé le"), null=True, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("doublon possible")
        verbose_name_plural = _("doublons possibles")
        ordering = ["-score", "pk"]
        indexes = [
            models.Index(fields=["state", "-score", "id"], name="pair_state_score"),
            models.Index(
                fields=["asked_at"], condition=Q(asked_at__isnull=False), name="pair_accord_asked"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"


class OrganisationMerge(models.Model):
    """One merger of two sheets, with all that its undoing needs."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    absorbed = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kept_name = models.CharField(_("fiche gardée"), max_length=200)
    absorbed_name = models.CharField(_("fiche réunie"), max_length=200)
    # {"kept": {column: [before, after]}, "links": …, "moved": […], "removed": […], "added": […]}
    trace = models.JSONField(default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(_("réunies par"), max_length=250)
    merged_at = models.DateTimeField(_("réunies le"))
    undone_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    undone_as = models.CharField(_("annulée par"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("réunion de deux fiches")
        verbose_name_plural = _("réunions de fiches")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="absorbed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_name} → {self.kept_name}"
