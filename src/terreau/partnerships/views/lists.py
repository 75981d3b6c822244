"""The partnerships: all those one may see, and those of one alliance."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.models import ActionDomain
from terreau.alliances.permissions import can_contribute_as_organisation
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.partnerships.forms.sheets import DirectoryForm
from terreau.partnerships.listing import (
    count_told,
    find_partnerships,
    narrowed,
    page_of,
    pictures_of,
)
from terreau.partnerships.permissions import can_create_partnership


def _listed(request: HttpRequest, **only) -> dict:
    domains = list(ActionDomain.objects.all())
    form = DirectoryForm(request.GET, domains=domains)
    filters = form.cleaned_data if form.is_valid() else {}
    found = find_partnerships(request.user, filters, today=timezone.localdate()).filter(**only)
    if not only:  # of one alliance, little is asked about who may see what
        found = narrowed(found)
    bases = count_told(found)
    return {
        "form": form,
        "page": page_of(found, request.GET.get("page"), bases["total"]),
        "pictures": pictures_of(found, bases, domains) if bases["total"] else [],
        "is_filtering": any(filters.values()),
    }


@login_not_required
def list_all(request: HttpRequest) -> HttpResponse:
    """Show every partnership this person may see."""
    context = {
        "crumbs": [(_("Partenariats"), "")],
        "may_create": can_create_partnership(request.posture),
        "create_url": reverse("partnerships:create"),
        "clean_url": reverse("partnerships:list"),
    }
    return render(request, "partnerships/list.html", context | _listed(request))


@login_not_required
def list_of_alliance(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the partnerships born in an alliance, among those this person may see."""
    alliance = fetch_alliance(request, slug)
    context = alliance_frame(request, alliance, "partnerships", _("Partenariats")) | {
        "may_create": can_contribute_as_organisation(request.posture, alliance),
        "create_url": f"{reverse('partnerships:create')}?alliance={alliance.slug}",
        "clean_url": reverse("partnerships:of_alliance", args=[alliance.slug]),
    }
    listed = _listed(request, pk__in=alliance.partnerships.order_by().values("pk"))
    return render(request, "partnerships/of_alliance.html", context | listed)
