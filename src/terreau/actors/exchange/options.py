"""What the person chose for an import, asked with the deposit of the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS, LegalBasis

FOLD, KEEP = "fold", "keep"
REFUSE, DROP = "refuse", "drop"


@dataclass(frozen=True)
class ImportOptions:
    """The choices of one import, each with its prudent default."""

    publisher: str = ""
    vintage: str = ""
    legal_basis: str = ""
    informed_how: str = ""
    default_world: str = ""
    establishments: str = FOLD
    broken_numbers: str = REFUSE
    layout: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any], layout: str = "") -> "ImportOptions":
        """Read what a run keeps; what it does not say keeps its default."""
        names = {name for name in cls.__dataclass_fields__ if name != "layout"}
        given = {name: str(value) for name, value in told.items() if name in names and value}
        return cls(layout=layout, **given)

    @property
    def folds(self) -> bool:
        """Whether the establishments of one SIREN make one sheet."""
        return self.establishments != KEEP

    @property
    def drops_broken_numbers(self) -> bool:
        """Whether a row keeps its place in the directory without its unreadable number."""
        return self.broken_numbers == DROP


class ProvenanceForm(forms.Form):
    """Where the rows come from, on what ground, and how doubtful rows are read."""

    publisher = forms.CharField(
        label=_("Producteur du fichier"),
        max_length=200,
        required=False,
        help_text=_("Qui l’a fait : un service, une association, une personne."),
    )
    vintage = forms.CharField(
        label=_("Millésime"),
        max_length=60,
        required=False,
        help_text=_("L’année ou la date des données, par exemple « mars 2026 »."),
    )
    legal_basis = forms.ChoiceField(
        label=_("Base légale (RGPD)"),
        choices=[("", "—"), *LegalBasis.choices],
        required=False,
        help_text=_(
            "Nécessaire dès que le fichier permet de reconnaître une personne : nom, adresse "
            "électronique nominative, numéro direct."
        ),
    )
    informed_how = forms.CharField(
        label=_("Comment les personnes sont informées"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Après l’import, Terreau vous donne le texte de l’information à envoyer."),
    )
    default_world = forms.ChoiceField(
        label=_("Monde des lignes qui n’en disent rien"),
        choices=[
            ("", _("le demander ligne par ligne")),
            *((world.value, world.label) for world in ORGANISATION_WORLDS),
        ],
        required=False,
    )
    establishments = forms.ChoiceField(
        label=_("Plusieurs SIRET d’un même SIREN"),
        choices=[
            (FOLD, _("une seule fiche, les autres SIRET notés dessus")),
            (KEEP, _("une fiche par établissement, rattachée à la première")),
        ],
        initial=FOLD,
        required=False,
    )
    broken_numbers = forms.ChoiceField(
        label=_("Numéros illisibles (notation scientifique, clé fausse)"),
        choices=[
            (REFUSE, _("refuser la ligne et dire pourquoi")),
            (DROP, _("garder la ligne par son nom, sans ce numéro")),
        ],
        initial=REFUSE,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a ground before any person comes in."""
        told = super().clean()
        if self.data.get("takes_personal") and not told.get("legal_basis"):
            self.add_error(
                "legal_basis",
                gettext(
                    "Vous prenez les colonnes qui parlent de personnes : dites sur quelle base "
                    "légale, ou décochez cette case."
                ),
            )
        return told
