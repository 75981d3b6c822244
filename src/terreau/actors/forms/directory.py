"""The filters of the list of actors."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.models.organisations import OrganisationQuerySet
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

SORTS = {"name": ("name", "pk"), "recent": ("-updated_at", "pk")}


def _departements():
    return Territory.objects.filter(kind=TerritoryKind.DEPARTEMENT, is_obsolete=False).order_by(
        "code"
    )


class DepartementField(forms.ModelChoiceField):
    def label_from_instance(self, departement: Territory) -> str:
        return f"{departement.code} · {departement.name}"


class DirectoryForm(forms.Form):
    """Text × world × domain × département, each of them optional."""

    q = forms.CharField(label=_("Nom, sigle ou numéro"), required=False, max_length=100)
    world = forms.ChoiceField(
        label=_("Monde"),
        required=False,
        choices=[("", _("tous les mondes")), *((w.value, w.label) for w in ORGANISATION_WORLDS)],
    )
    domain = forms.ModelChoiceField(
        label=_("Domaine"),
        queryset=ActionDomain.objects.all(),
        required=False,
        to_field_name="code",
        empty_label=_("tous les domaines"),
    )
    departement = DepartementField(
        label=_("Département"),
        queryset=Territory.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("toute la France"),
    )
    sort = forms.ChoiceField(
        label=_("Ranger par"),
        required=False,
        choices=[("name", _("nom")), ("recent", _("fiche modifiée récemment"))],
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departement"].queryset = _departements()

    @property
    def values(self) -> dict[str, Any]:
        """The filters that could be read; a wrong one filters nothing and is told."""
        self.is_valid()
        return self.cleaned_data

    @property
    def is_filtering(self) -> bool:
        """Tell whether the person narrowed the list."""
        return any(self.values.get(name) for name in ("q", "world", "domain", "departement"))

    def narrow(
        self, organisations: OrganisationQuerySet, *, with_world: bool = True
    ) -> OrganisationQuerySet:
        """Keep the organisations that pass the filters."""
        values, found = self.values, organisations
        if values.get("q"):
            found = found.named_like(values["q"])
        if with_world and values.get("world"):
            found = found.filter(world=values["world"])
        if values.get("domain"):
            links = Organisation.domains.through.objects.filter(
                organisation=OuterRef("pk"), actiondomain=values["domain"]
            )
            found = found.filter(Exists(links))
        if values.get("departement"):
            found = found.in_departement(values["departement"])
        return found

    def order(self, organisations: OrganisationQuerySet) -> OrganisationQuerySet:
        """Sort as asked, by name otherwise."""
        return organisations.order_by(*SORTS.get(self.values.get("sort"), SORTS["name"]))
