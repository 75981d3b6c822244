"""Ask for personal links: a number to print, or a list of addresses to write to."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.actions.links import MOST_AT_ONCE


class LinkCountForm(forms.Form):
    """How many links, and as what."""

    count = forms.IntegerField(
        label=_("Nombre de liens"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        help_text=_("Un par personne. Ils ne sont montrés qu’une fois, ici, maintenant."),
    )
    shape = forms.ChoiceField(
        label=_("Pour"),
        choices=[("sheet", _("une page à imprimer")), ("csv", _("un tableau (CSV)"))],
        initial="sheet",
        widget=forms.RadioSelect,
    )


class LinkAddressesForm(forms.Form):
    """The addresses to write to, one a line or as a paste from a mail program."""

    addresses = forms.CharField(
        label=_("Adresses électroniques"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=200_000,
        help_text=_(
            "Une par ligne, ou séparées par des virgules. Elles servent à l’envoi et sont "
            "oubliées ensuite : personne ne peut relier une adresse à des réponses."
        ),
        error_messages={"required": _("Collez au moins une adresse.")},
    )

    def clean_addresses(self) -> list[str]:
        """Read the addresses, and say which ones cannot be written to."""
        pieces = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n").splitlines()
        found, wrong = [], []
        for piece in pieces:
            address = piece.strip().rpartition("<")[2].rstrip("> ").strip()
            if not address:
                continue
            try:
                validate_email(address)
            except ValidationError:
                wrong.append(address)
            else:
                found.append(address)
        if wrong:
            shown = ", ".join(f"« {one[:60]} »" for one in wrong[:5])
            raise ValidationError(
                _("Ces adresses ne sont pas valables : %(shown)s. Corrigez-les, puis recommencez.")
                % {"shown": shown}
            )
        return found
