"""What the sign-in exposes: exactly this list, closed sign-up, every page in our own skin."""

import pytest
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from terreau.accounts.urls import urlpatterns as account_urls
from terreau.accounts.urls_sign_in import urlpatterns as sign_in_urls
from tests.accounts.factories import make_person

PUBLIC = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_authenticate",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_email_verification_sent",
}
FOR_MEMBERS = {
    "account_change_password",
    "account_set_password",
    "account_email",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
CLOSED = [
    "socialaccount_connections",
    "socialaccount_signup",
    "socialaccount_login_error",
    "account_confirm_email",
    "account_reset_password_from_key",
    "account_signup_by_passkey",
    "mfa_list_webauthn",
    "mfa_trust",
]
SKINS = [
    "account/login.html",
    "account/request_login_code.html",
    "account/confirm_login_code.html",
    "account/confirm_email_verification_code.html",
    "account/confirm_password_reset_code.html",
    "account/password_reset.html",
    "account/password_reset_from_key.html",
    "account/password_reset_from_key_done.html",
    "account/password_change.html",
    "account/password_set.html",
    "account/email_change.html",
    "account/reauthenticate.html",
    "account/logout.html",
    "account/account_inactive.html",
    "account/signup_closed.html",
    "account/verified_email_required.html",
    "mfa/authenticate.html",
    "mfa/reauthenticate.html",
    "mfa/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "mfa/recovery_codes/index.html",
    "mfa/recovery_codes/generate.html",
    "mfa/recovery_codes/download.txt",
    "account/email/base_message.txt",
    "account/email/base_notification.txt",
    "account/messages/logged_in.txt",
    "429.html",
]


def test_the_sign_in_opens_these_addresses_and_no_other():
    assert {pattern.name for pattern in sign_in_urls} == PUBLIC | FOR_MEMBERS


@pytest.mark.parametrize("name", CLOSED)
def test_what_the_house_does_not_use_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=["x"] if "key" in name or "confirm" in name else [])


@pytest.mark.parametrize("path", ["signup/", "3rdparty/", "social/signup/", "login/", "2fa/"])
@pytest.mark.django_db
def test_the_stock_addresses_answer_404(client, path):
    client.force_login(make_person())
    assert client.get(f"/compte/{path}").status_code == 404


@pytest.mark.parametrize("name", SKINS)
def test_every_page_wears_our_skin(name):
    assert "terreau/accounts/templates" in get_template(name).origin.name


@pytest.mark.parametrize("name", sorted(PUBLIC))
@pytest.mark.django_db
def test_public_addresses_open_or_lead_to_the_sign_in(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200 or answer.url.startswith("/")
    assert "undefined" not in answer.text
    assert "style=" not in answer.text


@pytest.mark.parametrize("name", sorted(FOR_MEMBERS))
@pytest.mark.django_db
def test_the_other_addresses_ask_to_sign_in(client, name):
    answer = client.get(reverse(name))
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name", [pattern.name for pattern in account_urls if pattern.name != "digest-stop"]
)
@pytest.mark.django_db
def test_the_account_page_asks_to_sign_in(client, name):
    args = [1] if name in {"revoke-link", "end-session"} else []
    answer = client.post(reverse(f"accounts:{name}", args=args))
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_sign_up_says_how_to_be_invited_and_writes_nothing(client, django_user_model):
    page = client.get("/compte/ouvrir/").text
    assert "Un compte s’ouvre par invitation" in page
    answer = client.post("/compte/ouvrir/", {"email": "denis@example.org", "password1": "x" * 20})
    assert answer.status_code == 405
    assert not django_user_model.objects.exists()
