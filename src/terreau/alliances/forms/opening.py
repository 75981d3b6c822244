"""The three steps of an opening, and the presentation of an alliance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.models import Alliance
from terreau.core.editing import VersionedModelForm
from terreau.core.partial_dates import PartialDateFormField
from terreau.territories.fields import TerritoriesField


class QuestionForm(forms.Form):
    """Step 1: what gathers."""

    question = forms.CharField(
        label=_("La question qui rassemble"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Un enjeu du territoire qu’aucune structure ne résout seule. Par exemple : « Comment "
            "les jeunes et les entreprises d’ici peuvent-ils se rencontrer pour de bon ? »"
        ),
        error_messages={"required": _("Écrivez la question qui rassemble : tout part d’elle.")},
    )
    name = forms.CharField(
        label=_("Nom de l’alliance"),
        max_length=150,
        help_text=_("Celui que vous employez déjà. Il pourra changer."),
        error_messages={"required": _("Donnez un nom à l’alliance, même provisoire.")},
    )
    started_on = PartialDateFormField(
        label=_("Début de la dynamique"),
        required=False,
        help_text=_("« 2012 », « automne 2013 » ou un jour. Vide : aujourd’hui."),
    )
    instigation_story = forms.CharField(
        label=_("Comment tout a commencé"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Un fait d’histoire. Être à l’origine de l’alliance ne donne aucun droit."),
    )


class PerimeterForm(forms.Form):
    """Step 2: where; any list of territories."""

    territories = TerritoriesField(
        label=_("Territoires"),
        help_text=_("Des communes, des intercommunalités, des départements : votre géométrie."),
    )
    perimeter_label = forms.CharField(
        label=_("Comment appelez-vous ce périmètre ?"),
        max_length=150,
        required=False,
        help_text=_("« Les bords de Marne ». Vide : les noms des territoires."),
    )


class AllianceForm(VersionedModelForm):
    """The presentation of an alliance, edited by its facilitators."""

    territories = TerritoriesField(label=_("Périmètre"))

    class Meta:
        model = Alliance
        fields = [
            "name",
            "question",
            "territories",
            "perimeter_label",
            "started_on",
            "instigation_story",
            "rules_of_play",
            "sources",
        ]
        widgets = {
            "question": forms.Textarea(attrs={"rows": 3}),
            "instigation_story": forms.Textarea(attrs={"rows": 2}),
            "rules_of_play": forms.Textarea(attrs={"rows": 5}),
            "sources": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "rules_of_play": _("Quelques phrases que chacun peut redire. Facultatif."),
            "sources": _("D’où viennent les faits racontés ici."),
        }

    def fill_initial(self) -> None:
        """Show the perimeter as the tokens that the search field keeps."""
        if self.instance.pk:
            self.initial.setdefault(
                "territories", [unit.token for unit in self.instance.perimeter.all()]
            )
