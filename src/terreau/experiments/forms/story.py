"""Small steps, « pas de côté », pages of the journal, immersions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from terreau.actors.forms.mandates import DAY, WRONG_DAY
from terreau.actors.models import Organisation
from terreau.core.partial_dates import PartialDateFormField, refuse_to_come
from terreau.experiments.enums import ImmersionState
from terreau.experiments.models import Experiment, ExperimentEntry, Immersion, SmallStep


def organisations_of(experiment: Experiment) -> QuerySet[Organisation]:
    """Those that take part: they bring, are asked, or are members of the alliance."""
    bringing = Q(contributions__piece__experiment=experiment)
    if experiment.alliance_id:
        bringing |= Q(memberships__alliance=experiment.alliance_id, memberships__left_on=None)
    keys = Organisation.objects.filter(bringing, merged_into=None).values("pk")
    return Organisation.objects.filter(pk__in=keys).order_by("name", "pk")


class StepForm(forms.ModelForm):
    """Who, what, when."""

    class Meta:
        model = SmallStep
        fields = ["what", "organisation", "who", "due_on"]
        widgets = {"due_on": DAY}
        help_texts = {
            "what": _("Petit, daté, possible avec ce que l’on a déjà."),
            "who": _("Un service, une classe… jamais le nom d’un mineur."),
        }
        error_messages = {
            "what": {"required": _("Dites ce qui sera fait, en une phrase.")},
            "due_on": WRONG_DAY,
        }

    def __init__(self, experiment: Experiment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_of(experiment)
        self.fields["organisation"].empty_label = _("à trouver")


class StepDoneForm(forms.Form):
    """The day it was done; empty, it is to be done again."""

    done_on = forms.DateField(
        label=_("Fait le"),
        required=False,
        widget=DAY,
        validators=[refuse_to_come],
        error_messages=WRONG_DAY,
    )
    result = forms.CharField(label=_("Ce que cela a donné"), required=False, max_length=300)


class SidestepForm(forms.Form):
    """What one changes first."""

    promise = forms.CharField(
        label=_("Ce que nous changeons d’abord chez nous"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Dites ce que votre organisation change d’abord.")},
    )


class EffectForm(forms.Form):
    """When it was done, and what it changed."""

    done_on = PartialDateFormField(label=_("Fait"), required=False, validators=[refuse_to_come])
    effect = forms.CharField(label=_("Effet"), required=False, max_length=500)


class EntryForm(forms.ModelForm):
    """One page of the journal."""

    happened_on = PartialDateFormField(
        label=_("Quand"),
        validators=[refuse_to_come],
        error_messages={"required": _("Dites quand, même à peu près.")},
    )

    class Meta:
        model = ExperimentEntry
        fields = ["kind", "happened_on", "text", "source"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "kind": forms.RadioSelect}
        help_texts = {
            "text": _("Les difficultés servent autant que les avancées. Ne nommez pas de mineur."),
        }
        error_messages = {
            "text": {"required": _("Racontez, même en deux phrases.")},
            "kind": {"required": _("Dites si c’est une avancée, une difficulté ou une leçon.")},
        }


class ImmersionForm(forms.ModelForm):
    """Who goes to whom, when, how many, and what each kept of it."""

    happens_on = PartialDateFormField(label=_("Quand"), required=False)

    class Meta:
        model = Immersion
        fields = ["visitor", "host", "state", "happens_on", "people", "debrief"]
        widgets = {"debrief": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "people": _("Un nombre. Les mineurs se comptent ; ils ne se nomment jamais."),
            "debrief": _("Ce que chacun a compris de l’autre. Sans nom d’élève."),
        }
        error_messages = {
            "visitor": {"required": _("Choisissez qui va.")},
            "host": {"required": _("Choisissez chez qui.")},
        }

    def __init__(self, experiment: Experiment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("visitor", "host"):
            self.fields[name].queryset = organisations_of(experiment)
            self.fields[name].empty_label = "—"

    def clean(self) -> dict[str, Any]:
        """One goes elsewhere than home."""
        cleaned = super().clean() or {}
        if cleaned.get("visitor") and cleaned.get("visitor") == cleaned.get("host"):
            self.add_error("host", _("On va chez une autre organisation que la sienne."))
        if cleaned.get("state") == ImmersionState.DONE and cleaned.get("happens_on"):
            try:
                refuse_to_come(cleaned["happens_on"])
            except ValidationError as error:
                self.add_error("happens_on", error)
        return cleaned
