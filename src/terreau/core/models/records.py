"""The append-only journal: who, in which posture, when, what."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.verbs import say


class RecordQuerySet(models.QuerySet):
    def of_scope(self, scope: str) -> "RecordQuerySet":
        """The records of one scope, newest first, each with its person."""
        return self.filter(scope=scope).select_related("person").order_by("-number")


class Record(models.Model):
    """One line of the journal: written once, chained to the line before it by its hash.

    `person` carries no constraint of the database: a record can neither be changed (so its
    person cannot be emptied) nor hold back the erasure of somebody who asks for it. The name is
    read from the living row; once that row is gone, only the number stays, and the hash holds.
    """

    scope = models.CharField(gettext_lazy("objet"), max_length=80)
    number = models.PositiveIntegerField(gettext_lazy("rang"))
    at = models.DateTimeField(gettext_lazy("date"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name=gettext_lazy("personne"),
    )
    posture = models.CharField(gettext_lazy("posture"), max_length=300, blank=True)
    verb = models.SlugField(gettext_lazy("acte"), max_length=60)
    params = models.JSONField(gettext_lazy("précisions"), default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("inscription au journal")
        verbose_name_plural = gettext_lazy("inscriptions au journal")
        ordering = ["scope", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "number"],
                name="record_number_once_per_scope",
                violation_error_message=gettext_lazy("Ce rang du journal est déjà pris."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="record_number_from_one",
                violation_error_message=gettext_lazy("Le journal se numérote à partir de 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} n° {self.number} · {self.verb}"

    def compute_hash(self) -> str:
        """Hash everything the record says, and the hash of the record before it."""
        said = [
            self.scope,
            self.number,
            int(self.at.timestamp() * 1_000_000),
            self.person_id,
            self.posture,
            self.verb,
            self.params,
            self.previous_hash,
        ]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def author(self) -> str:
        """The name of who acted, if the account still exists."""
        if self.person_id is None:
            return _("Terreau")
        return str(self.person) if self.person else _("Une personne partie")

    @property
    def deed(self) -> str:
        """What was done, as a predicate: « a ouvert l’alliance … »."""
        return say(self.verb, self.params)

    @property
    def sentence(self) -> str:
        """The whole line: who, in which posture, did what."""
        if not self.posture:
            return _("%(author)s %(deed)s.") % {"author": self.author, "deed": self.deed}
        # The stamp reads « Ama Koné, au nom de Club Gravelle »: it names the person already.
        return _("%(posture)s, %(deed)s.") % {"posture": self.posture, "deed": self.deed}
