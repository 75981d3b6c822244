"""Answer an invitation by its personal link, without a password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from terreau.accounts.actions import person_with_email
from terreau.accounts.links import open_link
from terreau.accounts.models import Person
from terreau.accounts.permissions import can_sign_in_by_link
from terreau.accounts.sign_in import sign_in_by_link
from terreau.alliances.actions.invitations import (
    PURPOSE,
    accept_invitation,
    decline_invitation,
)
from terreau.alliances.directory import cards_of
from terreau.alliances.forms.members import AcceptForm
from terreau.alliances.models import Invitation
from terreau.core.rate_limits import limit
from terreau.core.verdicts import GRANTED, Refused, Verdict, refused, require


def _refusal(request: HttpRequest, reason: str, status: int = 410) -> HttpResponse:
    return render(request, "alliances/invitation_refused.html", {"reason": reason}, status=status)


@never_cache
@login_not_required
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what one is invited to; a POST, and only a POST, answers."""
    require(limit(request, "invitation", rate="30/m"))
    outcome = open_link(secret, purpose=PURPOSE, now=timezone.now())
    if not outcome.verdict:
        return _refusal(request, outcome.verdict.reason)
    found = (
        Invitation.objects.select_related("alliance", "organisation", "invited_for", "link")
        .filter(link=outcome.link, alliance__deleted_at=None)
        .first()
    )
    if found is None:
        return _refusal(request, _("L’alliance de cette invitation n’existe plus."))
    known = person_with_email(found.email)
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        initial={"full_name": found.person_name},
        knows_person=known is not None,
        for_organisation=found.organisation_id is not None,
    )
    if request.method == "POST":
        answered = _answer(request, found, known, form)
        if answered:
            return answered
    context = {
        "invitation": found,
        "alliance": found.alliance,
        "card": cards_of([found.alliance])[0],
        "form": form,
        "other_account": request.user.is_authenticated and request.user != known,
    }
    return render(request, "alliances/invitation.html", context)


def _may_answer(request: HttpRequest, known: Person | None) -> Verdict:
    """Ask for the invited person before anything is written: nobody joins from another's seat."""
    if known:
        return can_sign_in_by_link(request.user, known)
    if request.user.is_authenticated:
        return refused(
            _("Vous êtes dans le compte de %(name)s. Déconnectez-vous, puis rouvrez ce lien.")
            % {"name": request.user.full_name}
        )
    return GRANTED


def _answer(
    request: HttpRequest, found: Invitation, known, form: AcceptForm
) -> HttpResponse | None:
    if "decline" in request.POST:
        decline_invitation(found, person=known, now=timezone.now())
        return render(request, "alliances/invitation_declined.html", {"alliance": found.alliance})
    if not form.is_valid():
        return None
    try:
        require(_may_answer(request, known))
        person, _membership = accept_invitation(
            found,
            person=known,
            full_name=form.cleaned_data.get("full_name", ""),
            title=form.cleaned_data.get("title", ""),
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Bienvenue : vous êtes membre, avec les mêmes droits que chacun."))
    if request.user.is_authenticated and request.user.pk == person.pk:
        return redirect(found.alliance)
    return sign_in_by_link(request, person, next_url=found.alliance.get_absolute_url())
