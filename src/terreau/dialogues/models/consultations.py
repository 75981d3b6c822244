"""What every instrument of the dialogue shares: a question put to voices, in separated spaces."""

import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ActorWorld
from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.dialogues.enums import Access, Space, VoiceChannel
from terreau.territories.models import Territory


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, person, *, today=None) -> "ConsultationQuerySet":
        """Those of the visible alliances; a draft shows itself to the members only."""
        seen = Alliance.objects.visible_to(person, today=today)
        opened = self.filter(alliance__in=seen.values("pk"))
        if not getattr(person, "is_authenticated", False):
            return opened.exclude(published_at=None)
        mine = Alliance.objects.joined_by(person, today=today)
        return opened.filter(~Q(published_at=None) | Q(alliance__in=mine.values("pk")))

    def running(self, now: datetime.datetime) -> "ConsultationQuerySet":
        """Those that take voices at this instant."""
        return self.filter(
            Q(closes_at=None) | Q(closes_at__gt=now),
            published_at__isnull=False,
            opens_at__lte=now,
            closed_at=None,
        )


class Consultation(models.Model):
    """One question, its dates, its spaces and who may enter them."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="consultations")
    question = models.CharField(_("question"), max_length=300)
    introduction = models.TextField(_("présentation"), blank=True, max_length=4000)
    has_organisations = models.BooleanField(_("espace des organisations"), default=True)
    has_inhabitants = models.BooleanField(_("espace des habitants"), default=True)
    access = models.CharField(
        _("entrée des habitants"), max_length=8, choices=Access, default=Access.OPEN
    )
    # Short and easy to read aloud: the address of the room's QR code.
    code = models.CharField(_("code d’entrée"), max_length=12, unique=True, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    opens_at = models.DateTimeField(_("ouverture"), default=timezone.now)
    closes_at = models.DateTimeField(_("clôture prévue"), null=True, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True, editable=False)
    revealed_at = models.DateTimeField(_("résultats dévoilés le"), null=True, blank=True)
    quorum = models.DecimalField(
        _("quorum (part des membres)"), max_digits=4, decimal_places=3, null=True, blank=True
    )
    # Read by nobody, not even who facilitates, before the close and the reveal: what is read while
    # answers come tells each new one by difference.
    is_sealed = models.BooleanField(_("lue après la clôture"), default=False, editable=False)
    is_simulated = models.BooleanField(_("voix simulées"), default=False)
    source = models.TextField(_("source et licence"), blank=True, max_length=2000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("posée par"), max_length=250)
    created_at = models.DateTimeField(_("posée le"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_organisations=True) | Q(has_inhabitants=True),
                name="consultation_has_a_space",
                violation_error_message=_(
                    "Ouvrez au moins un espace : celui des organisations ou celui des habitants."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("La clôture vient après l’ouverture."),
            ),
            models.CheckConstraint(
                condition=Q(quorum=None) | Q(quorum__gt=0, quorum__lte=1),
                name="quorum_is_a_share",
                violation_error_message=_("Le quorum est une part des membres, de 1 à 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def scope(self) -> str:
        """Its chain in the journal: that of its alliance."""
        return self.alliance.scope

    @property
    def door(self) -> str:
        """The short address by which voices enter."""
        return reverse("dialogues-door:enter", args=[self.code])

    @property
    def open_spaces(self) -> list[Space]:
        """The spaces that take voices."""
        opened = {
            Space.ORGANISATIONS: self.has_organisations,
            Space.INHABITANTS: self.has_inhabitants,
        }
        return [space for space, is_open in opened.items() if is_open]

    def is_running(self, now: datetime.datetime) -> bool:
        """Tell whether it takes voices at this instant."""
        return (
            self.published_at is not None
            and self.closed_at is None
            and self.opens_at <= now
            and (self.closes_at is None or now < self.closes_at)
        )

    def is_over(self, now: datetime.datetime) -> bool:
        """Tell whether it has stopped taking voices for good."""
        return self.closed_at is not None or (self.closes_at is not None and self.closes_at <= now)


class ParticipantQuerySet(models.QuerySet):
    def counted(self) -> "ParticipantQuerySet":
        """The voices that count: those folded into another are left out."""
        return self.filter(folded_into=None)


class Participant(models.Model):
    """One voice in one consultation: an organisation, or somebody who may stay without a name."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="participants")
    space = models.CharField(_("espace"), max_length=13, choices=Space)
    channel = models.CharField(_("venue par"), max_length=9, choices=VoiceChannel)
    # What this voice is called in exports: never what it is called elsewhere.
    number = models.PositiveIntegerField(_("numéro"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    world = models.CharField(_("monde"), max_length=16, choices=ActorWorld, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    device_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)  # link or paper code
    code_label = models.CharField(_("repère du lien ou du bulletin"), max_length=60, blank=True)
    imported_key = models.CharField(max_length=80, blank=True, editable=False)
    place = models.ForeignKey(
        Territory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune, si la personne l’a dite"),
    )
    folded_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="folded"
    )
    came_at = models.DateTimeField(_("venue le"), default=timezone.now)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("voix")
        verbose_name_plural = _("voix")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="voice_number_once"),
            models.UniqueConstraint(
                fields=["consultation", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_voice_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["consultation", "person"],
                condition=Q(space=Space.INHABITANTS.value, person__isnull=False, folded_into=None),
                name="one_voice_per_inhabitant",
            ),
            models.UniqueConstraint(
                fields=["consultation", "device_hash"],
                condition=~Q(device_hash=""),
                name="one_voice_per_device",
            ),
            models.UniqueConstraint(
                fields=["consultation", "code_hash"],
                condition=~Q(code_hash=""),
                name="one_voice_per_code",
            ),
            models.UniqueConstraint(
                fields=["consultation", "imported_key"],
                condition=~Q(imported_key=""),
                name="one_voice_per_imported_key",
            ),
            models.CheckConstraint(
                condition=Q(space=Space.INHABITANTS.value, organisation=None)
                | Q(space=Space.ORGANISATIONS.value, organisation__isnull=False)
                | Q(space=Space.ORGANISATIONS.value, channel__in=["imported", "simulated"]),
                name="organisations_have_their_own_space",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.number}"


class LinkAddress(models.Model):
    """One address that was sent a personal link: which link is kept nowhere, nor the address."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="link_addresses")
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("adresse servie")
        verbose_name_plural = _("adresses servies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "digest"], name="link_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} · {self.digest[:8]}"


class PaperEntry(models.Model):
    """One keying of one paper sheet; two agreeing ones, by two people, become a voice."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="paper_entries")
    code = models.CharField(_("code du bulletin"), max_length=16)
    keying = models.PositiveSmallIntegerField(_("saisie n°"))
    answers = models.JSONField(_("réponses lues"))
    is_matched = models.BooleanField(_("saisies concordantes"), default=False)
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    keyed_at = models.DateTimeField(_("saisi le"), default=timezone.now)

    class Meta:
        verbose_name = _("saisie de bulletin")
        verbose_name_plural = _("saisies de bulletins")
        ordering = ["code", "keying"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "code", "keying"], name="paper_keyed_once_per_pass"
            ),
            models.CheckConstraint(
                condition=Q(keying__in=[1, 2, 3]), name="paper_keyed_twice_or_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.keying}"
