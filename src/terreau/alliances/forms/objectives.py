"""Propose an objective, and answer it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.enums import ConsentAnswer
from terreau.alliances.models import Objective


class ObjectiveForm(forms.ModelForm):
    """The text, and what makes it measurable; only the text is asked."""

    class Meta:
        model = Objective
        fields = [
            "text",
            "change_note",
            "indicator",
            "baseline",
            "target",
            "due_on",
            "source",
            "responsible",
        ]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "text": {"required": _("Écrivez l’objectif : une ou deux phrases que chacun redira.")}
        }
        help_texts = {
            "text": _("Clair, commun à tous, en une ou deux phrases."),
            "indicator": _("Ce qu’on comptera. Facultatif, mais un objectif qui se mesure dure."),
            "baseline": _("Où en est-on aujourd’hui ? « inconnu » est une réponse."),
            "source": _("D’où viendra le chiffre."),
        }


class ConsentForm(forms.Form):
    """Agreement, reservation or disagreement; the last two with their reason."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=ConsentAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une des trois réponses.")},
    )
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nécessaire pour une réserve ou un désaccord : c’est elle qui fait avancer."),
    )


class AnswerForm(ConsentForm):
    """The answer to the objective, refused without its reason."""

    def clean(self):
        """Ask the reason of whatever is not an agreement."""
        cleaned = super().clean()
        answer = cleaned.get("answer")
        if answer and answer != ConsentAnswer.AGREEMENT and not cleaned.get("reason"):
            self.add_error(
                "reason",
                _("Dites en une phrase la raison : c’est elle qui fait avancer le texte."),
            )
        return cleaned
