"""What a person types about their own views of the directory."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SavedViewForm(forms.Form):
    """The name of a view, and the filters it keeps."""

    name = forms.CharField(label=_("Nom de la vue"), max_length=80)
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class RenameViewForm(forms.Form):
    """Another name for a view."""

    name = forms.CharField(label=_("Nouveau nom"), max_length=80)

    def __init__(self, *args, view_key: int, **kwargs) -> None:
        super().__init__(*args, auto_id=f"id_view_{view_key}_%s", **kwargs)
