"""Compare two sheets field by field, merge them, read the mergers and take one back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.actors.actions.merging import merge_organisations, undo_merge
from terreau.actors.actions.parting import why_not_parted
from terreau.actors.bridge.matching import say_kept
from terreau.actors.enums import PairState
from terreau.actors.extensions import is_facilitator
from terreau.actors.matching.choices import compare_fields, compare_lists, read_choices
from terreau.actors.matching.steps import model_label
from terreau.actors.models import DuplicatePair, Organisation, OrganisationMerge
from terreau.actors.permissions_matching import (
    can_agree_to_merge,
    can_ask_accord,
    can_find_duplicates,
    can_merge,
    can_undo_merge,
)
from terreau.actors.views.duplicates import crumbs, find_pair, neighbours
from terreau.core.editing import EditConflict
from terreau.core.verdicts import require

PAGE_SIZE = 25
LINE, OFFERED = "line", "offered"


@require_http_methods(["GET", "HEAD", "POST"])
def compare_sheets(request: HttpRequest, pair: int) -> HttpResponse:
    """Show two sheets side by side; a post merges them as it was chosen."""
    found = find_pair(request, pair)
    if request.method == "POST":
        return _merge(request, found)
    return _show(request, found, request.GET)


def _sides(pair: DuplicatePair, data: QueryDict) -> tuple[Organisation, Organisation]:
    """The sheet whose address stays, then the one that is folded into it."""
    if data.get("keep") == str(pair.second_id):
        return pair.second, pair.first
    return pair.first, pair.second


def _show(
    request: HttpRequest,
    pair: DuplicatePair,
    data: QueryDict,
    *,
    status: int = 200,
    errors: list[str] | None = None,
    is_stale: bool = False,
) -> HttpResponse:
    kept, absorbed = _sides(pair, data)
    today = timezone.localdate()
    fields = compare_fields(kept, absorbed)
    verdict = can_merge(request.user, kept, absorbed, today=today, pair=pair)
    context: dict[str, Any] = {
        "pair": pair,
        "kept": kept,
        "absorbed": absorbed,
        "differing": [_ticked(field, data) for field in fields if field.differs],
        "same": [field for field in fields if not field.differs],
        "lists": compare_lists(kept, absorbed),
        "unticked": set(data.getlist(OFFERED)) - set(data.getlist(LINE)),
        "reasons": say_kept(pair.reasons),
        "verdict": verdict,
        "may_agree": not verdict
        and pair.state == PairState.OPEN
        and can_agree_to_merge(request.user, pair, today=today),
        "may_ask": not verdict
        and pair.state == PairState.OPEN
        and can_ask_accord(request.user, pair, today=today),
        "is_decided": pair.state != PairState.OPEN,
        "errors": errors or [],
        "is_stale": is_stale,
        "around": neighbours(pair) if is_facilitator(request.user) else {},
        "crumbs": crumbs(_("Côte à côte")),
    }
    return render(request, "actors/compare.html", context, status=status)


def _ticked(field, data: QueryDict) -> dict[str, Any]:
    side = data.get(f"side-{field.name}") or field.side
    return {"field": field, "side": side}


def _merge(request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
    kept, absorbed = _sides(pair, request.POST)
    choices = read_choices(request.POST, request.POST.getlist(LINE), request.POST.getlist(OFFERED))
    try:
        merge = merge_organisations(
            kept,
            absorbed,
            choices,
            by=request.posture,
            expected_versions=_versions(request.POST),
            pair=pair,
            now=timezone.now(),
        )
    except EditConflict:
        fresh = find_pair(request, pair.pk)
        return _show(request, fresh, request.POST, status=409, is_stale=True)
    except ValidationError as error:
        fresh = find_pair(request, pair.pk)
        return _show(request, fresh, request.POST, status=422, errors=error.messages)
    messages.success(
        request,
        _("Les deux fiches n’en font plus qu’une. L’ancienne adresse y mène ; tout s’annule."),
    )
    return redirect("actors:merge", merge.uuid)


def _versions(data: QueryDict) -> tuple[int, int]:
    numbers = [data.get("kept_version", ""), data.get("absorbed_version", "")]
    first, second = (int(text) if text.isdigit() and len(text) < 10 else 0 for text in numbers)
    return first, second


@require_safe
def list_merges(request: HttpRequest) -> HttpResponse:
    """Show the mergers, the latest first."""
    require(can_find_duplicates(request.user, today=timezone.localdate()))
    merges = OrganisationMerge.objects.select_related("kept").defer("trace")
    page = Paginator(merges, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "crumbs": crumbs(_("Fiches réunies"))}
    return render(request, "actors/merges.html", context)


@require_safe
def show_merge(request: HttpRequest, merge: UUID) -> HttpResponse:
    """Show one merger: what it changed, and whether it can still be undone."""
    found = _find(request, merge)
    verdict = can_undo_merge(request.user, found, today=timezone.localdate())
    context = {
        "merge": found,
        "verdict": verdict,
        "reasons": why_not_parted(found) if verdict else [],
        "carried": _carried(found),
        "crumbs": crumbs(_("Réunion de deux fiches")),
    }
    return render(request, "actors/merge.html", context)


def _carried(merge: OrganisationMerge) -> list[dict[str, Any]]:
    """What followed to the kept sheet, counted by kind."""
    counts: dict[str, int] = {}
    for step in merge.trace["steps"]:
        if step["do"] == "move":
            label = model_label(step["name"])
            counts[label] = counts.get(label, 0) + len(step["keys"])
    return [{"label": label, "count": count} for label, count in sorted(counts.items())]


def _find(request: HttpRequest, merge: UUID) -> OrganisationMerge:
    require(can_find_duplicates(request.user, today=timezone.localdate()))
    return get_object_or_404(
        OrganisationMerge.objects.select_related("kept", "absorbed"), uuid=merge
    )


@require_POST
def undo(request: HttpRequest, merge: UUID) -> HttpResponse:
    """Make two sheets of one again."""
    found = _find(request, merge)
    undo_merge(found, by=request.posture, now=timezone.now())
    messages.success(request, _("La réunion est annulée : les deux fiches sont comme avant."))
    return redirect("actors:merge", found.uuid)
