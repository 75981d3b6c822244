"""The rows of persons."""

import datetime

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from terreau.accounts.enums import DigestRhythm, Language, Theme, Weekday, Zone
from terreau.accounts.managers import PersonManager


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, or is spoken of."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    full_name = models.CharField(_("nom complet"), max_length=150)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_staff = models.BooleanField(_("administre l’instance"), default=False)
    joined_at = models.DateTimeField(_("arrivée"), auto_now_add=True)
    language = models.CharField(
        _("langue"), max_length=5, choices=Language, default=Language.BROWSER
    )
    theme = models.CharField(_("apparence"), max_length=5, choices=Theme, default=Theme.AUTO)
    # Part of every session's fingerprint: changing it closes them all.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_any_case",
                violation_error_message=_("Une personne a déjà cette adresse électronique."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret=None):
        return salted_hmac(
            "terreau.accounts.session",
            f"{self.password}\0{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class PersonalLinkQuerySet(models.QuerySet):
    def outstanding(self, now: datetime.datetime) -> "PersonalLinkQuerySet":
        """Links that would still open."""
        return self.filter(revoked_at=None, expires_at__gt=now).filter(
            Q(is_single_use=False) | Q(used_at=None)
        )

    def visible_to(self, user) -> "PersonalLinkQuerySet":
        """Links made for the person, or by them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user) | Q(issued_by=user))


class PersonalLink(models.Model):
    """A signed door for one purpose: only the hash of its secret is kept."""

    purpose = models.SlugField(_("usage"), max_length=40)
    subject = models.CharField(_("objet"), max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="personal_links"
    )
    issued_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(_("émis le"))
    expires_at = models.DateTimeField(_("expire le"))
    is_single_use = models.BooleanField(_("sert une fois"), default=True)
    used_at = models.DateTimeField(_("utilisé le"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien personnel")
        verbose_name_plural = _("liens personnels")
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("issued_at")),
                name="link_expires_after_it_is_issued",
                violation_error_message=_("Un lien expire après son émission."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.subject}"


class DigestPreference(models.Model):
    """When a person wants the message that gathers what waits; without a row, the defaults."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="digest_preference")
    rhythm = models.CharField(
        _("rythme"), max_length=6, choices=DigestRhythm, default=DigestRhythm.WEEKLY
    )
    weekday = models.PositiveSmallIntegerField(
        _("jour, pour un message par semaine"), choices=Weekday, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField(_("à partir de"), default=8)
    quiet_from = models.PositiveSmallIntegerField(_("jamais de"), default=20)
    quiet_until = models.PositiveSmallIntegerField(_("à"), default=7)
    zone = models.CharField(_("à l’heure de"), max_length=30, choices=Zone, default=Zone.PARIS)
    muted = models.JSONField(_("natures laissées de côté"), default=list, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("préférence de message")
        verbose_name_plural = _("préférences de message")
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_until__lte=23),
                name="digest_hours_of_a_day",
                violation_error_message=_("Une heure va de 0 à 23."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_rhythm_display()}"


class Digest(models.Model):
    """One period of one person: claimed before the message leaves, so that none leaves twice.

    Claimed with something to tell and never noted as sent: the worker was killed between the two,
    the message may have left, and it is not sent again.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests")
    period = models.CharField(_("période"), max_length=20)
    claimed_at = models.DateTimeField(_("préparé le"))
    sent_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    item_count = models.PositiveIntegerField(_("choses à faire"), default=0)
    stop_hash = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("message de résumé")
        verbose_name_plural = _("messages de résumé")
        ordering = ["-claimed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "period"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.period}"


class DigestMention(models.Model):
    """When a person was last told of one thing to do, and for which day it was then due."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="digest_mentions")
    key = models.CharField(max_length=200)
    told_at = models.DateTimeField(_("dit le"))
    is_pressing = models.BooleanField(_("dit comme pressant"), default=False)

    class Meta:
        verbose_name = _("mention dans un résumé")
        verbose_name_plural = _("mentions dans un résumé")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="digest_mention_once")
        ]

    def __str__(self) -> str:
        return self.key
