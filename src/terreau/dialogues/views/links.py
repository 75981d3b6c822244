"""The personal links of a consultation: issue, send, take back, replace."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from terreau.accounts.links import link_verdict
from terreau.core.exchange.writing import MEDIA_TYPES, write_table
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.link_letters import ask_letters
from terreau.dialogues.actions.links import (
    issue_links,
    link_expiry,
    links_of,
    number_of,
    replace_voice_link,
    revoke_voice_link,
)
from terreau.dialogues.forms.links import LinkAddressesForm, LinkCountForm
from terreau.dialogues.kinds import page_of, with_kinds
from terreau.dialogues.models import Consultation
from terreau.dialogues.permissions_links import can_issue_links, can_see_links
from terreau.dialogues.views.access import consultation_frame, fetch_consultation

ON_A_PAGE = 50


@never_cache
def links(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """List the links by number: used, not yet, taken back; never what they answered."""
    _alliance, found = fetch_consultation(request, slug, uuid, Consultation)
    require(can_see_links(request.posture, found))
    return _show(request, found)


def _show(
    request: HttpRequest,
    found: Consultation,
    count_form: LinkCountForm | None = None,
    addresses_form: LinkAddressesForm | None = None,
) -> HttpResponse:
    page = Paginator(links_of(found), ON_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [
        {"number": number_of(link), "link": link, "opens": bool(link_verdict(link, now=now))}
        for link in page.object_list
    ]
    context = consultation_frame(request, found, _("Liens personnels")) | {
        "page": page,
        "rows": rows,
        "used": links_of(found).exclude(used_at=None).count(),
        "may_issue": can_issue_links(request.posture, found),
        "count_form": count_form or LinkCountForm(),
        "addresses_form": addresses_form or LinkAddressesForm(),
        "page_url": page_of(with_kinds(Consultation.objects).get(pk=found.pk)),
    }
    return render(request, "dialogues/links.html", context)


@never_cache
@require_POST
def issue(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Issue links and show them, once."""
    _alliance, found = fetch_consultation(request, slug, uuid, Consultation)
    require(can_issue_links(request.posture, found))
    form = LinkCountForm(request.POST)
    if not form.is_valid():
        return _show(request, found, count_form=form)
    made = issue_links(found, form.cleaned_data["count"], by=request.posture, now=timezone.now())
    if form.cleaned_data["shape"] == "csv":
        return _as_csv(request, found, made)
    return _as_sheet(request, found, made)


def _address(request: HttpRequest, found: Consultation, secret: str) -> str:
    return request.build_absolute_uri(reverse("dialogues-door:link", args=[found.code, secret]))


def _as_csv(request: HttpRequest, found: Consultation, made: list[tuple[int, str]]):
    rows = [[str(number), _address(request, found, secret)] for number, secret in made]
    table = write_table("csv", [_("repère"), _("lien")], rows)
    response = HttpResponse(table, content_type=MEDIA_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="liens-{found.code}.csv"'
    return response


def _as_sheet(request: HttpRequest, found: Consultation, made: list[tuple[int, str]]):
    context = consultation_frame(request, found, _("Liens personnels")) | {
        "made": [
            {"number": number, "address": _address(request, found, secret)}
            for number, secret in made
        ],
        "expires_on": link_expiry(found, timezone.now()),
    }
    return render(request, "dialogues/links_made.html", context)


@require_POST
def send(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Send a link to each address of a list."""
    _alliance, found = fetch_consultation(request, slug, uuid, Consultation)
    require(can_issue_links(request.posture, found))
    form = LinkAddressesForm(request.POST)
    if form.is_valid():
        try:
            job = ask_letters(
                found,
                form.cleaned_data["addresses"],
                site=request.build_absolute_uri("/"),
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error("addresses", str(error))
        else:
            messages.success(request, _("L’envoi commence ; les adresses seront oubliées après."))
            return redirect("core:job", job.pk)
    return _show(request, found, addresses_form=form)


@require_POST
def revoke(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Take a link back."""
    _alliance, found = fetch_consultation(request, slug, uuid, Consultation)
    require(can_issue_links(request.posture, found))
    try:
        revoke_voice_link(found, number, by=request.posture, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Le lien %(number)d est retiré.") % {"number": number})
    return redirect("dialogues:links", slug=slug, uuid=uuid)


@never_cache
@require_POST
def replace(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Replace the link of who lost theirs, and show the new one, once."""
    _alliance, found = fetch_consultation(request, slug, uuid, Consultation)
    require(can_issue_links(request.posture, found))
    try:
        made = replace_voice_link(found, number, by=request.posture, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("dialogues:links", slug=slug, uuid=uuid)
    return _as_sheet(request, found, [made])
