"""The short steps of « vérifier ma fiche »: few fields each, on a telephone."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.consent import WITHHOLDABLE
from terreau.actors.fields import label_of
from terreau.actors.forms.organisations import OfficialNumberField
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.review_fields import fingerprint
from terreau.territories.fields import TerritoriesField, TerritoryField


class ReviewStep(forms.Form):
    """One step: the fields of the sheet that it covers, shown as they are."""

    title: Any = ""
    covers: tuple[str, ...] = ()
    rows: Any = None  # a formset beneath the fields, where there is one

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, data: Any, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(data, initial=self.starting_values())
        self.renew_mark()

    @classmethod
    def label_of(cls, name: str) -> str:
        """The words for one field of the step."""
        return str(label_of(name))

    def starting_values(self) -> dict[str, Any]:
        """What the fields show before anything is typed."""
        return {name: getattr(self.organisation, name) for name in self.covers}

    def renew_mark(self) -> None:
        """Remember what the sheet holds now, to know at the next sending whether it moved."""
        self.initial["seen"] = fingerprint(self.organisation, self.covers)

    def with_today_s_mark(self) -> "ReviewStep":
        """The same typed values, against the sheet as it stands after somebody else's saving."""
        data = self.data.copy()
        data["seen"] = fingerprint(self.organisation, self.covers)
        return type(self)(data, self.organisation)

    def is_valid(self) -> bool:
        """Check the fields and the rows, so that every error shows at once."""
        own = super().is_valid()
        return (self.rows is None or self.rows.is_valid()) and own

    def values(self) -> dict[str, Any]:
        """What the writers of sheets take."""
        return {name: self.cleaned_data[name] for name in self.covers}


class NameStep(ReviewStep):
    title = _("Nom et numéros")
    covers = ("name", "aliases", "siren", "siret", "rna")

    name = forms.CharField(
        label=_("Nom"),
        max_length=200,
        error_messages={"required": _("Donnez le nom de votre structure.")},
    )
    aliases = forms.CharField(
        label=_("Autres noms"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sigle ou ancien nom : un par ligne."),
    )
    siren = OfficialNumberField(
        "siren", help_text=_("Un changement de numéro est relu avant d’être écrit.")
    )
    siret = OfficialNumberField("siret")
    rna = OfficialNumberField("rna")

    def starting_values(self) -> dict[str, Any]:
        values = super().starting_values()
        names = self.organisation.aliases.order_by("name").values_list("name", flat=True)
        return {**values, "aliases": "\n".join(names)}

    def clean_aliases(self) -> list[str]:
        """Read one name a line, each once."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines())
        names = [line for line in dict.fromkeys(lines) if line]
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError(gettext("Un de ces noms dépasse 200 caractères."))
        return names


class ActivityStep(ReviewStep):
    title = _("Ce que vous faites")
    covers = ("description",)

    description = forms.CharField(
        label=_("Présentation"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Quelques phrases : qui vous êtes, pour qui, avec qui."),
    )


class PlaceStep(ReviewStep):
    title = _("Où vous êtes, où vous agissez")
    covers = ("place", "address", "perimeter")

    place = TerritoryField(label=_("Commune du siège"), required=False)
    address = forms.CharField(label=_("Adresse"), required=False, max_length=250)
    perimeter = TerritoriesField(label=_("Vous agissez sur"), required=False)

    def starting_values(self) -> dict[str, Any]:
        return {**super().starting_values(), "perimeter": self.organisation.perimeter.all()}


class DomainsStep(ReviewStep):
    title = _("Domaines d’action")
    covers = ("domains",)

    domains = forms.ModelMultipleChoiceField(
        label=_("Domaines d’action"),
        queryset=ActionDomain.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def starting_values(self) -> dict[str, Any]:
        return {"domains": list(self.organisation.domains.values_list("pk", flat=True))}


class PublicStep(ReviewStep):
    title = _("Ce qui est public")
    covers = ("is_public", "withheld")

    is_public = forms.BooleanField(
        label=_("Notre fiche est visible de tous"),
        required=False,
        help_text=_("Sinon, seules les personnes qui ont un compte la voient."),
    )
    withheld = forms.MultipleChoiceField(
        label=_("Ne pas montrer à tous"),
        required=False,
        choices=lambda: [(name, label_of(name)) for name in WITHHOLDABLE],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Les contacts, les offres et les besoins ont chacun leur case « visible de tous »."
        ),
    )

    def clean_withheld(self) -> list[str]:
        """Keep one order, so that the same choice is the same value."""
        return sorted(self.cleaned_data["withheld"])
