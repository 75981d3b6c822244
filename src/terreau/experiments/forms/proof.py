"""What will be measured, the measures, the criteria of proof, and the decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.core.editing import VersionedModelForm
from terreau.core.exchange.cell_texts import CellError, read_number
from terreau.core.partial_dates import PartialDateFormField, refuse_to_come
from terreau.experiments.enums import DecisionOutcome
from terreau.experiments.models import Measurement, Protocol

MOST = 10**11


class ValueField(forms.CharField):
    """A value as people write it: « 12,5 », « -3 »; empty is unknown."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored value with a comma, without its useless zeros."""
        is_number = value is not None and not isinstance(value, str)
        return f"{value.normalize():f}".replace(".", ",") if is_number else value

    def to_python(self, value: Any) -> Any:
        """Read the number, or say how to write it."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            number = read_number(typed)
        except CellError as error:
            raise forms.ValidationError(str(error)) from error
        if abs(number) >= MOST or round(number, 3) != number:
            raise forms.ValidationError(
                _("Écrivez un nombre avec trois décimales au plus, comme 12,5.")
            )
        return number


class ProtocolForm(VersionedModelForm):
    """One indicator, its baseline, what it is held against, and when one decides."""

    baseline = ValueField(label=_("Valeur de départ"), required=False)
    target = ValueField(label=_("Cible"), required=False)
    baseline_on = PartialDateFormField(
        label=_("Relevée"), required=False, validators=[refuse_to_come]
    )

    class Meta:
        model = Protocol
        fields = [
            "indicator",
            "unit",
            "population",
            "baseline",
            "baseline_on",
            "target",
            "comparison",
            "comparison_note",
            "source",
            "decides_on",
        ]
        widgets = {"decides_on": DAY, "comparison": forms.RadioSelect}
        help_texts = {
            "indicator": _("Un seul, que l’on sait relever : « élèves ayant trouvé un stage »."),
            "baseline": _("Vide : inconnue. Inconnu n’est pas zéro."),
            "comparison": _("Sans comparaison, on ne saura pas si c’est l’essai qui a changé."),
        }
        error_messages = {
            "indicator": {"required": _("Nommez ce qui sera mesuré.")},
            "comparison": {"required": _("Dites à quoi le résultat sera comparé.")},
            "decides_on": WRONG_DAY,
        }


class MeasurementForm(forms.ModelForm):
    """One value with its base."""

    on = PartialDateFormField(
        label=_("Quand"),
        validators=[refuse_to_come],
        error_messages={"required": _("Dites quand, même à peu près.")},
    )
    value = ValueField(
        label=_("Valeur"), error_messages={"required": _("Écrivez la valeur mesurée.")}
    )

    class Meta:
        model = Measurement
        fields = ["on", "value", "base", "is_comparison", "source"]
        help_texts = {"base": _("Sur combien, et lesquels : « 84 élèves de seconde ».")}
        error_messages = {
            "base": {"required": _("Une mesure sans sa base ne se lit pas : sur qui, combien ?")}
        }


class CriterionForm(forms.Form):
    """What would prove that it works."""

    criterion = forms.CharField(
        label=_("Critère"),
        max_length=200,
        help_text=_("« Une seconde classe le demande » ; « tenu un an sans nous »."),
        error_messages={"required": _("Dites ce qui prouverait que cela marche.")},
    )


class JudgementForm(forms.Form):
    """The evidence, and what one concludes."""

    evidence = forms.CharField(
        label=_("Preuve"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_met = forms.TypedChoiceField(
        label=_("Rempli"),
        required=False,
        choices=[("", _("pas encore jugé")), ("yes", _("oui")), ("no", _("non"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )

    def clean(self) -> dict[str, Any]:
        """A judgement stands on evidence."""
        cleaned = super().clean() or {}
        if cleaned.get("is_met") is not None and not cleaned.get("evidence"):
            self.add_error("evidence", _("Dites sur quelle preuve vous le jugez."))
        return cleaned


class DecisionForm(forms.Form):
    """What is decided, why, and what is kept of it."""

    outcome = forms.ChoiceField(
        label=_("Nous décidons de"),
        choices=DecisionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l’une des quatre suites.")},
    )
    decided_on = PartialDateFormField(
        label=_("Décidé"), error_messages={"required": _("Dites quand, même à peu près.")}
    )
    reasons = forms.CharField(
        label=_("Parce que"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Dites pourquoi : la raison sert à la suivante.")},
    )
    lesson = forms.CharField(
        label=_("Ce que nous en retenons"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """What is stopped leaves its lesson."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == DecisionOutcome.STOP and not cleaned.get("lesson"):
            self.add_error(
                "lesson",
                _("Une expérimentation arrêtée reste visible avec sa leçon : écrivez-la."),
            )
        return cleaned
