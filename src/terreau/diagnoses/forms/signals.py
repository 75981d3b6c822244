"""Tell a weak signal, qualify it, follow it, filter the list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.alliances.permissions import is_facilitator
from terreau.core.editing import VersionedModelForm
from terreau.core.partial_dates import PartialDateFormField
from terreau.diagnoses.enums_signals import FOLLOWED, Capture, SignalState
from terreau.diagnoses.models import Signal
from terreau.territories.fields import TerritoryField

NAMELESS, IN_MY_NAME = "", "me"
TOLD = ("text", "seen_on", "place", "domain", "capture", "may_become_activity")


class SignalForm(forms.Form):
    """What was seen; everything but the words may be left out."""

    text = forms.CharField(
        label=_("Ce que vous avez vu ou entendu"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Un besoin qui monte, une situation nouvelle. Ne nommez personne."),
        error_messages={"required": _("Écrivez ce que vous avez vu : une phrase suffit.")},
    )
    seen_on = PartialDateFormField(
        label=_("Quand"), required=False, help_text=_("« automne 2026 », « mars 2026 »…")
    )
    place = TerritoryField(label=_("Commune"), required=False)
    domain = forms.ModelChoiceField(
        queryset=ActionDomain.objects.all(),
        label=_("Domaine"),
        required=False,
        empty_label=_("je ne sais pas"),
    )
    capture = forms.ChoiceField(
        label=_("L’action publique s’en occupe-t-elle déjà ?"),
        choices=[
            (Capture.UNKNOWN, _("je ne sais pas")),
            (Capture.NO, _("non")),
            (Capture.YES, _("oui")),
        ],
        initial=Capture.UNKNOWN,
        required=False,
        widget=forms.RadioSelect,
    )
    may_become_activity = forms.BooleanField(
        label=_("Cela pourrait devenir une activité économique"), required=False
    )

    def __init__(
        self, *args: Any, alliance: Alliance, posture: Posture | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.posture = posture
        if posture:
            choices = [(IN_MY_NAME, posture.label), (NAMELESS, _("sans dire qui"))]
            self.organisations = _members(alliance) if is_facilitator(posture, alliance) else []
            choices += [
                (str(one.pk), gettext("détecté par %(name)s, noté par moi") % {"name": one.name})
                for one in self.organisations
            ]
            self.fields["who"] = forms.ChoiceField(
                label=_("Qui le dit"), choices=choices, required=False, initial=IN_MY_NAME
            )

    def clean_capture(self) -> str:
        """Nothing said is not known."""
        return self.cleaned_data["capture"] or Capture.UNKNOWN

    def values(self) -> dict[str, Any]:
        """The columns of the signal."""
        return {name: self.cleaned_data[name] for name in TOLD}

    def voice(self) -> tuple[Posture | None, Organisation | None]:
        """Who tells it, and which organisation detected it; nobody when told without a name."""
        who = self.cleaned_data.get("who", NAMELESS)
        if not self.posture or who == NAMELESS:
            return None, None
        if who == IN_MY_NAME:
            return self.posture, self.posture.organisation
        return self.posture, next(one for one in self.organisations if str(one.pk) == who)


def _members(alliance: Alliance) -> list[Organisation]:
    members = Organisation.objects.filter(memberships__alliance=alliance, memberships__left_on=None)
    return list(members.order_by("name").distinct())


class QualifyForm(VersionedModelForm):
    """Of what a signal speaks, as the facilitators read it."""

    class Meta:
        model = Signal
        fields = ["domain", "challenge", "capture", "may_become_activity", "seen_on"]
        widgets = {"capture": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["challenge"].queryset = Challenge.objects.filter(
            alliance=self.instance.alliance_id
        )
        for name in ("domain", "challenge"):
            self.fields[name].empty_label = gettext("pas encore dit")

    def values(self) -> dict[str, Any]:
        """The columns that were qualified."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class FollowForm(forms.Form):
    """What was done or learned since."""

    text = forms.CharField(
        label=_("Ce qui a été fait ou appris"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase ce qui a été fait ou appris.")},
    )
    happened_on = forms.DateField(
        label=_("Le"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    state = forms.ChoiceField(
        label=_("Où il en est"), choices=[(s.value, s.label) for s in FOLLOWED]
    )

    def clean_happened_on(self):
        """Refuse a day to come."""
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                gettext("Ce jour n’est pas encore venu : notez ce qui fut.")
            )
        return day


class RefusalForm(forms.Form):
    """Why a signal is not kept."""

    reason = forms.CharField(label=_("Pourquoi"), max_length=300)


class SignalFilterForm(forms.Form):
    """Narrow the list."""

    state = forms.ChoiceField(
        label=_("État"), required=False, choices=[("", _("tous")), *SignalState.choices]
    )
    capture = forms.ChoiceField(
        label=_("Action publique"), required=False, choices=[("", _("tous")), *Capture.choices]
    )
    domain = forms.ModelChoiceField(
        queryset=ActionDomain.objects.all(),
        label=_("Domaine"),
        required=False,
        empty_label=_("tous"),
        to_field_name="code",
    )
