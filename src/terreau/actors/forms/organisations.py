"""The form of an organisation's sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS, SUBTYPES_BY_WORLD
from terreau.actors.forms.contacts import NewContactRows
from terreau.actors.forms.sheet_form import SheetForm
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.official_numbers import NUMBER_CHECKS, compact_number
from terreau.territories.fields import TerritoriesField, TerritoryField

WORLD_CHOICES = [("", "—"), *((world.value, world.label) for world in ORGANISATION_WORLDS)]
SUBTYPE_CHOICES = [
    ("", _("non précisé")),
    *(
        (world.label, [(subtype.value, subtype.label) for subtype in subtypes])
        for world, subtypes in SUBTYPES_BY_WORLD.items()
    ),
]


class OfficialNumberField(forms.CharField):
    """A SIREN, SIRET or RNA, with the blanks people write in it."""

    def __init__(self, number: str, **kwargs) -> None:
        self.number = number
        super().__init__(**{"max_length": 40, "required": False, "label": number.upper(), **kwargs})

    def to_python(self, value: Any) -> str:
        return compact_number(super().to_python(value))

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value:
            NUMBER_CHECKS[self.number](value)


class OrganisationForm(SheetForm):
    """The main lines of a sheet on one page; the contacts are rows beneath."""

    row_sets = {"contacts": NewContactRows}

    world = forms.ChoiceField(
        label=_("Monde"),
        choices=WORLD_CHOICES,
        help_text=_(
            "Les habitants participent en leur nom : ils n’ont pas de fiche d’organisation."
        ),
        error_messages={
            "invalid_choice": _(
                "Ce monde n’accueille pas d’organisation : choisissez un des six de la liste."
            )
        },
    )
    subtype = forms.ChoiceField(label=_("Type"), choices=SUBTYPE_CHOICES, required=False)
    siren = OfficialNumberField(
        "siren", help_text=_("9 chiffres. Un collectif non déclaré n’en a pas : laissez vide.")
    )
    siret = OfficialNumberField("siret", help_text=_("14 chiffres : le SIREN, puis 5 chiffres."))
    rna = OfficialNumberField("rna", help_text=_("Associations : W puis 9 caractères."))
    place = TerritoryField(label=_("Commune du siège"), required=False)
    perimeter = TerritoriesField(
        label=_("Périmètre d’action"),
        required=False,
        help_text=_("Là où l’organisation agit ; il peut différer de son siège."),
    )
    domains = forms.ModelMultipleChoiceField(
        label=_("Domaines d’action"),
        queryset=ActionDomain.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    aliases = forms.CharField(
        label=_("Autres noms"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sigle, ancien nom, faute fréquente : un par ligne."),
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "world",
            "subtype",
            "aliases",
            "siren",
            "siret",
            "rna",
            "place",
            "address",
            "perimeter",
            "domains",
            "description",
            "source",
            "is_public",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "source": _("D’où viennent ces informations : « site de l’association, mars 2026 »."),
            "is_public": _(
                "Cochée : visible sans se connecter. Sinon : des seules personnes connectées."
            ),
        }
        error_messages = {
            "name": {
                "required": _("Donnez le nom de l’organisation."),
                "max_length": _(
                    "Ce nom dépasse 200 caractères. Mettez la suite dans la présentation."
                ),
            },
        }

    def fill_initial(self) -> None:
        """Show the aliases as lines and the seat as a territory."""
        super().fill_initial()
        if self.instance.pk:
            self.initial["place"] = self.instance.place
            self.initial["aliases"] = "\n".join(
                self.instance.aliases.values_list("name", flat=True)
            )

    def clean_aliases(self) -> list[str]:
        """Read one name a line, each once."""
        names = [" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines()]
        too_long = next((name for name in names if len(name) > 200), None)
        if too_long:
            raise forms.ValidationError(
                gettext("« %(start)s… » dépasse 200 caractères. Raccourcissez cette ligne.")
                % {"start": too_long[:40]}
            )
        return list(dict.fromkeys(name for name in names if name))

    def clean_siret(self) -> str:
        """Say which sheet already bears this SIRET."""
        return self._only_here("siret", "SIRET")

    def clean_rna(self) -> str:
        """Say which sheet already bears this RNA number."""
        return self._only_here("rna", "RNA")

    def _only_here(self, field: str, word: str) -> str:
        number = self.cleaned_data[field]
        others = Organisation.objects.filter(**{field: number}).exclude(pk=self.instance.pk)
        other = others.first() if number else None
        if other:
            raise forms.ValidationError(
                gettext(
                    "« %(name)s » porte déjà ce numéro %(word)s. Ouvrez sa fiche dans la liste des "
                    "acteurs plutôt que d’en créer une seconde."
                )
                % {"name": other.name, "word": word}
            )
        return number

    def clean(self) -> dict[str, Any]:
        """Compare the fields with each other."""
        values = super().clean()
        self._compare_numbers(values)
        subtype, world = values.get("subtype"), values.get("world")
        if subtype and world and subtype not in SUBTYPES_BY_WORLD[world]:
            self.add_error(
                "subtype",
                gettext(
                    "Ce type n’est pas de ce monde : choisissez-le dans sa liste, ou laissez vide."
                ),
            )
        return values

    def _compare_numbers(self, values: dict[str, Any]) -> None:
        siren, siret = values.get("siren"), values.get("siret")
        if siret and not siren and "siren" in values:
            values["siren"] = siret[:9]
        elif siret and siren and not siret.startswith(siren):
            self.add_error(
                "siret",
                gettext(
                    "Ce SIRET commence par %(start)s, et le SIREN donné est %(siren)s : "
                    "les neuf premiers chiffres doivent être les mêmes. Corrigez l’un des deux."
                )
                % {"start": siret[:9], "siren": siren},
            )


class NewOrganisationForm(OrganisationForm):
    """The same sheet, and the declaration of who creates it."""

    declares_mandate = forms.BooleanField(
        label=_("Je déclare parler au nom de cette organisation"),
        required=False,
        help_text=_("Vous recevez son premier mandat ; le journal garde cette déclaration."),
    )
    title = forms.CharField(label=_("Votre fonction"), max_length=120, required=False)
