"""What is said of a diagnosis when it is frozen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.diagnoses.models import DiagnosisSnapshot


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
