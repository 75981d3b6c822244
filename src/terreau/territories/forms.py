"""Forms of the territories."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.territories.sheets import read_sheet_tokens
from terreau.territories.tokens import read_tokens

LARGEST_FILE = 1_000_000
LARGEST_OFFICIAL_FILE = 300_000_000


class ImportPerimeterForm(forms.Form):
    """Paste a list of codes, or hand in the sheet that the composer exports."""

    codes = forms.CharField(
        label=gettext_lazy("Codes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Codes de communes (94018), d’intercommunalités (9 chiffres) ou de départements "
            "(94, 2A), un par ligne ou séparés par des virgules."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Ou un fichier CSV"),
        required=False,
        help_text=gettext_lazy("Par exemple celui que cette page exporte ; 1 Mo au plus."),
    )

    def clean_file(self):
        """Read the file as text, whatever its usual encodings."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_FILE:
            raise ValidationError(
                _("Ce fichier dépasse 1 Mo : un périmètre tient en quelques lignes, vérifiez-le.")
            )
        raw = file.read()
        if b"\x00" in raw:
            raise ValidationError(
                _("Ce fichier n’est pas un tableau en texte (CSV) : exportez-le d’abord en CSV.")
            )
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return raw.decode("cp1252", errors="replace")

    def clean(self):
        """Find the territories; each unknown or obsolete code is told in a sentence."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        tokens = read_sheet_tokens(cleaned["codes"]) + read_sheet_tokens(cleaned["file"])
        if not tokens:
            raise ValidationError(_("Collez des codes ou choisissez un fichier."))
        read = read_tokens(tokens)
        if read.errors:
            raise ValidationError(read.errors[:20])
        cleaned["units"] = read.territories
        return cleaned


class RefreshForm(forms.Form):
    """Hand in a newer official file; without one, the known addresses are asked."""

    file = forms.FileField(
        label=gettext_lazy("Fichier officiel"),
        required=False,
        help_text=gettext_lazy(
            "Tel qu’il est publié (CSV, XLSX ou ZIP) : Terreau reconnaît sa source à ses premières "
            "lignes. Sans fichier, Terreau interroge l’adresse officielle."
        ),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Année attendue"),
        required=False,
        min_value=1950,
        max_value=2100,
        help_text=gettext_lazy(
            "Un fichier d’une autre année est alors refusé, et un fichier qui n’en dit aucune la "
            "reçoit."
        ),
    )
    sha256 = forms.RegexField(
        r"^[0-9a-fA-F]{64}$",
        label=gettext_lazy("Empreinte attendue (SHA-256)"),
        required=False,
        help_text=gettext_lazy(
            "Si le producteur la publie : un fichier qui n’a pas cette empreinte est refusé."
        ),
        error_messages={
            "invalid": gettext_lazy("Une empreinte SHA-256 a 64 signes, chiffres ou lettres a à f.")
        },
    )
    is_extract = forms.BooleanField(
        label=gettext_lazy("C’est un extrait : garder ce qui est connu des autres territoires"),
        required=False,
    )

    def clean_file(self):
        """Refuse what no official file weighs."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST_OFFICIAL_FILE:
            raise ValidationError(
                _(
                    "Ce fichier dépasse 300 Mo : donnez-le depuis la machine, avec la commande "
                    "« terreau refresh-indicators --file »."
                )
            )
        return file


class AddressForm(forms.Form):
    """Follow an official file that moved."""

    url = forms.URLField(
        label=gettext_lazy("Adresse du fichier"),
        required=False,
        max_length=400,
        assume_scheme="https",
        help_text=gettext_lazy(
            "Commence par https://. Vide, cette source ne s’actualise que par un fichier."
        ),
    )

    def clean_url(self):
        """Keep to the web: an address is never a file of this machine."""
        url = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("Cette adresse n’est pas une adresse du web (https://…)."))
        return url
