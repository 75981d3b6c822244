"""The état des lieux of the partnerships: what exists, one more, one that is none."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from terreau.actors.forms.row_sets import with_one_more_row
from terreau.actors.models import ActionDomain
from terreau.alliances.models import Alliance
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.census_figures import draw_density, draw_shares, draw_starts
from terreau.diagnoses.forms.census import CensusFilterForm, WithdrawForm
from terreau.diagnoses.views.access import diagnosis_frame
from terreau.partnerships.actions.census import (
    census_partnership,
    declare_again,
    withdraw_census,
)
from terreau.partnerships.census_matching import Alike, Sought, find_alike
from terreau.partnerships.census_reading import noted_apart, partnerships_here, read_census
from terreau.partnerships.enums import Provenance
from terreau.partnerships.forms.census import CensusForm
from terreau.partnerships.forms.parties import PartyFormSet
from terreau.partnerships.models import Partnership, Party
from terreau.partnerships.permissions_census import (
    can_census,
    can_import_census,
    can_withdraw_census,
)

ON_A_PAGE = 20


@login_not_required
def census(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the partnerships of the territory, what they say together, and what is unknown."""
    alliance = fetch_alliance(request, slug)
    form = CensusFilterForm(request.GET)
    asked = form.cleaned_data.get("provenance") if form.is_valid() else ""
    found = read_census(alliance, provenances=[asked] if asked else Provenance.values)
    domains = list(ActionDomain.objects.all())
    wanted = set(alliance.challenges.order_by().values_list("domains", flat=True)) - {None}
    frame = diagnosis_frame(request, alliance, "census", _("Partenariats"))
    context = frame | {
        "form": form,
        "census": found,
        "ended": len(found.rows) - found.running - found.unknown_running,
        "accompanied": sum(1 for one in found.rows if one.provenance == Provenance.ACCOMPANIED),
        "censused": sum(1 for one in found.rows if one.provenance == Provenance.CENSUSED),
        "page": _page(request, alliance, asked),
        "shares": draw_shares(found, domains),
        "starts": draw_starts(found),
        "density": draw_density(found, domains, wanted),
        "may_add": can_census(request.posture, alliance),
        "may_import": can_import_census(request.user),
    }
    return render(request, "diagnoses/census.html", context)


def _page(request: HttpRequest, alliance: Alliance, provenance: str):
    """Those of the list are the ones that this reader may open."""
    seen = Partnership.objects.visible_to(request.user).order_by().values("pk")
    unplaced, elsewhere = noted_apart(alliance)
    apart = {"inconnu": unplaced, "ailleurs": elsewhere}
    asked = request.GET.get("lieu", "")
    rows = apart[asked] if asked in apart else partnerships_here(alliance)
    rows = rows.filter(pk__in=seen)
    if provenance:
        rows = rows.filter(provenance=provenance)
    parties = Party.objects.current().select_related("organisation").order_by("pk")
    rows = rows.order_by("provenance", "-created_at", "-pk").prefetch_related(
        Prefetch("parties", queryset=parties, to_attr="here"), "domains"
    )
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Note an existing partnership; what may already be known is proposed, never guessed."""
    alliance = fetch_alliance(request, slug)
    require(can_census(request.posture, alliance))
    if request.method != "POST":
        own = request.posture.organisation
        # A member tells of its own; a facilitator most often of others'.
        is_own = own and not can_import_census(request.user)
        rows = [{"name": own.name}] if is_own else [{}]
        return _form_page(
            request, alliance, CensusForm(), PartyFormSet(prefix="parties", initial=[*rows, {}])
        )
    data = request.POST
    if "add" in data:
        data = with_one_more_row(data, "parties")
        parties = PartyFormSet(data, prefix="parties")
        parties.hold_errors()
        return _form_page(request, alliance, _unjudged(CensusForm(data)), parties)
    form, parties = CensusForm(data), PartyFormSet(data, prefix="parties")
    if form.is_valid() & parties.is_valid():
        alike = _alike(request, form, parties)
        if alike and not data.get("decision"):
            return _form_page(request, alliance, form, parties, alike=alike)
        made = _write(request, alliance, form, parties, alike)
        if made:
            return redirect("diagnoses:census", slug=slug)
    return _form_page(request, alliance, form, parties, status=422)


def _unjudged(form: CensusForm) -> CensusForm:
    """Show what was typed without judging it yet."""
    form._errors, form.cleaned_data = ErrorDict(), {}
    return form


def _alike(request: HttpRequest, form: CensusForm, parties) -> list[Alike]:
    known = [one.organisation for one in parties.new_parties()]
    if not all(known):
        return []
    told = form.cleaned_data
    sought = Sought(
        frozenset(one.pk for one in known),
        told["starts_on"],
        told["ends_on"],
        frozenset(told["categories"]),
    )
    return [one for one in find_alike([sought], request.user)[0] if one.has_same_parties]


def _write(request: HttpRequest, alliance: Alliance, form, parties, alike: list[Alike]):
    """Note a new one, or one more voice on the one that the person chose."""
    who = {"alliance": alliance, "by": request.posture, "now": timezone.now()}
    chosen = request.POST.get("decision", "")
    known = next((one.partnership for one in alike if str(one.partnership.uuid) == chosen), None)
    try:
        with transaction.atomic():
            if known:
                declare_again(known, form.values(), **who)
            else:
                census_partnership(form.values(), parties.new_parties(), **who)
    except (Refused, ValidationError) as error:
        said = error.messages[0] if isinstance(error, ValidationError) else str(error)
        form.add_error(None, said)
        return False
    said = (
        _("Votre déclaration s’ajoute aux autres : le partenariat compte toujours une fois.")
        if known
        else _("Le partenariat est recensé.")
    )
    messages.success(request, said)
    return True


def _form_page(
    request: HttpRequest, alliance: Alliance, form, parties, *, alike=(), status: int = 200
) -> HttpResponse:
    context = diagnosis_frame(request, alliance, "census", _("Recenser un partenariat")) | {
        "form": form,
        "parties": parties,
        "alike": alike,
        "back": reverse("diagnoses:census", args=[alliance.slug]),
    }
    return render(request, "diagnoses/census_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take away a partnership noted by mistake, with the reason."""
    alliance = fetch_alliance(request, slug)
    visible = Partnership.objects.visible_to(request.user).filter(censuses=alliance).distinct()
    partnership = get_object_or_404(visible, uuid=uuid)
    require(can_withdraw_census(request.posture, partnership))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        withdraw_census(partnership, reason=reason, by=request.posture, now=timezone.now())
        messages.success(request, _("Il n’est plus recensé ; le journal en garde trace."))
        return redirect("diagnoses:census", slug=slug)
    context = diagnosis_frame(request, alliance, "census", _("Retirer du recensement"))
    told = {"form": form, "partnership": partnership}
    return render(request, "diagnoses/census_withdraw.html", context | told)
