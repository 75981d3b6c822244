"""Ask for a timetable of encounters, and for its remaining rounds again."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.events.enums import SessionKind
from terreau.events.forms.fields import MomentInput
from terreau.events.models import EncounterPlan, Event, Registration
from terreau.events.rounds import next_round

SIDES = [("", _("tout le monde")), *((world.value, world.label) for world in ORGANISATION_WORLDS)]
WHO = [("", _("toutes les inscrites")), ("present", _("les seules présentes"))]
WISHES = [("0", _("peu importe")), ("1", _("oui")), ("3", _("surtout"))]
MOST_ROUNDS = 30


class RegistrationsField(forms.ModelMultipleChoiceField):
    """Persons to tick, each with their organisation."""

    def label_from_instance(self, one: Registration) -> str:
        """Name the person and whom they come for."""
        told = one.organisation or one.organisation_name
        return f"{one.name} ({told})" if told else one.name


class PlanForm(forms.Form):
    """How many rounds, how long, around which tables, for whom, with which rests."""

    rounds = forms.IntegerField(
        label=_("Nombre de tours"), min_value=1, max_value=MOST_ROUNDS, initial=8
    )
    minutes = forms.IntegerField(label=_("Minutes par tour"), min_value=2, max_value=120, initial=7)
    table_size = forms.IntegerField(
        label=_("Personnes par table"),
        min_value=2,
        max_value=8,
        initial=4,
        help_text=_("De deux à huit. À deux, on se parle vraiment ; à quatre, on se croise plus."),
        error_messages={
            "min_value": _("Une table réunit de deux à huit personnes."),
            "max_value": _("Une table réunit de deux à huit personnes."),
        },
    )
    starts_at = forms.DateTimeField(label=_("Premier tour à"), widget=MomentInput())
    change_minutes = forms.IntegerField(
        label=_("Minutes pour changer de table"), min_value=0, max_value=30, initial=1
    )
    break_after = forms.IntegerField(
        label=_("Pause après le tour"),
        min_value=1,
        required=False,
        help_text=_("Vide : sans pause."),
    )
    break_minutes = forms.IntegerField(
        label=_("Minutes de pause"), min_value=1, max_value=240, initial=15, required=False
    )
    who = forms.ChoiceField(label=_("Qui prend part"), choices=WHO, required=False)
    first_side = forms.ChoiceField(
        label=_("Un côté"),
        choices=SIDES,
        required=False,
        help_text=_("Pour que deux mondes se rencontrent deux à deux : choisissez les deux côtés."),
    )
    second_side = forms.ChoiceField(label=_("L’autre côté"), choices=SIDES, required=False)
    left_out = RegistrationsField(
        queryset=Registration.objects.none(),
        label=_("Sauf ces personnes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mixing = forms.ChoiceField(label=_("Mêler les mondes"), choices=WISHES, initial="1")
    complementarity = forms.ChoiceField(
        label=_("Rapprocher besoins et offres"), choices=WISHES, initial="1"
    )
    novelty = forms.ChoiceField(
        label=_("Favoriser ceux qui ne se connaissent pas"), choices=WISHES, initial="1"
    )

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.session = event.sessions.filter(kind=SessionKind.ENCOUNTERS).first()
        self.initial.setdefault(
            "starts_at", self.session.starts_at if self.session else event.starts_at
        )
        people = event.registrations.expected().filter(erased_at=None)
        self.fields["left_out"].queryset = people.select_related("organisation").order_by(
            "name", "pk"
        )

    def clean(self) -> dict[str, Any]:
        """Refuse rounds that would not hold in the meeting, and half of two sides."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("first_side"), cleaned.get("second_side")
        if bool(first) != bool(second) or (first and first == second):
            self.add_error(
                "second_side",
                gettext("Choisissez deux côtés différents, ou « tout le monde » deux fois."),
            )
        rest = cleaned.get("break_after")
        if rest and cleaned.get("rounds") and rest >= cleaned["rounds"]:
            self.add_error("break_after", gettext("La pause vient avant le dernier tour."))
        starts_at = cleaned.get("starts_at")
        if starts_at and not self.event.starts_at <= starts_at < self.event.ends_at:
            self.add_error("starts_at", gettext("Le premier tour commence pendant la rencontre."))
        elif starts_at and not self.errors and self._ends_at(cleaned) > self.event.ends_at:
            self.add_error(
                "rounds",
                gettext(
                    "Ces tours finiraient après la rencontre. Prévoyez moins de tours, ou plus "
                    "courts."
                ),
            )
        return cleaned

    def _ends_at(self, cleaned: dict[str, Any]) -> datetime.datetime:
        pauses = (cleaned["rounds"] - 1) * cleaned["change_minutes"]
        if cleaned.get("break_after"):
            pauses += (cleaned.get("break_minutes") or 0) - cleaned["change_minutes"]
        minutes = cleaned["rounds"] * cleaned["minutes"] + pauses
        return cleaned["starts_at"] + datetime.timedelta(minutes=minutes)

    def values(self) -> dict[str, Any]:
        """The columns of the plan; two sides sit two by two."""
        names = ("rounds", "minutes", "table_size", "starts_at")
        read = {name: self.cleaned_data[name] for name in names} | {"session": self.session}
        return read | ({"table_size": 2} if self.cleaned_data["first_side"] else {})

    def params(self) -> dict[str, Any]:
        """What is kept beside, to lay the rounds on the clock and to compute again."""
        said = self.cleaned_data
        return {
            "who": said["who"],
            "left_out": [one.pk for one in said["left_out"]],
            "change_minutes": said["change_minutes"],
            "break_after": said.get("break_after") or 0,
            "break_minutes": said.get("break_minutes") or 0,
            "sides": [said["first_side"], said["second_side"]] if said["first_side"] else [],
            "weights": {name: int(said[name]) for name in ("mixing", "complementarity", "novelty")},
        }


class RemakeForm(forms.Form):
    """From which round to begin again, and who left meanwhile."""

    from_round = forms.TypedChoiceField(label=_("Refaire à partir du tour"), coerce=int, choices=())
    left = RegistrationsField(
        queryset=Registration.objects.none(),
        label=_("Qui est parti"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Les absents notés à l’accueil sont déjà ôtés, et les présents arrivés depuis ajoutés."
        ),
    )

    def __init__(self, plan: EncounterPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_round"].choices = [(n, str(n)) for n in range(1, plan.rounds + 1)]
        self.initial.setdefault("from_round", next_round(plan, timezone.now()))
        # Who had left stays ticked: made a second time, the rounds do not bring them back unasked.
        gone = plan.figures.get("away", {}).get(str(plan.rounds), [])
        self.initial.setdefault("left", gone)
        concerned = Q(seats__plan=plan) | Q(pk__in=gone)
        people = plan.event.registrations.expected().filter(concerned).distinct()
        self.fields["left"].queryset = people.select_related("organisation").order_by("name", "pk")
