"""Campaigns: choose to whom, write, launch, follow, close."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from terreau.actors.actions.campaign_letters import print_letters
from terreau.actors.actions.campaigns import (
    close_campaign,
    discard_campaign,
    edit_campaign,
    launch_campaign,
    prepare_campaign,
    remove_target,
    send_again,
    set_target_address,
    wave_days,
)
from terreau.actors.campaign_figures import (
    failures_of,
    figures_by_departement,
    figures_by_world,
    figures_of,
)
from terreau.actors.campaign_letters import PLACES, write_letter
from terreau.actors.campaign_selections import selected, selection_choices
from terreau.actors.enums_campaigns import CampaignKind, CampaignState
from terreau.actors.forms.campaigns import AddressForm, CampaignForm
from terreau.actors.forms.directory import DirectoryForm
from terreau.actors.models import Campaign, CampaignTarget, Objection, Organisation
from terreau.actors.permissions_campaigns import (
    can_prepare_campaign,
    can_refresh_directory,
    can_run_campaign,
)
from terreau.actors.views.sheets import crumbs_of
from terreau.core.verdicts import Refused, require

PAGE_SIZE = 40


def _crumbs(here: str) -> list[tuple[str, str]]:
    top = [(_("Acteurs"), reverse("actors:list")), (_("Campagnes"), reverse("actors:campaigns"))]
    return [*top, (here, "")]


def find_campaign(request: HttpRequest, uuid: UUID) -> Campaign:
    """Fetch a campaign: every facilitator sees all of them, so that nobody is asked twice."""
    require(can_refresh_directory(request.user, today=timezone.localdate()))
    return get_object_or_404(Campaign.objects.select_related("created_by"), uuid=uuid)


@require_safe
def list_campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns, newest first."""
    require(can_refresh_directory(request.user, today=timezone.localdate()))
    campaigns = Campaign.objects.with_counts().order_by("-created_at", "pk")
    page = Paginator(campaigns, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "crumbs": crumbs_of(here=_("Campagnes")),
        "page": page,
        "objections": Objection.objects.count(),
    }
    return render(request, "actors/campaigns/list.html", context)


def new_campaign(request: HttpRequest) -> HttpResponse:
    """Choose to whom to write: ticked sheets, the filters of the list, an alliance."""
    require(can_refresh_directory(request.user, today=timezone.localdate()))
    if request.method == "POST":
        return _prepare(request)
    form = DirectoryForm(request.GET)
    count = _filtered(request, form).count() if form.is_filtering else None
    context = {
        "crumbs": _crumbs(_("Nouvelle campagne")),
        "choices": selection_choices(request.user),
        "kinds": CampaignKind.choices,
        "query": request.GET.urlencode(),
        "count": count,
    }
    return render(request, "actors/campaigns/new.html", context)


def _filtered(request: HttpRequest, form: DirectoryForm):
    return form.narrow(Organisation.objects.visible_to(request.user), signed_in=True)


def _prepare(request: HttpRequest) -> HttpResponse:
    kind = request.POST.get("kind", CampaignKind.REVIEW)
    found, label = _selection(request)
    campaign = prepare_campaign(
        found,
        kind=CampaignKind(kind if kind in CampaignKind.values else CampaignKind.REVIEW),
        selection=label,
        by=request.posture,
        now=timezone.now(),
    )
    return redirect(campaign)


def _selection(request: HttpRequest) -> tuple[list[int], str]:
    """Read whom was chosen: boxes ticked, else a selection, else the filters carried along."""
    ticked = [key for key in request.POST.getlist("sheet") if key.isdecimal() and len(key) < 19]
    if ticked:
        visible = Organisation.objects.visible_to(request.user).filter(pk__in=ticked)
        return list(visible.order_by("pk").values_list("pk", flat=True)), _("fiches cochées")
    chosen = selected(request.user, request.POST.get("selection", ""))
    if chosen:
        return list(chosen[0].order_by("pk").values_list("pk", flat=True)), chosen[1]
    form = DirectoryForm(_query_of(request))
    if form.is_filtering:
        rows = _filtered(request, form).order_by("pk")
        return list(rows.values_list("pk", flat=True)), _("filtres de la liste des acteurs")
    raise Refused(_("Rien n’est choisi. Cochez des fiches, une alliance, ou filtrez la liste."))


def _query_of(request: HttpRequest):
    # The filters travel as the text of an address, whatever their number.
    return type(request.GET)(request.POST.get("query", "")[:4000])


def show_campaign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a draft, or follow what was launched."""
    campaign = find_campaign(request, uuid)
    if campaign.state == CampaignState.DRAFT:
        return _show_draft(request, campaign)
    return _follow(request, campaign)


def _show_draft(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    today = timezone.localdate()
    form = CampaignForm(request.POST or None, instance=campaign, today=today)
    if request.method == "POST":
        require(can_prepare_campaign(request.user, campaign, today=today))
        if form.is_valid():
            edit_campaign(campaign, form.values(), by=request.posture, now=timezone.now())
            messages.success(request, _("Le brouillon est enregistré : voyez l’aperçu."))
            return redirect(campaign)
    campaign.refresh_from_db()
    page = _targets_page(request, campaign)
    context = {
        "crumbs": _crumbs(campaign.title),
        "campaign": campaign,
        "form": form,
        "page": page,
        "figures": figures_of(campaign),
        "mute": campaign.targets.filter(email="").count(),
        "places": [(f"{{{name}}}", label) for name, label in PLACES.items()],
        "letter": _preview(campaign),
        "may_prepare": can_prepare_campaign(request.user, campaign, today=today),
    }
    return render(request, "actors/campaigns/draft.html", context)


def _targets_page(request: HttpRequest, campaign: Campaign):
    rows = campaign.targets.select_related("organisation", "position").order_by(
        "email", "organisation__name", "pk"
    )
    if request.GET.get("vue") == "silencieux":
        rows = rows.filter(answer="")
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def _preview(campaign: Campaign):
    first = (
        campaign.targets.exclude(email="")
        .select_related("organisation__place")
        .order_by("email", "pk")[:1]
    )
    shown = f"{_('https://adresse-de-cette-instance')}/…"
    return write_letter(campaign, first, [shown], stop_address=shown) if first else None


def _follow(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    context = {
        "crumbs": _crumbs(campaign.title),
        "campaign": campaign,
        "figures": figures_of(campaign),
        "failures": failures_of(campaign, timezone.now()),
        "by_world": figures_by_world(campaign),
        "by_departement": figures_by_departement(campaign, elsewhere=_("siège inconnu")),
        "page": _targets_page(request, campaign),
        "days": wave_days(campaign),
        "may_run": can_run_campaign(request.user, campaign, today=timezone.localdate()),
    }
    return render(request, "actors/campaigns/follow.html", context)


@require_POST
def launch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the first message and the reminders."""
    campaign = find_campaign(request, uuid)
    site = request.build_absolute_uri("/").rstrip("/")
    launch_campaign(campaign, site=site, by=request.posture, now=timezone.now())
    messages.success(request, _("La campagne est lancée : les messages partent à leur jour."))
    return redirect(campaign)


@require_POST
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a campaign and its links, or throw a draft away."""
    campaign = find_campaign(request, uuid)
    if campaign.state == CampaignState.DRAFT:
        discard_campaign(campaign, by=request.posture, now=timezone.now())
        messages.success(request, _("Le brouillon est jeté ; rien n’est parti."))
        return redirect("actors:campaigns")
    close_campaign(campaign, by=request.posture, now=timezone.now())
    messages.success(request, _("La campagne est close : ses liens n’ouvrent plus rien."))
    return redirect(campaign)


@require_POST
def resend(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send again what did not leave for sure."""
    campaign = find_campaign(request, uuid)
    count = send_again(campaign, by=request.posture, now=timezone.now())
    messages.success(request, _("Messages redemandés : %(count)d.") % {"count": count})
    return redirect(campaign)


@require_POST
def change_target(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Give a recipient an address, or leave them out."""
    campaign = find_campaign(request, uuid)
    target = get_object_or_404(
        CampaignTarget.objects.select_related("campaign"), campaign=campaign, pk=pk
    )
    if "remove" in request.POST:
        remove_target(target, by=request.posture, now=timezone.now())
        return redirect(campaign)
    form = AddressForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(form.errors["email"]))
    set_target_address(target, form.cleaned_data["email"], by=request.posture, now=timezone.now())
    return redirect(campaign)


@require_POST
@never_cache
def letters(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Print the letters of those who have no address; each carries its link and its QR code."""
    campaign = find_campaign(request, uuid)
    site = request.build_absolute_uri("/").rstrip("/")
    printed = print_letters(campaign, site=site, by=request.posture, now=timezone.now())
    context = {"campaign": campaign, "letters": printed, "crumbs": _crumbs(_("Lettres"))}
    response = render(request, "actors/campaigns/letters.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
