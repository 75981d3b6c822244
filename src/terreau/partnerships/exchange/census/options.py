"""What the person chose for a census, asked with the deposit of the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS, ActorWorld
from terreau.actors.exchange.options import DROP, REFUSE, ImportOptions
from terreau.alliances.models import Alliance
from terreau.partnerships.enums import Category, Certainty

PERIMETER = "perimeter"
_TEXTS = ("alliance", "where", "category", "certainty")


@dataclass(frozen=True)
class CensusOptions:
    """The choices of one import."""

    actors: ImportOptions = field(default_factory=ImportOptions)
    alliance: str = ""
    where: str = ""
    category: str = ""
    certainty: str = ""
    reads_topics: bool = True
    is_public: bool = False

    @classmethod
    def of(cls, told: Mapping[str, Any], layout: str = "") -> "CensusOptions":
        """Read what a run keeps; published grants are public whatever was ticked."""
        texts = {name: str(told.get(name) or "") for name in _TEXTS}
        if layout and not texts["certainty"]:
            texts["certainty"] = Certainty.DOCUMENTED.value
        return cls(
            actors=ImportOptions.of(told, layout),
            reads_topics=told.get("reads_topics") is not False,
            is_public=bool(layout) or bool(told.get("is_public")),
            **texts,
        )


class CensusProvenanceForm(forms.Form):
    """Whose census it is, and how what the file does not say is read."""

    is_personal = True

    alliance = forms.ChoiceField(label=_("État des lieux de l’alliance"), required=False)
    where = forms.ChoiceField(
        label=_("Où agissent ces partenariats"),
        choices=[
            ("", _("là où siègent les organisations, sinon lieu inconnu")),
            (PERIMETER, _("dans le périmètre de cette alliance")),
        ],
        required=False,
        help_text=_(
            "Un fichier de subventions ne dit pas où. Choisissez le périmètre si qui donne n’agit "
            "que là : une commune, une intercommunalité. Un lieu inconnu ne compte pas."
        ),
    )
    default_world = forms.ChoiceField(
        label=_("Monde des organisations dont rien ne le dit"),
        choices=[
            ("", _("refuser la ligne et le demander")),
            *((world.value, world.label) for world in ORGANISATION_WORLDS),
        ],
        initial=ActorWorld.GENERAL_INTEREST.value,
        required=False,
        help_text=_("Celles que l’annuaire connaît gardent le leur."),
    )
    broken_numbers = forms.ChoiceField(
        label=_("Numéros illisibles (notation scientifique, clé fausse)"),
        choices=[
            (REFUSE, _("refuser la ligne et dire pourquoi")),
            (DROP, _("garder l’organisation par son nom, sans ce numéro")),
        ],
        initial=REFUSE,
        required=False,
    )
    category = forms.ChoiceField(
        label=_("Catégorie de ces partenariats"),
        choices=[("", _("inconnue, ou dite par le fichier")), *Category.choices],
        required=False,
    )
    certainty = forms.ChoiceField(
        label=_("Certitude"),
        choices=[("", _("inconnue, ou dite par le fichier")), *Certainty.choices],
        required=False,
    )
    reads_topics = forms.BooleanField(
        label=_("Chercher les domaines dans l’objet et dans le nom"),
        initial=True,
        required=False,
        help_text=_("« École de musique » dit la culture. Ce qui est déduit est écrit comme tel."),
    )
    is_public = forms.BooleanField(
        label=_("Visible de tous"),
        required=False,
        help_text=_(
            "Décoché : les membres de l’alliance. Les subventions déjà publiées sont visibles de "
            "tous."
        ),
    )

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = alliances_of(person).order_by("name", "pk").values_list("slug", "name")
        choices = [("", _("aucune")), *dict.fromkeys(found)]
        self.fields["alliance"].choices = choices
        if not self.initial.get("alliance") and len(choices) == 2:
            self.initial["alliance"] = choices[1][0]


def alliances_of(person: Any):
    """The alliances whose census this person may fill: those of which they are a member."""
    if person is None:
        return Alliance.objects.none()
    return Alliance.objects.visible_to(person).filter(
        pk__in=Alliance.objects.joined_by(person).order_by().values("pk")
    )
