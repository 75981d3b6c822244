"""What a person says when they bring a file."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.reading.limits import max_bytes, too_heavy
from terreau.core.models import ImportRun

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.geojson"


def _file_help() -> str:
    return gettext(
        "CSV, XLSX, ODS ou JSON, tel que vous l’avez : %(limit)d Mo au plus. Les titres, les "
        "encodages et les totaux se débrouillent."
    ) % {"limit": settings.TERREAU_IMPORT_MAX_MB}


class UploadForm(forms.Form):
    """The file and where it comes from."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=lazy(_file_help, str)(),
        max_length=500,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("Choisissez le fichier à importer."),
            "empty": _("Ce fichier est vide. Choisissez celui qui contient vos lignes."),
            "max_length": _("Le nom de ce fichier est trop long. Renommez-le."),
        },
    )
    source = forms.CharField(
        label=_("D’où viennent ces données ?"),
        help_text=_("Par exemple : annuaire de la mairie, mars 2026."),
        max_length=300,
        required=False,
    )
    licence = forms.CharField(
        label=_("Licence"),
        help_text=_("Par exemple : Licence Ouverte 2.0. Laissez vide si vous l’ignorez."),
        max_length=100,
        required=False,
    )
    takes_personal = forms.BooleanField(
        label=_("Prendre aussi les colonnes qui parlent de personnes"),
        help_text=_(
            "Noms, courriels et téléphones de personnes. Sans cette case, ils ne sont ni lus ni "
            "gardés. Avec elle, vous devez informer ces personnes."
        ),
        required=False,
    )
    empty_clears = forms.BooleanField(
        label=_("Les cases vides effacent la valeur enregistrée"),
        help_text=_("Sinon, une case vide laisse la fiche comme elle est."),
        required=False,
    )

    def __init__(self, *args: Any, dataset: Dataset, is_too_heavy: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._is_too_heavy = is_too_heavy
        if is_too_heavy:
            # The server let the rest of the file go by without keeping it.
            self.fields["file"].error_messages["required"] = too_heavy()
        personal = any(column.is_personal for column in dataset.columns)
        if not personal and not any(layout.personal for layout in dataset.layouts):
            del self.fields["takes_personal"]

    def clean_file(self):
        """Refuse a file too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > max_bytes():
            raise ValidationError(too_heavy())
        return upload

    def said(self) -> dict[str, Any]:
        """What was said beside the file itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


def said_of(run: ImportRun) -> dict[str, Any]:
    """What a deposit was told beside its file, under the names of the fields that ask it."""
    asked = ("source", "licence", "takes_personal", "empty_clears")
    return {**run.provenance, **{name: getattr(run, name) for name in asked}}


class ColumnsForm(forms.Form):
    """Which column each heading of the file is."""

    def __init__(
        self,
        *args: Any,
        dataset: Dataset,
        headings: list[str],
        mapping: Mapping[str, str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self._headings = headings
        choices = [("", _("— laisser de côté —"))]
        choices += [(column.name, _marked(column)) for column in dataset.columns]
        for rank, heading in enumerate(headings):
            self.fields[f"column_{rank}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=mapping.get(heading, ""),
            )

    def mapping(self) -> dict[str, str]:
        """Give the column chosen for each heading."""
        return {
            heading: self.cleaned_data[f"column_{rank}"]
            for rank, heading in enumerate(self._headings)
        }


def _marked(column: Any) -> str:
    """Name a column, with a star when it is required."""
    return f"{column.label} *" if column.required else str(column.label)


class AlikeForm(forms.Form):
    """One decision for many look-alikes."""

    score = forms.IntegerField(
        label=_("Ressemblance d’au moins (en %)"),
        min_value=1,
        max_value=100,
        initial=90,
        # The rows ticked on the page leave with it.
        widget=forms.NumberInput(attrs={"form": "decisions"}),
    )
    decision = forms.ChoiceField(choices=[("same", ""), ("create", "")])
