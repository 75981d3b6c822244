"""Write a challenge, and say where one stands on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import ActionDomain, DevelopmentGoal
from terreau.alliances.enums import ChallengeAim, ChallengePosition
from terreau.alliances.models import Challenge
from terreau.core.editing import VersionedModelForm
from terreau.territories.fields import TerritoriesField


class ChallengeForm(VersionedModelForm):
    """One challenge of the territory."""

    aim = forms.ChoiceField(
        label=_("Visée"), choices=ChallengeAim.choices, widget=forms.RadioSelect
    )
    domains = forms.ModelMultipleChoiceField(
        label=_("Domaines"),
        queryset=ActionDomain.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un domaine : la matrice se lit par eux.")},
    )
    goals = forms.ModelMultipleChoiceField(
        label=_("Objectifs de développement durable"),
        queryset=DevelopmentGoal.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territories = TerritoriesField(
        label=_("Territoires concernés"),
        required=False,
        help_text=_("Vide : tout le périmètre de l’alliance."),
    )

    class Meta:
        model = Challenge
        fields = [
            "title",
            "description",
            "aim",
            "domains",
            "goals",
            "territories",
            "is_external",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "is_external": _("Un enjeu d’alliance dépasse les besoins propres de chacun."),
        }
        error_messages = {
            "title": {"required": _("Nommez l’enjeu en quelques mots : « l’emploi des jeunes ».")}
        }

    def fill_initial(self) -> None:
        """Show the territories as the tokens that the search field keeps."""
        if self.instance.pk:
            self.initial["territories"] = [unit.token for unit in self.instance.territories.all()]


UNKNOWN = ""
INTERESTS = [(UNKNOWN, _("ne sait pas")), *((str(n), str(n)) for n in range(11))]


class StanceForm(forms.Form):
    """One member's interest and position."""

    interest = forms.ChoiceField(
        label=_("Notre intérêt, de 0 à 10"), choices=INTERESTS, required=False
    )
    position = forms.ChoiceField(label=_("Notre position"), choices=ChallengePosition.choices)
    note = forms.CharField(label=_("En une phrase"), max_length=300, required=False)

    def clean_interest(self) -> int | None:
        """Keep « does not know » apart from 0."""
        value = self.cleaned_data["interest"]
        return None if value == UNKNOWN else int(value)
