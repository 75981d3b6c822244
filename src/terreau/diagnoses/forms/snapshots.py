"""What is said of a diagnosis when it is frozen, or brought back from its file."""

from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.diagnoses.exchange.checking import SnapshotFileError
from terreau.diagnoses.exchange.envelope import Envelope
from terreau.diagnoses.exchange.reading import MOST_BYTES, read_snapshot_file
from terreau.diagnoses.models import DiagnosisSnapshot

HELD_SECONDS = 4 * 3600


class SnapshotForm(forms.ModelForm):
    """Its title, and what to know before reading it."""

    class Meta:
        model = DiagnosisSnapshot
        fields = ("title", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": _("Par exemple « Diagnostic de départ, automne 2026 »."),
            "note": _("Facultatif : ce qui a changé, ce qui manque, qui a participé."),
        }


class SnapshotFileForm(forms.Form):
    """The JSON file of a snapshot, and where it is from."""

    file = forms.FileField(
        label=_("Fichier de l’instantané"),
        help_text=_("Le fichier JSON qu’une page d’instantané donne sous « Emporter »."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choisissez le fichier JSON de l’instantané."),
            "empty": _("Ce fichier est vide : téléchargez-le de nouveau."),
        },
    )
    source = forms.CharField(
        label=_("D’où vient ce fichier"),
        max_length=300,
        help_text=_("Qui vous l’a donné, de quelle instance : ce sera affiché avec l’instantané."),
        error_messages={"required": _("Dites d’où vient ce fichier.")},
    )

    envelope: Envelope
    content: str

    def clean_file(self) -> Any:
        """Read the whole file, so that what is wrong is told beside the field."""
        file = self.cleaned_data["file"]
        raw = file.read(MOST_BYTES + 1)
        try:
            self.envelope = read_snapshot_file(raw, now=timezone.now())
        except SnapshotFileError as error:
            raise forms.ValidationError(str(error)) from error
        self.content = raw.decode("utf-8-sig")
        return file

    def held(self, salt: str) -> str:
        """Hold what was read and previewed; nothing is kept here until it is confirmed."""
        told = {"file": self.content, "source": self.cleaned_data["source"]}
        return signing.dumps(told, salt=salt, compress=True)


class HeldFileForm(forms.Form):
    """What was previewed, as it was held."""

    held = forms.CharField(widget=forms.HiddenInput)

    envelope: Envelope
    source: str

    def __init__(self, *args, salt: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.salt = salt

    def clean_held(self) -> str:
        """Read again what was held, by the same person in the same alliance."""
        held = self.cleaned_data["held"]
        try:
            told = signing.loads(held, salt=self.salt, max_age=HELD_SECONDS)
            self.envelope = read_snapshot_file(told["file"].encode(), now=timezone.now())
        except (signing.BadSignature, SnapshotFileError) as error:
            raise forms.ValidationError(
                gettext("Cet aperçu est trop ancien : déposez de nouveau le fichier.")
            ) from error
        self.source = told["source"]
        return held
