"""Answer a suggestion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.alliances.models import Alliance
from terreau.events.enums import EventState
from terreau.events.models import Event
from terreau.fabric.enums import SuggestionState
from terreau.fabric.networks import Network


class AnswerForm(forms.Form):
    """Which pair, what is done, where they will meet and a word about it."""

    first = forms.UUIDField(widget=forms.HiddenInput)
    second = forms.UUIDField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        choices=SuggestionState.choices,
        error_messages={"invalid_choice": _("Choisissez ce que vous faites de cette suggestion.")},
    )
    event = forms.ModelChoiceField(
        label=_("À la rencontre"),
        queryset=Event.objects.none(),
        required=False,
        to_field_name="uuid",
        empty_label=_("sans rencontre prévue"),
        error_messages={"invalid_choice": _("Cette rencontre n’est pas de cette alliance.")},
    )
    note = forms.CharField(label=_("Un mot"), max_length=300, required=False)

    def __init__(self, data, *, alliance: Alliance, network: Network) -> None:
        super().__init__(data)
        self.network = network
        self.fields["event"].queryset = coming_events(alliance)

    def clean(self) -> dict:
        """Both organisations are of this network."""
        cleaned = super().clean() or {}
        for name in ("first", "second"):
            if name in cleaned and str(cleaned[name]) not in self.network.places:
                raise forms.ValidationError(
                    _("Cette organisation n’est plus dans la toile. Rechargez la page.")
                )
        return cleaned


def coming_events(alliance: Alliance):
    """The meetings at which two may be introduced."""
    rows = Event.objects.filter(alliance=alliance).exclude(
        state__in=(EventState.HELD, EventState.CANCELLED)
    )
    return rows.order_by("starts_at", "pk")
