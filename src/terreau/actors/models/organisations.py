"""The rows of organisations."""

from functools import reduce
from operator import or_
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.actors.enums import (
    SUBTYPES_BY_WORLD,
    ActorWorld,
    Lifecycle,
    OrganisationSubtype,
    SizeClass,
)
from terreau.actors.folding import FoldedField, fold
from terreau.actors.models.domains import ActionDomain
from terreau.actors.models.sources import Source
from terreau.actors.official_numbers import check_rna, check_siren, check_siret
from terreau.core.partial_dates import PartialDateField
from terreau.territories.models import Territory


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, person) -> "OrganisationQuerySet":
        """Every sheet to whoever is signed in, the public ones to everybody; merged ones never."""
        standing = self.filter(merged_into=None)
        if getattr(person, "is_authenticated", False):
            return standing
        return standing.filter(is_public=True)

    def named_like(self, text: str) -> "OrganisationQuerySet":
        """Organisations of which each word typed is in the name, an alias or a number."""
        found = self
        for word in fold(text).split()[:8]:
            alias = OrganisationAlias.objects.filter(
                organisation=OuterRef("pk"), folded__contains=word
            )
            found = found.filter(Q(folded__contains=word) | Exists(alias))
        return found

    def in_departement(self, departement: Territory) -> "OrganisationQuerySet":
        """Organisations seated in a département."""
        return self.filter(Q(place__departement=departement) | Q(place=departement))

    def held_by(self, person, today) -> "OrganisationQuerySet":
        """Organisations in whose name this person may speak today."""
        running = Q(mandates__ends_on=None) | Q(mandates__ends_on__gte=today)
        return self.filter(
            running, mandates__person=person, mandates__starts_on__lte=today
        ).distinct()


def _subtype_belongs_to_world() -> Q:
    pairs = (
        Q(world=world.value, subtype__in=[subtype.value for subtype in subtypes])
        for world, subtypes in SUBTYPES_BY_WORLD.items()
    )
    return reduce(or_, pairs, Q(subtype=""))


class Organisation(models.Model):
    """A legal or informal body of one world; never a person."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=200)
    folded = FoldedField(sources=("name", "siren", "siret", "rna"))
    world = models.CharField(_("monde"), max_length=20, choices=ActorWorld)
    subtype = models.CharField(_("type"), max_length=40, blank=True, choices=OrganisationSubtype)
    siren = models.CharField("SIREN", max_length=9, blank=True, validators=[check_siren])
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    rna = models.CharField("RNA", max_length=10, blank=True, validators=[check_rna])
    place = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations_here",
        verbose_name=_("commune du siège"),
    )
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    perimeter = models.ManyToManyField(
        Territory,
        blank=True,
        related_name="organisations_acting",
        verbose_name=_("périmètre d’action"),
    )
    # What no list of territories says: a quarter, a valley, a bassin de vie.
    perimeter_note = models.CharField(_("précision sur le périmètre"), max_length=200, blank=True)
    domains = models.ManyToManyField(
        ActionDomain, blank=True, related_name="organisations", verbose_name=_("domaines d’action")
    )
    description = models.TextField(
        _("présentation"), blank=True, max_length=4000, validators=[MaxLengthValidator(4000)]
    )
    size_class = models.CharField(_("effectif"), max_length=10, blank=True, choices=SizeClass)
    is_employer = models.BooleanField(_("employeuse"), null=True, blank=True)
    naf = models.CharField(_("code NAF"), max_length=6, blank=True)
    legal_category = models.CharField(_("catégorie juridique"), max_length=4, blank=True)
    is_mission_led = models.BooleanField(_("société à mission"), null=True, blank=True)
    csr = models.CharField(_("démarche RSE"), max_length=500, blank=True)
    founded_on = PartialDateField(_("création"), blank=True)
    lifecycle = models.CharField(
        _("situation"), max_length=10, choices=Lifecycle, default=Lifecycle.ACTIVE
    )
    closed_on = PartialDateField(_("fin"), blank=True)
    closing_reason = models.CharField(_("raison de la fin"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="substructures",
        verbose_name=_("structure de rattachement"),
        db_index=False,
    )
    # Set on the sheet that a merger of sheets folded away; the other one answers for it.
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="absorbed",
        editable=False,
        db_index=False,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    # Default provenance of the facts; `provenance` tells the exceptions, by name of the field:
    # {"address": {"source": 12, "name": "…", "on": "2026-03-01", "by": "Ama, au nom de …"}}.
    origin = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    # The last day somebody who knows said that the sheet is right; None: nobody ever did.
    confirmed_on = models.DateField(_("vérifiée le"), null=True, blank=True, editable=False)
    confirmed_by = models.CharField(_("vérifiée par"), max_length=250, blank=True, editable=False)
    # Names of fields that the organisation keeps out of every public page and file.
    withheld = models.JSONField(_("champs non publics"), default=list, blank=True)
    is_public = models.BooleanField(_("fiche publique"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    history = HistoricalRecords(
        m2m_fields=[perimeter, domains],
        excluded_fields=["folded"],
        no_db_index=["uuid", "place", "parent", "merged_into", "origin", "created_by"],
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["world", "name"], name="organisation_world_name"),
            # The feed of changes reads by the day of the last change.
            models.Index(fields=["updated_at", "id"], name="organisation_last_change"),
            # Imports recognise a sheet by the number of its legal unit.
            models.Index(fields=["siren"], condition=~Q(siren=""), name="organisation_siren"),
            # Few sheets have a parent or were merged away: the others cost nothing.
            models.Index(fields=["parent"], condition=~Q(parent=None), name="organisation_parent"),
            models.Index(
                fields=["merged_into"], condition=~Q(merged_into=None), name="organisation_merged"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="organisation_siret_once",
                violation_error_message=_(
                    "Une organisation porte déjà ce SIRET. Cherchez-la dans la liste des acteurs."
                ),
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna=""),
                name="organisation_rna_once",
                violation_error_message=_(
                    "Une organisation porte déjà ce numéro RNA. Cherchez-la dans la liste."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(world=ActorWorld.INHABITANT.value),
                name="organisation_is_not_an_inhabitant",
                violation_error_message=_(
                    "Les habitants ont leur propre espace : choisissez un des six autres mondes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="organisation_parent_is_another",
                violation_error_message=_("Une organisation n’est pas rattachée à elle-même."),
            ),
            models.CheckConstraint(
                condition=_subtype_belongs_to_world(),
                name="organisation_subtype_of_its_world",
                violation_error_message=_(
                    "Ce type n’appartient pas à ce monde : choisissez-en un de la même liste."
                ),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siren="") | Q(siret__startswith=F("siren")),
                name="organisation_siret_of_its_siren",
                violation_error_message=_(
                    "Les neuf premiers chiffres du SIRET doivent être le SIREN."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actors:detail", args=[self.uuid])


class OrganisationAlias(models.Model):
    """Another name, an acronym, a frequent misspelling."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(_("autre nom"), max_length=200)
    folded = FoldedField(sources=("name",))

    class Meta:
        verbose_name = _("autre nom")
        verbose_name_plural = _("autres noms")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="alias_once",
                violation_error_message=_("Ce nom est déjà noté."),
            )
        ]

    def __str__(self) -> str:
        return self.name
