"""Open a review, plan the next one, answer alone, conclude, propose a next step."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.core.editing import VersionedModelForm
from terreau.partnerships.enums import Approach, ObjectiveMet, Recommitment
from terreau.partnerships.models import Party, Review, ReviewAnswer
from terreau.partnerships.review_words import APPROACH_WORDS, QUESTIONS, objective_keys

SCORES = [("", _("sans avis")), *((str(score), str(score)) for score in range(11))]
MET = [("", _("sans avis")), *ObjectiveMet.choices]
LATEST = datetime.timedelta(days=366)


class OpenReviewForm(forms.Form):
    """Until when each party may answer."""

    closes_on = forms.DateField(
        label=_("Dévoilée au plus tard le"),
        widget=DAY,
        help_text=_(
            "Les réponses se dévoilent dès que toutes les parties ont répondu, ou le lendemain de "
            "ce jour."
        ),
        error_messages=WRONG_DAY,
    )

    def __init__(self, *args, today: datetime.date, **kwargs) -> None:
        self.today = today
        super().__init__(
            *args, initial={"closes_on": today + datetime.timedelta(days=21)}, **kwargs
        )

    def clean_closes_on(self) -> datetime.date:
        """Leave some time, and not years."""
        day = self.cleaned_data["closes_on"]
        if not self.today <= day <= self.today + LATEST:
            raise ValidationError(gettext("Choisissez un jour à venir, d’ici un an."))
        return day


class CalendarForm(forms.Form):
    """When the next review opens by itself."""

    next_on = forms.DateField(
        label=_("Prochaine revue le"), required=False, widget=DAY, error_messages=WRONG_DAY
    )
    months = forms.IntegerField(
        label=_("Puis tous les … mois"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Vide : une seule fois."),
        error_messages={
            "invalid": _("Écrivez un nombre de mois : 12."),
            "min_value": _("Une revue revient tous les mois, ou moins souvent."),
            "max_value": _("Choisissez dix ans (120 mois) au plus."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """A rhythm needs a first day."""
        values = super().clean()
        if values.get("months") and not values.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", gettext("Dites le jour de la première revue de ce rythme."))
        return values


class AnswerForm(forms.Form):
    """One party's view, alone: « sans avis » is never a zero."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, answer: ReviewAnswer, **kwargs) -> None:
        self.keys = objective_keys(answer.party)
        super().__init__(*args, initial=self._told(answer), **kwargs)
        for name, words in QUESTIONS.items():
            self.fields[name] = _score(words.label, words.help)
        for approach in Approach:
            label = approach.label.capitalize()
            self.fields[f"approach_{approach}"] = _score(label, APPROACH_WORDS[approach])
        for number, (_key, label) in enumerate(self.keys):
            self.fields[f"objective_{number}"] = forms.ChoiceField(
                label=label, choices=MET, required=False
            )
        self.fields["recommits"] = forms.ChoiceField(
            label=gettext("Repartiriez-vous ?"),
            choices=[("", _("sans avis")), *Recommitment.choices],
            required=False,
        )
        for name, label in (
            ("strengths", gettext("Ce qui marche")),
            ("to_improve", gettext("Ce qu’il faudrait changer")),
        ):
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def _told(self, answer: ReviewAnswer) -> dict[str, Any]:
        told = {name: getattr(answer, name) for name in QUESTIONS}
        told |= {f"approach_{key}": score for key, score in answer.approaches.items()}
        told |= {
            f"objective_{number}": answer.objectives.get(key, "")
            for number, (key, _label) in enumerate(self.keys)
        }
        more = {name: getattr(answer, name) for name in ("recommits", "strengths", "to_improve")}
        return told | more | {"version": answer.version}

    @property
    def objects(self) -> list:
        """The three things that are looked at."""
        return [self[name] for name in QUESTIONS]

    @property
    def approaches(self) -> list:
        """The seven approaches."""
        return [self[f"approach_{approach}"] for approach in Approach]

    @property
    def own_objectives(self) -> list:
        """One question for each objective of this party."""
        return [self[f"objective_{number}"] for number in range(len(self.keys))]

    @property
    def words(self) -> list:
        """What is said in words."""
        return [self[name] for name in ("recommits", "strengths", "to_improve")]

    def clean(self) -> dict[str, Any]:
        """Refuse to give for good an answer that says nothing at all."""
        values = super().clean()
        told = {name: value for name, value in values.items() if name != "version"}
        if (
            self.data.get("act") == "give"
            and not self.errors
            and not any(value not in ("", None) for value in told.values())
        ):
            raise ValidationError(
                gettext(
                    "Répondez au moins à une question, ou laissez un mot : puis donnez la réponse."
                )
            )
        return values

    def values(self) -> dict[str, Any]:
        """What the action keeps."""
        told = self.cleaned_data
        return {
            **{name: told[name] for name in QUESTIONS},
            "approaches": {str(one): told[f"approach_{one}"] for one in Approach},
            "objectives": {
                key: told[f"objective_{number}"] for number, (key, _l) in enumerate(self.keys)
            },
            **{name: told[name] for name in ("recommits", "strengths", "to_improve")},
        }


def _score(label: str, help_text: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=SCORES,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choisissez une note de 0 à 10, ou « sans avis ».")},
    )


class ConclusionForm(VersionedModelForm):
    """What the parties conclude together."""

    class Meta:
        model = Review
        fields = ["conclusions"]
        labels = {"conclusions": _("Ce que nous en concluons")}
        widgets = {"conclusions": forms.Textarea(attrs={"rows": 5})}


class StepForm(forms.Form):
    """One next step."""

    what = forms.CharField(
        label=_("Prochain pas"),
        max_length=300,
        error_messages={"required": _("Dites en une phrase ce qui sera fait.")},
    )
    party = forms.ModelChoiceField(
        label=_("Par qui"), queryset=Party.objects.none(), required=False, empty_label=_("ensemble")
    )
    due_on = forms.DateField(
        label=_("Pour le"), required=False, widget=DAY, error_messages=WRONG_DAY
    )

    def __init__(self, *args, review: Review, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = Party.objects.current().filter(partnership=review.partnership_id)
        self.fields["party"].queryset = rows.select_related("organisation").order_by("pk")
