"""The rows of contacts under the form of an organisation."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ContactKind
from terreau.actors.forms.row_sets import RowForm, row_set
from terreau.actors.values import ContactValues

_PHONE = re.compile(r"^\+?[0-9][0-9 .()\-\u00a0\u202f]{3,24}$")
_web_address = URLValidator(schemes=["http", "https"])
_email_address = EmailValidator()


class ContactForm(RowForm):
    """One way to reach the organisation; a row left empty does not count."""

    key_field = "value"

    kind = forms.ChoiceField(
        label=_("Moyen"), choices=[("", "—"), *ContactKind.choices], required=False
    )
    value = forms.CharField(
        label=_("Coordonnée professionnelle"),
        max_length=250,
        required=False,
        error_messages={"max_length": _("Cette coordonnée dépasse 250 caractères.")},
    )
    label = forms.CharField(label=_("Service ou fonction"), max_length=120, required=False)
    is_public = forms.BooleanField(
        label=_("Visible de tous (sinon, des personnes connectées)"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a contact, each in its own shape."""
        values = super().clean()
        kind, value = values.get("kind", ""), values.get("value", "")
        if value and not kind:
            self.add_error("kind", _("Dites si c’est un courriel, un téléphone ou un site."))
        elif kind and not value and "value" in values:
            self.add_error("value", _("Écrivez la coordonnée, ou retirez le moyen choisi."))
        elif kind and value:
            self._check_shape(kind, value)
        return values

    def row_values(self) -> ContactValues:
        """The contact as it is stored."""
        row = self.cleaned_data
        return ContactValues(row["kind"], row["value"], row["label"], row["is_public"])

    def _check_shape(self, kind: str, value: str) -> None:
        try:
            self.cleaned_data["value"] = check_contact(kind, value)
        except ValidationError as error:
            self.add_error("value", error)


def check_contact(kind: str, value: str) -> str:
    """Return the contact in its stored shape, or refuse it with a sentence."""
    if kind == ContactKind.EMAIL:
        return _checked(
            _email_address,
            value.strip(),
            _("Cette adresse n’est pas complète. Écrivez par exemple contact@exemple.fr."),
        )
    if kind == ContactKind.WEBSITE:
        address = value if re.match(r"^[a-z][a-z0-9+.\-]*:", value, re.I) else f"https://{value}"
        return _checked(
            _web_address,
            address,
            _("Cette adresse de site ne peut pas s’ouvrir. Écrivez par exemple www.exemple.fr."),
        )
    if not _PHONE.match(value):
        raise ValidationError(
            _("Ce numéro ne peut pas être composé. Écrivez par exemple 01 43 68 00 00.")
        )
    return value


def _checked(validator, value: str, sentence) -> str:
    try:
        validator(value)
    except ValidationError as error:
        raise ValidationError(sentence) from error
    return value


ContactRows = row_set("contacts", ContactForm, remove_label=_("Retirer ce contact"))
# A new sheet has room for three at once.
NewContactRows = row_set("contacts", ContactForm, extra=3, remove_label=_("Retirer ce contact"))
