"""« Mon compte »: preferences, security, links, own data; and how one gets an account."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from terreau.accounts.actions import (
    close_account,
    end_session,
    sign_out_everywhere,
    take_back_link,
)
from terreau.accounts.adapter import remember_preferences
from terreau.accounts.extensions import account_sections, link_purpose_label, personal_data
from terreau.accounts.forms import CloseAccountForm, ProfileForm
from terreau.accounts.models import Person, PersonalLink
from terreau.accounts.open_sessions import open_sessions
from terreau.accounts.permissions import can_close_account
from terreau.core.verdicts import require


def profile(request: HttpRequest) -> HttpResponse:
    """Show the account; a POST saves the preferences."""
    # A copy, so that a refused name does not show in the frame of the page.
    person = Person.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré."))
        return remember_preferences(redirect("accounts:profile"), person)
    context = {"form": form, **_what_the_account_holds(request)}
    return render(request, "accounts/profile.html", context)


def _what_the_account_holds(request: HttpRequest) -> dict:
    factors = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    links = (
        PersonalLink.objects.visible_to(request.user)
        .outstanding(timezone.now())
        .select_related("person", "issued_by")
    )
    return {
        "has_second_factor": Authenticator.Type.TOTP in factors,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in factors,
        "links": [(link, link_purpose_label(link.purpose)) for link in links[:100]],
        "open_sessions": open_sessions(
            request.user, current_key=request.session.session_key, now=timezone.now()
        ),
        "sections": account_sections(request),
    }


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out of every other machine; this one stays."""
    person = sign_out_everywhere(by=request.user)
    update_session_auth_hash(request, person)
    UserSession.objects.create_from_request(request)
    messages.success(request, _("Toutes vos autres sessions sont fermées."))
    return redirect("accounts:profile")


@require_POST
def end_one_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other machine out."""
    session = get_object_or_404(UserSession, user=request.user, pk=pk)
    end_session(session=session, by=request.user)
    messages.success(request, _("Cette session est fermée."))
    return redirect("accounts:profile")


def close(request: HttpRequest) -> HttpResponse:
    """Tell what closing one's account does, and close it once the address is written again."""
    verdict = can_close_account(request.user, request.user)
    form = CloseAccountForm(request.POST or None, person=request.user)
    if request.method == "POST":
        require(verdict)
        if form.is_valid():
            close_account(person=request.user, by=request.user, now=timezone.now())
            logout(request)
            messages.success(request, _("Votre compte est fermé. Merci pour le chemin parcouru."))
            return redirect("home")
    return render(request, "accounts/close.html", {"form": form, "verdict": verdict})


@require_POST
def revoke_personal_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one of one's links."""
    link = get_object_or_404(PersonalLink.objects.visible_to(request.user), pk=pk)
    take_back_link(link=link, by=request.user, now=timezone.now())
    messages.success(request, _("Ce lien n’ouvre plus rien."))
    return redirect("accounts:profile")


@require_safe
@never_cache
def export_personal_data(request: HttpRequest) -> HttpResponse:
    """Give the person all that the instance knows of them, as a JSON file."""
    response = JsonResponse(
        personal_data(request.user),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="terreau-mes-donnees.json"'
    return response


@login_not_required
@require_safe
def how_to_join(request: HttpRequest) -> HttpResponse:
    """Say how one gets an account, since no public form opens one."""
    return render(request, "account/signup_closed.html")
