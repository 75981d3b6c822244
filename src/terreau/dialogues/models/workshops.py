"""Workshops: groups, themes, propositions and their points, followed over the years."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.core.partial_dates import PartialDateField
from terreau.dialogues.enums import GroupColour, PropositionStatus
from terreau.dialogues.models.consultations import Consultation, ConsultationQuerySet, Participant


class Workshop(Consultation):
    """A consultation held in a room, or what was kept of one held years ago."""

    held_on = PartialDateField(_("tenu"))
    place = models.CharField(_("lieu"), max_length=150, blank=True)
    marks_per_voice = models.PositiveSmallIntegerField(_("points par personne"), default=3)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")


class WorkshopTheme(models.Model):
    """A theme, or a session, that groups take in turn."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="themes")
    title = models.CharField(_("thème"), max_length=150)
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("thème d’atelier")
        verbose_name_plural = _("thèmes d’atelier")
        ordering = ["workshop", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "title"], name="workshop_theme_once")
        ]

    def __str__(self) -> str:
        return self.title


class WorkshopGroup(models.Model):
    """One table, known by its colour."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="groups")
    colour = models.CharField(_("couleur"), max_length=6, choices=GroupColour)
    name = models.CharField(_("nom du groupe"), max_length=100, blank=True)
    size = models.PositiveSmallIntegerField(
        _("personnes autour de la table"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("groupe")
        verbose_name_plural = _("groupes")
        ordering = ["workshop", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "colour"], name="workshop_colour_once")
        ]

    def __str__(self) -> str:
        return self.name or self.get_colour_display()


class GroupFacilitator(models.Model):
    """Who held the pen or the word in a group."""

    group = models.ForeignKey(WorkshopGroup, models.CASCADE, related_name="facilitators")
    name = models.CharField(_("nom"), max_length=150)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    role = models.CharField(_("rôle"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("animateur de groupe")
        verbose_name_plural = _("animateurs de groupe")
        ordering = ["group", "pk"]

    def __str__(self) -> str:
        return self.name


class PropositionCluster(models.Model):
    """Propositions of several groups that say the same thing."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="clusters")
    title = models.CharField(_("famille"), max_length=150)
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("famille de propositions")
        verbose_name_plural = _("familles de propositions")
        ordering = ["workshop", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "title"], name="workshop_cluster_once")
        ]

    def __str__(self) -> str:
        return self.title


class Proposition(models.Model):
    """What one group proposes on one theme."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="propositions")
    group = models.ForeignKey(WorkshopGroup, models.CASCADE, related_name="propositions")
    theme = models.ForeignKey(
        WorkshopTheme, models.SET_NULL, null=True, blank=True, related_name="propositions"
    )
    cluster = models.ForeignKey(
        PropositionCluster, models.SET_NULL, null=True, blank=True, related_name="propositions"
    )
    number = models.PositiveSmallIntegerField(_("numéro"))
    title = models.CharField(_("proposition"), max_length=200)
    status = models.CharField(
        _("où en est-elle"),
        max_length=7,
        choices=PropositionStatus,
        default=PropositionStatus.SAID,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("saisie par"), max_length=250)
    written_at = models.DateTimeField(_("saisie le"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["workshop", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="proposition_number_once")
        ]

    def __str__(self) -> str:
        return self.title


class PropositionPoint(models.Model):
    """One point under a proposition."""

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="points")
    text = models.CharField(_("point"), max_length=300)
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["proposition", "rank", "pk"]

    def __str__(self) -> str:
        return self.text


class PropositionMark(models.Model):
    """The dots one voice puts on one proposition."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="marks")
    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="marks")
    count = models.PositiveSmallIntegerField(_("points"), default=1)
    marked_at = models.DateTimeField(_("posés le"), default=timezone.now)

    class Meta:
        verbose_name = _("points posés")
        verbose_name_plural = _("points posés")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "proposition"], name="one_mark_each"),
            models.CheckConstraint(condition=Q(count__gte=1), name="a_mark_is_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.proposition_id} · {self.count}"


class PropositionFollowUp(models.Model):
    """What became of a proposition: added year after year, never changed."""

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="follow_ups")
    status = models.CharField(_("état"), max_length=7, choices=PropositionStatus)
    since = PartialDateField(_("depuis"))
    carried_by = models.CharField(_("porté par"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("ce qui s’est passé"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    posture = models.CharField(_("noté par"), max_length=250)
    noted_at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("suivi de proposition")
        verbose_name_plural = _("suivis de propositions")
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.proposition} · {self.get_status_display()}"
