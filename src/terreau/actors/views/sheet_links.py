"""Send, follow and take back the personal links of one sheet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.actions.sheet_links import revoke_sheet_link, send_sheet_link
from terreau.actors.bridge.freshness import freshness_of
from terreau.actors.campaign_addresses import addresses_of
from terreau.actors.forms.campaigns import LinkForm
from terreau.actors.models import Organisation, SheetLink, SheetReview
from terreau.actors.permissions_campaigns import can_refresh_directory, can_send_sheet_link
from terreau.actors.views.sheets import crumbs_of, find_organisation
from terreau.core.rate_limits import limit
from terreau.core.verdicts import require

SHOWN = 10


def keep_fresh(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how fresh a sheet is, and send the link by which its structure verifies it."""
    organisation = find_organisation(request, uuid)
    today = timezone.localdate()
    require(can_send_sheet_link(request.user, organisation, today=today))
    known = addresses_of([organisation.pk], today=today).get(organisation.pk, "")
    form = LinkForm(request.POST or None, initial={"email": known})
    if request.method == "POST" and form.is_valid():
        require(limit(request, "sheet-link", "60/h"))
        _send(request, organisation, form.cleaned_data["email"])
        return redirect("actors:keep-fresh", organisation.uuid)
    context = {
        "crumbs": crumbs_of(organisation, _("Garder à jour")),
        "organisation": organisation,
        "freshness": freshness_of(organisation, today),
        "form": form,
        "may_phone": bool(can_refresh_directory(request.user, today=today)),
        "links": _outstanding(organisation),
        "reviews": SheetReview.objects.filter(organisation=organisation)[:SHOWN],
    }
    return render(request, "actors/refresh/keep_fresh.html", context)


def _send(request: HttpRequest, organisation: Organisation, email: str) -> None:
    send_sheet_link(
        organisation,
        email=email,
        write_address=lambda secret: request.build_absolute_uri(
            reverse("actors:review", args=[secret])
        ),
        by=request.posture,
        now=timezone.now(),
    )
    messages.success(
        request,
        _("Le lien est parti vers %(email)s. Il s’ouvre soixante jours.") % {"email": email},
    )


def _outstanding(organisation: Organisation) -> list[SheetLink]:
    links = SheetLink.objects.filter(
        organisation=organisation, link__revoked_at=None, link__expires_at__gt=timezone.now()
    )
    return list(links.select_related("link", "target__campaign").order_by("-pk")[:SHOWN])


@require_POST
def revoke(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Take a link back."""
    organisation = find_organisation(request, uuid)
    link = get_object_or_404(
        SheetLink.objects.select_related("link", "organisation"), organisation=organisation, pk=pk
    )
    revoke_sheet_link(link, by=request.posture, now=timezone.now())
    messages.success(request, _("Ce lien n’ouvre plus rien."))
    return redirect("actors:keep-fresh", organisation.uuid)
