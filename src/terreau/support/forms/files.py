"""Open and keep a file: its head, tasks, notes, meetings."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import Person
from terreau.actors.models import Mandate
from terreau.alliances.models import Alliance
from terreau.core.editing import VersionedModelForm
from terreau.support.enums import SupportPhase, TaskState
from terreau.support.models import SupportFile, SupportMeeting, SupportNote, SupportTask


def day_input() -> forms.DateInput:
    """Ask for a day with the device's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def alliances_of(person: Person) -> QuerySet[Alliance]:
    """The alliances a person may tie a file or hours to."""
    mine = Alliance.objects.joined_by(person).filter(deleted_at=None)
    return Alliance.objects.filter(pk__in=mine.values("pk")).order_by("name", "pk")


def people_of(organisations: set[int], today: datetime.date) -> QuerySet[Person]:
    """The persons who speak for some organisations today."""
    mandates = Mandate.objects.filter(organisation__in=organisations).current(today)
    people = Person.objects.filter(pk__in=mandates.values("person"), is_active=True)
    return people.order_by("full_name", "pk")


class OpenFileForm(forms.ModelForm):
    """What is asked when an accompaniment begins."""

    class Meta:
        model = SupportFile
        fields = ["phase", "request", "alliance"]
        widgets = {"request": forms.Textarea(attrs={"rows": 4})}
        labels = {"request": _("Ce qui est demandé"), "alliance": _("Dans l’alliance")}
        help_texts = {"request": _("En quelques phrases, dans les mots de ceux qui demandent.")}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alliance"].queryset = alliances_of(person)
        self.initial["phase"] = self.instance.phase or SupportPhase.START


class FileForm(VersionedModelForm):
    """The head of a file: phase, request, what it waits for and since when."""

    class Meta:
        model = SupportFile
        fields = [
            *("phase", "request", "waits_for", "waits_from", "waits_since"),
            *("alliance", "accompanist"),
        ]
        widgets = {"request": forms.Textarea(attrs={"rows": 4}), "waits_since": day_input()}
        labels = {"request": _("Ce qui est demandé"), "alliance": _("Dans l’alliance")}
        help_texts = {
            "waits_for": _("Une réponse, une signature, une date ; vide si rien n’est attendu."),
            "waits_since": _("Vide : aujourd’hui."),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rebuild = {**self._rebuild, "person": person}
        self.fields["alliance"].queryset = alliances_of(person) | Alliance.objects.filter(
            pk=self.instance.alliance_id
        )
        self.fields["accompanist"].queryset = people_of(
            {self.instance.supporter_id}, timezone.localdate()
        )

    def clean_waits_since(self) -> datetime.date | None:
        """Refuse a wait that begins tomorrow."""
        since = self.cleaned_data["waits_since"]
        if since and since > timezone.localdate():
            raise forms.ValidationError(
                _("Cette attente commencerait dans l’avenir. Corrigez la date, ou laissez vide.")
            )
        return since


class CloseFileForm(forms.Form):
    """What came of an accompaniment."""

    outcome = forms.CharField(
        label=_("Ce qu’il en fut"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une ou deux phrases : ceux qui étaient accompagnés les liront aussi."),
    )


class TaskForm(forms.ModelForm):
    """One thing to do."""

    class Meta:
        model = SupportTask
        fields = ["what", "assignee", "due_on"]
        widgets = {"due_on": day_input()}
        labels = {"assignee": _("Par qui")}

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people
        self.fields["assignee"].empty_label = _("— à voir —")


class TaskStateForm(forms.Form):
    """What became of a task."""

    state = forms.ChoiceField(choices=TaskState.choices)


class NoteForm(forms.ModelForm):
    """A note, whose reader is chosen by the form that sends it."""

    class Meta:
        model = SupportNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class MeetingForm(forms.ModelForm):
    """A talk with those who are accompanied."""

    class Meta:
        model = SupportMeeting
        fields = ["happens_at", "with_whom", "summary", "next_step"]
        widgets = {
            "happens_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "summary": forms.Textarea(attrs={"rows": 5}),
        }
