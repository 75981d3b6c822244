"""The addresses of django-allauth that this instance opens, and no other.

allauth's own list is not included: it would open sign-up and social accounts. The names are
allauth's, because its views lead to each other by them.

Left for later, each behind its own decision: OpenID Connect and ProConnect (their provider's
`urlpatterns` come here, their buttons in `account/_other_ways.html`), and passkeys (« webauthn » in
`MFA_SUPPORTED_TYPES`, then `allauth.mfa.webauthn.urls` here).
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from terreau.accounts.views import how_to_join

sign_in_patterns = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisir/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/second-facteur/", mfa.authenticate, name="mfa_authenticate"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("ouvrir/", how_to_join, name="account_signup"),
]
password_patterns = [
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oublie/nouveau/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oublie/fait/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
security_patterns = [
    path("adresse/", account.email, name="account_email"),
    path(
        "adresse/code/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/second-facteur/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-facteur/", mfa.index, name="mfa_index"),
    path("second-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-facteur/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes-de-secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "codes-de-secours/nouveaux/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes-de-secours/fichier/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
urlpatterns = [*sign_in_patterns, *password_patterns, *security_patterns]
