"""What people type: preferences, and allauth's forms in the house's words."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import Person

ADDRESS = _("Votre adresse électronique")
ADDRESS_ERRORS = {
    "required": _("Écrivez votre adresse électronique."),
    "invalid": _("Cette adresse n’est pas complète. Écrivez-la comme prenom.nom@exemple.fr."),
}
PASSWORD_ADVICE = _(
    "Douze signes au moins. Une courte phrase que vous seul connaissez est facile à retenir "
    "et difficile à deviner."
)


class HouseFieldsMixin:
    """Give allauth's fields our labels and help, and no placeholder that repeats them."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if isinstance(field, forms.EmailField):
                field.error_messages.update(ADDRESS_ERRORS)


class CodeFieldMixin(HouseFieldsMixin):
    """A short code, easy to type on a phone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        attrs = {"autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        self.fields["code"].widget.attrs.update(attrs)


class SignInForm(HouseFieldsMixin, account_forms.LoginForm):
    """One address, two ways: with a password it signs in, without it sends a code."""

    labels = {"login": ADDRESS, "password": _("Mot de passe")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AskCodeForm(HouseFieldsMixin, account_forms.RequestLoginCodeForm):
    labels = {"email": ADDRESS}


class SignInCodeForm(CodeFieldMixin, account_forms.ConfirmLoginCodeForm):
    labels = {"code": _("Code reçu par courriel")}


class AddressCodeForm(CodeFieldMixin, account_forms.ConfirmEmailVerificationCodeForm):
    labels = {"code": _("Code reçu par courriel")}


class ResetCodeForm(CodeFieldMixin, account_forms.ConfirmPasswordResetCodeForm):
    labels = {"code": _("Code reçu par courriel")}


class ChangeAddressForm(HouseFieldsMixin, account_forms.AddEmailForm):
    labels = {"email": _("Nouvelle adresse électronique")}
    helps = {"email": _("Nous y enverrons un code : l’ancienne adresse sert jusque-là.")}


class ConfirmPasswordForm(HouseFieldsMixin, account_forms.ReauthenticateForm):
    labels = {"password": _("Votre mot de passe")}


class ChangePasswordForm(HouseFieldsMixin, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Mot de passe actuel"),
        "password1": _("Nouveau mot de passe"),
        "password2": _("Le même, une seconde fois"),
    }
    helps = {"password1": PASSWORD_ADVICE}


class SetPasswordForm(HouseFieldsMixin, account_forms.SetPasswordForm):
    labels = {"password1": _("Mot de passe"), "password2": _("Le même, une seconde fois")}
    helps = {"password1": PASSWORD_ADVICE}


class AskResetForm(HouseFieldsMixin, account_forms.ResetPasswordForm):
    labels = {"email": ADDRESS}


class NewPasswordForm(HouseFieldsMixin, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("Nouveau mot de passe"), "password2": _("Le même, une seconde fois")}
    helps = {"password1": PASSWORD_ADVICE}


class SecondFactorForm(CodeFieldMixin, mfa_forms.AuthenticateForm):
    labels = {"code": _("Code à six chiffres, ou un de vos codes de secours")}


class ConfirmSecondFactorForm(CodeFieldMixin, mfa_forms.ReauthenticateForm):
    labels = {"code": _("Code à six chiffres, ou un de vos codes de secours")}


class ActivateSecondFactorForm(CodeFieldMixin, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code à six chiffres que montre l’application")}


class CloseAccountForm(forms.Form):
    """Write one's address again: nobody closes an account by a slip."""

    address = forms.CharField(
        label=_("Pour confirmer, écrivez l’adresse du compte"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self) -> str:
        """Refuse any other address."""
        typed = self.cleaned_data["address"].strip()
        if typed.casefold() != self.person.email.casefold():
            raise forms.ValidationError(
                _("Ce n’est pas l’adresse de ce compte. Il n’est pas fermé.")
            )
        return typed


class ProfileForm(forms.ModelForm):
    """How the person is named, and how pages are shown to them."""

    class Meta:
        model = Person
        fields = ["full_name", "language", "theme"]
        labels = {"full_name": _("Votre nom"), "theme": _("Apparence des pages")}
        help_texts = {"full_name": _("Comme les autres membres le liront : prénom et nom.")}

    def clean_full_name(self) -> str:
        """Keep one line of text."""
        return " ".join(self.cleaned_data["full_name"].split())
