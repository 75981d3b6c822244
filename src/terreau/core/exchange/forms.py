"""What a person says when they bring a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from terreau.core.exchange.reading.limits import max_bytes, too_heavy


class UploadForm(forms.Form):
    """The file and where it comes from."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV ou XLSX, 10 Mo et 20 000 lignes au plus."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choisissez le fichier à importer."),
            "empty": _("Ce fichier est vide. Choisissez celui qui contient vos lignes."),
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
    empty_clears = forms.BooleanField(
        label=_("Les cases vides effacent la valeur enregistrée"),
        help_text=_("Sinon, une case vide laisse la fiche comme elle est."),
        required=False,
    )

    def clean_file(self):
        """Refuse a file too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > max_bytes():
            raise ValidationError(too_heavy())
        return upload
