"""What the search stands on: one entry a sheet, the words' postings, the meanings, saved views.

Everything but the saved views is computed from the sheets and can be computed again at any time.
Entries are tied to sheets by their key only: what is derived keeps no sheet from being removed.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ActorWorld, Lifecycle

SORT_LENGTH = 60


class DirectoryEntry(models.Model):
    """One sheet as the list, the map and the search know it."""

    key = models.BigIntegerField(primary_key=True)
    # The version of the index that wrote the row: other processes read what is newer.
    stamp = models.BigIntegerField(db_index=True)
    is_listed = models.BooleanField(default=True)
    is_public = models.BooleanField()
    sort_name = models.CharField(max_length=SORT_LENGTH)
    world = models.CharField(max_length=20, choices=ActorWorld)
    lifecycle = models.CharField(max_length=10, choices=Lifecycle)
    place = models.BigIntegerField(null=True)
    epci = models.BigIntegerField(null=True)
    departement = models.BigIntegerField(null=True)
    region = models.BigIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    confirmed_on = models.DateField(null=True)
    updated_at = models.DateTimeField()
    # Tokens of the postings, separated by spaces: what must be taken back when the sheet changes.
    tokens = models.TextField(blank=True)
    # Lines that explain a hit: kind, tab, « public » or « private », tab, text.
    lines = models.TextField(blank=True)

    class Meta:
        verbose_name = _("entrée de l’annuaire")
        verbose_name_plural = _("entrées de l’annuaire")
        ordering = ["sort_name", "key"]
        indexes = [models.Index(fields=["sort_name", "key"], name="directory_in_order")]

    def __str__(self) -> str:
        return f"{self.sort_name} ({self.key})"


class SearchPosting(models.Model):
    """The keys of one stretch of 65,536 sheets that hold a token, packed.

    The posting of the empty token is the state of the index: its size is the version, its members
    the marks of the last versions, by which a process knows what it has read already.
    """

    token = models.CharField(max_length=60)
    chunk = models.PositiveIntegerField()
    size = models.BigIntegerField()
    members = models.BinaryField()

    class Meta:
        verbose_name = _("mot de l’index")
        verbose_name_plural = _("mots de l’index")
        constraints = [models.UniqueConstraint(fields=["token", "chunk"], name="posting_once")]

    def __str__(self) -> str:
        return f"{self.token} {self.chunk} ({self.size})"


class SearchWord(models.Model):
    """One word ever written in a sheet, and the same word backwards, to find near spellings."""

    word = models.CharField(max_length=40)
    reversed_word = models.CharField(max_length=40)
    length = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("mot du lexique")
        verbose_name_plural = _("mots du lexique")
        constraints = [models.UniqueConstraint(fields=["word"], name="search_word_once")]
        indexes = [models.Index(fields=["reversed_word"], name="search_word_reversed")]

    def __str__(self) -> str:
        return self.word


class MeaningVector(models.Model):
    """What one line of a sheet means, as 512 numbers of two bytes."""

    key = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=300)
    is_public = models.BooleanField()
    vector = models.BinaryField()

    class Meta:
        verbose_name = _("sens d’une ligne")
        verbose_name_plural = _("sens des lignes")
        ordering = ["key", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} : {self.text}"


class SavedViewQuerySet(models.QuerySet):
    def kept_by(self, person) -> "SavedViewQuerySet":
        """The views that a person has and did not remove."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(person=person, removed_at=None)


class SavedView(models.Model):
    """Filters of the list that a person found worth a name; shared by its address."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="directory_views"
    )
    name = models.CharField(_("nom de la vue"), max_length=80)
    query = models.CharField(_("filtres"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("enregistrée le"))
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("vue enregistrée")
        verbose_name_plural = _("vues enregistrées")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(removed_at=None),
                name="saved_view_name_once",
                violation_error_message=_(
                    "Vous avez déjà une vue de ce nom. Donnez-en un autre à celle-ci."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list under these filters: the address that one shares."""
        return f"{reverse('actors:list')}?{self.query}"
