"""« À rafraîchir » and « Ce que les structures ont changé »: the desk of the facilitators."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from terreau.actors.actions.review_decisions import (
    accept_review,
    confirm_by_phone,
    mark_reviews_seen,
    refuse_review,
    undo_review,
)
from terreau.actors.bridge.freshness import freshness_of
from terreau.actors.campaign_addresses import addresses_of
from terreau.actors.enums_campaigns import ReviewState
from terreau.actors.fields import label_of
from terreau.actors.forms.campaigns import PhoneForm, RefreshForm
from terreau.actors.freshness_rates import (
    living_sheets,
    rates_by_departement,
    rates_by_epci,
    sheets_to_refresh,
    without_address,
)
from terreau.actors.models import Objection, Organisation, SheetReview
from terreau.actors.permissions_campaigns import (
    can_decide_review,
    can_refresh_directory,
    can_undo_review,
)
from terreau.actors.views.sheets import crumbs_of, find_organisation
from terreau.core.verdicts import Refused, require

PAGE_SIZE = 40
REVIEWS_A_PAGE = 20
_ACTS = {
    "accept": (accept_review, gettext_lazy("C’est accepté : la fiche le dit désormais.")),
    "refuse": (refuse_review, gettext_lazy("C’est refusé : la fiche reste comme elle était.")),
    "undo": (
        undo_review,
        gettext_lazy("C’est annulé : la fiche est revenue à ses valeurs d’avant."),
    ),
}


@require_safe
def to_refresh(request: HttpRequest) -> HttpResponse:
    """List the sheets that nobody confirmed for a year, to write to them or to call."""
    today = timezone.localdate()
    require(can_refresh_directory(request.user, today=today))
    form = RefreshForm(request.GET)
    found = _narrow(sheets_to_refresh(today), form).select_related("place__departement")
    rows = found.order_by(F("confirmed_on").asc(nulls_first=True), "folded", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    addresses = addresses_of([sheet.pk for sheet in page], today=today)
    for sheet in page:
        sheet.freshness = freshness_of(sheet, today)
        sheet.address_known = sheet.pk in addresses
    is_narrow = bool(form.values.get("departement"))
    rates_of = rates_by_epci if is_narrow else rates_by_departement
    rates = rates_of(today, among=_within(living_sheets(), form))
    context = {
        "crumbs": crumbs_of(here=_("À rafraîchir")),
        "form": form,
        "page": page,
        "rates": rates,
        "is_narrow": is_narrow,
        "fresh": sum(rate.fresh for rate in rates),
        "total": sum(rate.total for rate in rates),
        "today": today,
    }
    return render(request, "actors/refresh/list.html", context)


def _within(sheets: QuerySet[Organisation], form: RefreshForm) -> QuerySet[Organisation]:
    values = form.values
    if values.get("departement"):
        sheets = sheets.in_departement(values["departement"])
    return sheets.filter(world=values["world"]) if values.get("world") else sheets


def _narrow(sheets: QuerySet[Organisation], form: RefreshForm) -> QuerySet[Organisation]:
    reasons = {
        "never": Q(confirmed_on=None),
        "old": Q(confirmed_on__isnull=False),
        "mute": without_address(),
    }
    why = form.values.get("why")
    narrowed = _within(sheets, form)
    return narrowed.filter(reasons[why]) if why else narrowed


def confirm_on_phone(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note that the sheet was read on the telephone."""
    organisation = find_organisation(request, uuid)
    require(can_refresh_directory(request.user, today=timezone.localdate()))
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirm_by_phone(
            organisation,
            by=request.posture,
            with_whom=form.cleaned_data["with_whom"],
            now=timezone.now(),
        )
        messages.success(request, _("La fiche est confirmée d’aujourd’hui. Merci de l’appel."))
        return redirect(organisation)
    crumbs = crumbs_of(organisation, _("Confirmer par téléphone"))
    context = {"form": form, "organisation": organisation, "crumbs": crumbs}
    return render(request, "actors/refresh/phone.html", context)


@require_safe
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Show what came back of the links, each field before and after, newest first."""
    today = timezone.localdate()
    require(can_refresh_directory(request.user, today=today))
    view = request.GET.get("vue", "")
    rows = _chosen(request, view).select_related(
        "organisation", "campaign", "seen_by", "decided_by", "sheet_link"
    )
    page = Paginator(rows, REVIEWS_A_PAGE).get_page(request.GET.get("page"))
    for review in page:
        review.changes = _changes(review)
        review.may_decide = bool(can_decide_review(request.user, review, today=today))
        review.may_undo = can_undo_review(request.user, review, today=today)
    context = {
        "crumbs": crumbs_of(here=_("Ce que les structures ont changé")),
        "page": page,
        "tabs": _tabs(view),
        "unseen": [review.pk for review in page if review.seen_at is None],
        "objections": Objection.objects.count(),
    }
    return render(request, "actors/refresh/reviews.html", context)


def _chosen(request: HttpRequest, view: str) -> QuerySet[SheetReview]:
    if view == "miennes":
        return SheetReview.objects.filter(asked_by=request.user)
    if view == "a-trancher":
        return SheetReview.objects.filter(state=ReviewState.PROPOSED)
    return SheetReview.objects.all()


def _tabs(view: str) -> list[tuple[str, str, bool]]:
    labels = {
        "": _("Tout"),
        "a-trancher": _("À trancher"),
        "miennes": _("De mes campagnes et de mes liens"),
    }
    return [(label, f"?vue={key}" if key else "?", key == view) for key, label in labels.items()]


def _changes(review: SheetReview) -> list[dict[str, str]]:
    return [
        {
            "label": label_of(name),
            "before": review.before.get(name, {}).get("said", ""),
            "after": after["said"],
        }
        for name, after in review.after.items()
    ]


@require_POST
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Accept, refuse or undo one review."""
    require(can_refresh_directory(request.user, today=timezone.localdate()))
    review = get_object_or_404(SheetReview, uuid=uuid)
    act, sentence = _ACTS.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        raise Refused(_("Ce geste n’existe pas. Revenez à la liste et choisissez un bouton."))
    try:
        act(review, by=request.posture, now=timezone.now())
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    messages.success(request, sentence)
    return redirect("actors:reviews")


@require_POST
def see_reviews(request: HttpRequest) -> HttpResponse:
    """Note that the reviews shown were read."""
    keys = [key for key in request.POST.getlist("review") if key.isdecimal() and len(key) < 19]
    shown = SheetReview.objects.filter(pk__in=keys[:REVIEWS_A_PAGE])
    mark_reviews_seen(list(shown), by=request.posture, now=timezone.now())
    messages.success(request, _("C’est noté : vous avez relu cette page."))
    return redirect("actors:reviews")
