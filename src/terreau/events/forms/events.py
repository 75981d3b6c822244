"""Prepare a meeting, its programme, its minutes, its cancellation."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.core.editing import VersionedModelForm
from terreau.dialogues.models import Workshop
from terreau.events.forms.fields import MomentInput
from terreau.events.models import Event, EventSession
from terreau.events.naming import recognise
from terreau.territories.fields import TerritoryField

SPEAKERS = 3
LONGEST = datetime.timedelta(days=31)
LONGEST_GROUP = 60


class EventForm(VersionedModelForm):
    """When, where, for how many, and who sees it."""

    series_name = forms.CharField(
        label=_("Série"),
        max_length=150,
        required=False,
        help_text=_("Quand la rencontre revient : « La rencontre annuelle ». Vide sinon."),
    )
    place = TerritoryField(label=_("Commune"), required=False)

    class Meta:
        model = Event
        fields = [
            "kind",
            "title",
            "description",
            "starts_at",
            "ends_at",
            "place_name",
            "address",
            "place",
            "capacity",
            "is_public",
            "takes_registrations",
            "registration_closes_at",
            "series_name",
            "edition",
            "source",
        ]
        widgets = {
            "kind": forms.RadioSelect,
            "description": forms.Textarea(attrs={"rows": 5}),
            "starts_at": MomentInput(),
            "ends_at": MomentInput(),
            "registration_closes_at": MomentInput(),
        }
        help_texts = {
            "capacity": _("Au-delà, une liste d’attente se forme. Vide : sans limite."),
            "is_public": _(
                "Sinon, seuls les membres la voient ici, et ceux à qui vous donnez son adresse."
            ),
            "takes_registrations": _("Sans compte, par une adresse à faire passer."),
            "registration_closes_at": _("Vide : jusqu’à la fin de la rencontre."),
            "edition": _("Son numéro dans la série : 5 pour la cinquième."),
            "source": _("D’où l’on sait ce qui est écrit, pour une rencontre passée."),
        }
        error_messages = {
            "kind": {"required": _("Choisissez la nature de la rencontre.")},
            "title": {"required": _("Donnez un titre à la rencontre.")},
            "starts_at": {"required": _("Dites quand la rencontre commence.")},
            "ends_at": {"required": _("Dites quand la rencontre finit.")},
        }

    def fill_initial(self) -> None:
        """Show the name of the series."""
        series = self.instance.series
        self.initial.setdefault("series_name", series.name if series else "")
        choices = self.fields["kind"].choices
        self.fields["kind"].choices = [choice for choice in choices if choice[0]]

    def clean(self) -> dict[str, Any]:
        """Refuse dates that no meeting has."""
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error(
                "ends_at", gettext("La fin vient après le début. Corrigez l’une des deux.")
            )
        elif starts_at and ends_at and ends_at - starts_at > LONGEST:
            self.add_error(
                "ends_at",
                gettext("Une rencontre dure un mois au plus : pour davantage, ouvrez une série."),
            )
        closes_at = cleaned.get("registration_closes_at")
        if closes_at and ends_at and closes_at > ends_at:
            self.add_error(
                "registration_closes_at",
                gettext("Les inscriptions se closent avant la fin de la rencontre."),
            )
        if cleaned.get("edition") and not cleaned.get("series_name"):
            self.add_error("series_name", gettext("Nommez la série dont c’est l’édition."))
        return cleaned


class SessionForm(forms.ModelForm):
    """One stretch of the programme, and who speaks there."""

    class Meta:
        model = EventSession
        fields = ["kind", "title", "theme", "group", "room", "starts_at", "ends_at", "workshop"]
        widgets = {"starts_at": MomentInput(), "ends_at": MomentInput()}
        labels = {"workshop": _("Atelier où s’écrivent les propositions")}
        error_messages = {"title": {"required": _("Donnez un titre à ce temps.")}}

    group = forms.CharField(label=_("Groupe"), max_length=300, required=False)

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        if self.instance.pk is None:
            self.fields["group"].help_text = gettext(
                "Pour un atelier tenu en plusieurs groupes, séparez-les par des virgules : "
                "un temps sera fait pour chacun."
            )
        workshops = Workshop.objects.filter(alliance=event.alliance_id)
        self.fields["workshop"].queryset = workshops.order_by("-opens_at", "pk")
        self.fields["workshop"].empty_label = gettext("aucun")
        known = list(self.instance.speakers.all())[:SPEAKERS] if self.instance.pk else []
        for number in range(SPEAKERS):
            self._add_speaker(number, known[number] if number < len(known) else None)

    def _add_speaker(self, number: int, one: Any) -> None:
        told = {"n": number + 1}
        for name, label in (
            ("name", gettext("Intervenant %(n)d : nom") % told),
            ("organisation", gettext("Intervenant %(n)d : organisation") % told),
            ("role", gettext("Intervenant %(n)d : rôle") % told),
        ):
            self.fields[f"{name}_{number}"] = forms.CharField(
                label=label,
                max_length=100 if name == "role" else 150,
                required=False,
                initial=str(getattr(one, name, None) or ""),
            )

    def _is_of_another_speaker(self, name: str) -> bool:
        return name.rpartition("_")[2] in map(str, range(1, SPEAKERS))

    @property
    def told(self) -> list[forms.BoundField]:
        """What most stretches need: up to the first speaker."""
        return [one for one in self.visible_fields() if not self._is_of_another_speaker(one.name)]

    @property
    def more_speakers(self) -> list[forms.BoundField]:
        """The speakers after the first, folded away until there are some."""
        return [one for one in self.visible_fields() if self._is_of_another_speaker(one.name)]

    @property
    def has_more_speakers(self) -> bool:
        """Tell whether there are some, or something to mend in them."""
        return any(one.value() or one.errors for one in self.more_speakers)

    def clean(self) -> dict[str, Any]:
        """Keep the stretch within its meeting."""
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error(
                "ends_at", gettext("La fin vient après le début. Corrigez l’une des deux.")
            )
        elif starts_at and starts_at < self.event.starts_at:
            self.add_error(
                "starts_at", gettext("Ce temps commencerait avant la rencontre elle-même.")
            )
        elif ends_at and ends_at > self.event.ends_at:
            self.add_error("ends_at", gettext("Ce temps finirait après la rencontre elle-même."))
        return cleaned

    def clean_group(self) -> str:
        """Refuse a name too long for its column; several only where each makes a stretch."""
        said = self.cleaned_data["group"].strip()
        names = [said] if self.instance.pk else said.split(",")
        if any(len(name.strip()) > LONGEST_GROUP for name in names):
            raise forms.ValidationError(
                gettext("Le nom d’un groupe compte %(most)d caractères au plus.")
                % {"most": LONGEST_GROUP}
            )
        return said

    def groups(self) -> list[str]:
        """One name for each stretch to make; one without name when none was given."""
        names = [name.strip() for name in self.cleaned_data["group"].split(",")]
        return list(dict.fromkeys(filter(None, names))) or [""]

    def speakers(self) -> list[dict[str, Any]]:
        """Read those who have a name; an organisation that is not known joins the role."""
        rows = []
        for number in range(SPEAKERS):
            said = {
                name: self.cleaned_data.get(f"{name}_{number}", "").strip()
                for name in ("name", "organisation", "role")
            }
            if not said["name"]:
                continue
            sheet = recognise(said["organisation"]) if said["organisation"] else None
            told = [said["role"], "" if sheet else said["organisation"]]
            role = ", ".join(filter(None, told))[:100]
            rows.append({"name": said["name"], "organisation": sheet, "role": role})
        return rows


class CancelForm(forms.Form):
    """Why it will not be held."""

    reason = forms.CharField(
        label=_("Pourquoi l’annuler"),
        max_length=300,
        help_text=_("Lu par tous les inscrits, qui reçoivent une lettre."),
        error_messages={
            "required": _("Dites pourquoi la rencontre est annulée : les inscrits le liront.")
        },
    )


class MinutesForm(VersionedModelForm):
    """What was said and decided."""

    class Meta:
        model = Event
        fields = ["minutes"]
        widgets = {"minutes": forms.Textarea(attrs={"rows": 18})}
        help_texts = {
            "minutes": _(
                "« ## » fait un titre, « - » une liste. Ne nommez que ceux qui l’ont accepté."
            )
        }


class PublishMinutesForm(forms.Form):
    """Whether the journal of the alliance carries the minutes."""

    feeds_journal = forms.BooleanField(
        label=_("En faire aussi une page du journal de l’alliance"), required=False, initial=True
    )
