"""Object to being listed: ask by a form, prove the address by a link, be erased at once."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.links import open_link
from terreau.actors.actions.objections import (
    PURPOSE,
    ask_objection,
    confirm_objection,
)
from terreau.actors.enums import ContactKind
from terreau.actors.forms.objections import ObjectionForm
from terreau.actors.models import (
    ObjectionRequest,
    Organisation,
    OrganisationContact,
    Position,
)
from terreau.actors.views.link_pages import gone, private_page
from terreau.core.rate_limits import limit
from terreau.core.verdicts import require


@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """Take a request; the answer is the same whether the address is listed or not."""
    form = ObjectionForm(request.POST or None)
    organisation = _organisation(request)
    if request.method == "POST" and form.is_valid():
        require(limit(request, "objection", "10/h"))
        email = form.cleaned_data["email"]
        # Nobody fills somebody else's mailbox through this form.
        require(limit(request, "objection-address", "3/d", key=email.casefold()))
        asked, secret = ask_objection(
            **form.cleaned_data, organisation=organisation, now=timezone.now()
        )
        address = request.build_absolute_uri(reverse("actors:objection-confirm", args=[secret]))
        transaction.on_commit(lambda: _post_letter(asked, address))
        return render(request, "actors/objection/sent.html", {"email": email})
    context = {"form": form, "organisation": organisation}
    return render(request, "actors/objection/ask.html", context)


def _organisation(request: HttpRequest) -> Organisation | None:
    """The public sheet from which the person came, if there is one."""
    key = request.GET.get("fiche", "")
    visible = Organisation.objects.visible_to(request.user)
    return visible.filter(uuid=key).first() if _is_uuid(key) else None


def _is_uuid(text: str) -> bool:
    plain = text.replace("-", "")
    return len(plain) == 32 and all(char in "0123456789abcdefABCDEF" for char in plain)


def _post_letter(asked: ObjectionRequest, address: str) -> None:
    context = {"address": address, "expires_on": timezone.localdate(asked.link.expires_at)}
    send_mail(
        _("Terreau · Confirmer votre opposition"),
        render_to_string("actors/email/objection.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [asked.email],
    )


@private_page
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what is held under a proved address; a POST erases it."""
    now = timezone.now()
    outcome = open_link(secret, purpose=PURPOSE, now=now)
    asked = (
        ObjectionRequest.objects.select_related("organisation", "link")
        .filter(link=outcome.link)
        .first()
        if outcome.verdict
        else None
    )
    if asked is None:
        reason = outcome.verdict.reason or _("Cette demande est déjà satisfaite.")
        return gone(request, reason)
    if request.method == "POST":
        erasure = confirm_objection(asked, now=now)
        context = {"erasure": erasure, "is_unlisted": False}
        return render(request, "actors/objection/done.html", context)
    return render(request, "actors/objection/confirm.html", {"asked": asked, **_held(asked)})


def _held(asked: ObjectionRequest) -> dict:
    """What the directory holds under this address: the person has the right to know."""
    contacts = OrganisationContact.objects.filter(kind=ContactKind.EMAIL, value__iexact=asked.email)
    positions = Position.objects.filter(email__iexact=asked.email)
    return {
        "contacts": contacts.select_related("organisation").order_by("pk"),
        "positions": positions.select_related("organisation").order_by("pk"),
    }
