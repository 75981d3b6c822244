"""Bend django-allauth to the house: accounts by invitation, one language, own sentences."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from terreau.accounts.enums import Language, Theme
from terreau.accounts.secrets_at_rest import decrypt_secret, encrypt_secret
from terreau.core.context import THEME_COOKIE


class InvitationAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation or by an administrator, never by a public form."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _(
            "Ce compte est fermé. Écrivez à l’administration de l’instance pour le rouvrir."
        ),
        "duplicate_email": _("C’est déjà votre adresse. Écrivez celle qui doit la remplacer."),
        "email_password_mismatch": _(
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou laissez le "
            "mot de passe vide pour recevoir un code par courriel."
        ),
        "email_taken": _("Un autre compte a déjà cette adresse. Choisissez-en une autre."),
        "enter_current_password": _(
            "Ce n’est pas votre mot de passe actuel. Recommencez, ou demandez-en un nouveau "
            "depuis la page de connexion."
        ),
        "incorrect_code": _(
            "Ce code n’est pas le bon. Recopiez le dernier code reçu, ou demandez-en un autre."
        ),
        "incorrect_password": _("Ce mot de passe n’est pas le bon. Recommencez."),
        "too_many_login_attempts": _(
            "Trop d’essais en peu de temps. Attendez quelques minutes, puis recommencez."
        ),
        "rate_limited": _("Trop de demandes en peu de temps. Attendez une minute."),
        "same_as_current": _("C’est déjà la valeur actuelle. Écrivez-en une autre."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No public sign-up writes anything."""
        return False

    def post_login(self, request: HttpRequest, user, **kwargs) -> HttpResponse:
        """Give the screens the person's language and theme from the first page."""
        return remember_preferences(super().post_login(request, user, **kwargs), user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypt the keys at rest, and say the refusals in the house's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _(
            "Votre compte est protégé par un second facteur : désactivez-le avant de changer "
            "d’adresse, puis réactivez-le."
        ),
        "cannot_generate_recovery_codes": _("Activez d’abord le second facteur."),
        "incorrect_code": _(
            "Ce code n’est pas le bon, ou il a déjà servi. Attendez que l’application en montre "
            "un autre, puis recommencez."
        ),
        "unverified_email": _("Vérifiez d’abord votre adresse électronique avec le code reçu."),
    }

    def encrypt(self, text: str) -> str:
        """Write a key as nobody who reads the database can use it."""
        return encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read it again."""
        return decrypt_secret(encrypted_text)


def remember_preferences(response: HttpResponse, person) -> HttpResponse:
    """Keep the language and the theme in the cookies that the frame of the pages reads.

    A preference left to the browser changes nothing that was chosen on this machine.
    """
    if person.language != Language.BROWSER:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, person.language)
    if person.theme != Theme.AUTO:
        _keep(response, THEME_COOKIE, person.theme)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
