"""Duplicates of the directory: the list, side by side, and what a person decides."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from terreau.actors.actions.merging import (
    agree_to_merge,
    ask_accord,
    note_pair,
    reopen_pair,
    tell_distinct,
)
from terreau.actors.bridge.matching import say_kept
from terreau.actors.enums import PairState
from terreau.actors.extensions import is_facilitator
from terreau.actors.forms.duplicates import DuplicatesForm, TwoSheetsForm
from terreau.actors.models import DuplicatePair
from terreau.actors.permissions_matching import can_find_duplicates
from terreau.core.jobs import enqueue
from terreau.core.verdicts import require

PAGE_SIZE = 25
SHOWN_REASONS = 3
SHEETS = ("first__place__departement", "second__place__departement")


def find_pair(request: HttpRequest, key: int) -> DuplicatePair:
    """Fetch a pair this person may see, or answer 404."""
    visible = DuplicatePair.objects.visible_to(
        request.user, keeps_directory=is_facilitator(request.user)
    )
    return get_object_or_404(visible.select_related(*SHEETS, "agreed_by"), pk=key)


def crumbs(here: str) -> list[tuple[str, str]]:
    """The way from the list of actors to a page about duplicates."""
    return [
        (_("Acteurs"), reverse("actors:list")),
        (_("Doublons"), reverse("actors:duplicates")),
        (here, ""),
    ]


@require_safe
def list_duplicates(request: HttpRequest) -> HttpResponse:
    """Show the pairs to decide, the likeliest first."""
    require(can_find_duplicates(request.user, today=timezone.localdate()))
    return _show_list(request, TwoSheetsForm())


def _show_list(request: HttpRequest, by_hand: TwoSheetsForm, status: int = 200) -> HttpResponse:
    form = DuplicatesForm(request.GET)
    pairs = form.narrow(DuplicatePair.objects.standing()).select_related(*SHEETS)
    page = Paginator(pairs, PAGE_SIZE).get_page(request.GET.get("page"))
    for pair in page.object_list:
        pair.said = say_kept(pair.reasons[:SHOWN_REASONS])
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "by_hand": by_hand,
        "is_open": not form.cleaned_data.get("state"),
        "crumbs": crumbs("")[:2],
    }
    return render(request, "actors/duplicates.html", context, status=status)


@require_POST
def start_search(request: HttpRequest) -> HttpResponse:
    """Look over the whole directory, in the background."""
    require(can_find_duplicates(request.user, today=timezone.localdate()))
    job = enqueue("find-duplicates", {}, by=request.user, key="find-duplicates")
    return redirect("core:job", job.pk)


@require_POST
def put_side_by_side(request: HttpRequest) -> HttpResponse:
    """Compare two sheets that somebody recognised."""
    require(can_find_duplicates(request.user, today=timezone.localdate()))
    form = TwoSheetsForm(request.POST)
    if not form.is_valid():
        return _show_list(request, form, status=422)
    pair = note_pair(
        form.cleaned_data["first"],
        form.cleaned_data["second"],
        by=request.posture,
        now=timezone.now(),
    )
    return redirect("actors:compare", pair.pk)


@require_POST
def mark_distinct(request: HttpRequest, pair: int) -> HttpResponse:
    """Remember that these are two organisations, and go to the next pair."""
    found = find_pair(request, pair)
    tell_distinct(found, by=request.posture, now=timezone.now())
    messages.success(
        request,
        _("C’est noté : « %(first)s » et « %(second)s » ne seront plus proposées ensemble.")
        % {"first": found.first.name, "second": found.second.name},
    )
    return to_next(request, found)


def to_next(request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
    """Go to the next pair to decide; the list when none is left, or when it came from there."""
    if not is_facilitator(request.user):
        return redirect("actors:detail", pair.first.uuid)
    if request.POST.get("from") == "list":
        return redirect("actors:duplicates")
    following = neighbours(pair)["next"]
    return redirect("actors:compare", following) if following else redirect("actors:duplicates")


def neighbours(pair: DuplicatePair) -> dict[str, int | None]:
    """The pairs to decide around this one, in the order of the list; one query."""
    to_decide = DuplicatePair.objects.standing().filter(state=PairState.OPEN).exclude(pk=pair.pk)
    after = to_decide.filter(score__lt=pair.score) | to_decide.filter(
        score=pair.score, pk__gt=pair.pk
    )
    before = to_decide.filter(score__gt=pair.score) | to_decide.filter(
        score=pair.score, pk__lt=pair.pk
    )
    found = (
        after.order_by("-score", "pk").values_list("pk", "score")[:1],
        before.order_by("score", "-pk").values_list("pk", "score")[:1],
    )
    return {
        "next": next((pk for pk, _score in found[0]), None),
        "previous": next((pk for pk, _score in found[1]), None),
    }


@require_POST
def reopen(request: HttpRequest, pair: int) -> HttpResponse:
    """Take back « two organisations »."""
    found = find_pair(request, pair)
    reopen_pair(found, by=request.posture, now=timezone.now())
    messages.success(request, _("La question est rouverte."))
    return redirect("actors:compare", found.pk)


@require_POST
def ask(request: HttpRequest, pair: int) -> HttpResponse:
    """Ask those who speak for one of the two to agree to the merger."""
    found = find_pair(request, pair)
    ask_accord(found, by=request.posture, now=timezone.now())
    messages.success(
        request, _("C’est demandé : la question attend dans « À faire » de ces personnes.")
    )
    return redirect("actors:compare", found.pk)


@require_POST
def agree(request: HttpRequest, pair: int) -> HttpResponse:
    """Agree to the merger in the name of one of the two."""
    found = find_pair(request, pair)
    agree_to_merge(found, by=request.posture, now=timezone.now())
    messages.success(request, _("Votre accord est noté. Un catalyseur peut réunir les fiches."))
    return redirect("actors:compare", found.pk)
