"""One proposition: its points, and what became of it year after year; dots in the room."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.permissions import can_read_inside
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.editing import EditConflict
from terreau.core.exchange.writing import MEDIA_TYPES, write_table
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.followups import follow_proposition, put_marks
from terreau.dialogues.actions.workshops import add_point, edit_point, edit_proposition
from terreau.dialogues.forms.workshops import (
    FollowFilterForm,
    FollowUpForm,
    PointForm,
    PropositionEditForm,
)
from terreau.dialogues.models import Proposition, PropositionPoint, Workshop
from terreau.dialogues.permissions_workshops import can_capture, can_follow_proposition
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.voices import find_voice, may_answer, set_voice_cookie, take_voice
from terreau.dialogues.workshop_reading import followed, marks_of, own_marks, propositions_of

ON_A_PAGE = 30


def _fetch(request: HttpRequest, slug: str, uuid: UUID, number: int) -> Proposition:
    _alliance, workshop = fetch_consultation(request, slug, uuid, Workshop)
    rows = Proposition.objects.select_related("group", "theme", "cluster")
    found = get_object_or_404(rows, workshop=workshop, number=number)
    found.workshop = workshop
    return found


@login_not_required
def proposition(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Show a proposition, its points and its story."""
    return _page(request, _fetch(request, slug, uuid, number))


def _page(request: HttpRequest, found: Proposition, status: int = 200, **forms) -> HttpResponse:
    may_capture = can_capture(request.posture, found.workshop)
    may_follow = can_follow_proposition(request.posture, found.workshop)
    context = consultation_frame(request, found.workshop, found.title) | {
        "workshop": found.workshop,
        "proposition": found,
        "points": list(found.points.order_by("rank", "pk")),
        "lines": list(found.follow_ups.select_related("organisation").order_by("-since", "-pk")),
        "may_capture": may_capture,
        "form": forms.get("edit") or (PropositionEditForm(instance=found) if may_capture else None),
        "point_form": forms.get("point") or (PointForm() if may_capture else None),
        "typed": forms.get("typed"),
        "follow_form": forms.get("follow") or (FollowUpForm() if may_follow else None),
    }
    return render(request, "dialogues/proposition.html", context, status=status)


def _back(found: Proposition) -> HttpResponse:
    workshop = found.workshop
    return redirect("dialogues:proposition", workshop.alliance.slug, workshop.uuid, found.number)


@require_POST
def rewrite(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Rewrite the proposition; the second of two people is told and loses nothing."""
    found = _fetch(request, slug, uuid, number)
    require(can_capture(request.posture, found.workshop))
    form = PropositionEditForm(request.POST, instance=found)
    if not form.is_valid():
        return _page(request, found, edit=form)
    try:
        edit_proposition(
            found,
            title=form.cleaned_data["title"],
            theme=form.cleaned_data["theme"],
            expected_version=form.cleaned_data["version"],
            by=request.posture,
        )
    except EditConflict:
        return _page(request, found, 409, edit=form.rebased())
    messages.success(request, _("La proposition est enregistrée."))
    return _back(found)


@require_POST
def point(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Add a point."""
    found = _fetch(request, slug, uuid, number)
    require(can_capture(request.posture, found.workshop))
    form = PointForm(request.POST)
    if not form.is_valid():
        return _page(request, found, point=form)
    add_point(found, form.cleaned_data["text"], by=request.posture)
    return _back(found)


@require_POST
def change_point(
    request: HttpRequest, slug: str, uuid: UUID, number: int, point: int
) -> HttpResponse:
    """Rewrite a point, or take it away by emptying it."""
    found = _fetch(request, slug, uuid, number)
    require(can_capture(request.posture, found.workshop))
    row = get_object_or_404(PropositionPoint, proposition=found, pk=point)
    row.proposition = found
    text = request.POST.get("text", "")[:300]
    version = request.POST.get("version", "")
    try:
        edit_point(
            row,
            text,
            expected_version=int(version) if version.isdecimal() else 0,
            by=request.posture,
        )
    except EditConflict:
        messages.error(
            request,
            _(
                "Quelqu’un d’autre a changé ce point pendant votre saisie. "
                "Relisez-le à côté du vôtre."
            ),
        )
        return _page(request, found, 409, typed={"point": row.pk, "text": text})
    return _back(found)


@require_POST
def follow(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Say what became of the proposition."""
    found = _fetch(request, slug, uuid, number)
    require(can_follow_proposition(request.posture, found.workshop))
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _page(request, found, follow=form)
    follow_proposition(found, form.cleaned_data, by=request.posture, now=timezone.now())
    messages.success(request, _("Le suivi est noté ; les lignes d’avant restent."))
    return _back(found)


def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """List what became of every proposition, workshop after workshop."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    form = FollowFilterForm(request.GET)
    status = form.cleaned_data["status"] if form.is_valid() else ""
    rows = followed(alliance, status)
    if request.GET.get("format") == "csv":
        return _download(rows)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = alliance_frame(request, alliance, "dialogue", _("Suivi des propositions"))
    return render(
        request, "dialogues/follow_up.html", context | {"page": page, "form": form, "asked": status}
    )


def _download(rows: Iterable[Proposition]) -> HttpResponse:
    headings = [_("atelier"), _("tenu"), _("groupe"), _("numéro"), _("proposition"), _("famille")]
    headings += [_("état"), _("depuis"), _("porté par"), _("ce qui s’est passé")]
    content = write_table("csv", headings, (_line(one) for one in rows))
    response = HttpResponse(content, content_type=MEDIA_TYPES["csv"])
    response["Content-Disposition"] = 'attachment; filename="propositions.csv"'
    return response


def _line(one: Proposition) -> list[str]:
    last = next(iter(one.follow_ups.all()), None)
    told = [last.since, last.carried_by, last.note] if last else ["", "", ""]
    workshop = one.workshop
    cells = [workshop.question, workshop.held_on, one.group, one.number, one.title]
    return [str(cell) for cell in [*cells, one.cluster or "", one.get_status_display(), *told]]


@login_not_required
def marks(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Put one's dots; the sums wait until a facilitator reveals them."""
    alliance, workshop = fetch_consultation(request, slug, uuid, Workshop)
    now = timezone.now()
    typed, reason, voice = None, "", None
    if request.method == "POST":
        typed = _typed(request)
        try:
            voice = take_voice(request, workshop, now=now)
            put = put_marks(workshop, voice, typed, now=now)
        except Refused as refusal:
            reason = str(refusal)
        else:
            messages.success(request, _("Vos points sont posés : %(count)s.") % {"count": put})
            back = redirect("dialogues:workshop-marks", alliance.slug, uuid)
            return set_voice_cookie(back, request)
    voice = voice or find_voice(request, workshop)
    given = typed if typed is not None else own_marks(voice)
    rows = [(one, given.get(one.pk, 0)) for one in propositions_of(workshop)]
    frame = consultation_frame(request, workshop, _("Poser ses points"))
    context = frame | {
        "workshop": workshop,
        "rows": rows,
        "left": workshop.marks_per_voice - sum(given.values()),
        "reason": reason,
        "may_mark": may_answer(voice, workshop, now),
        "sums": marks_of(workshop) if workshop.revealed_at else None,
        "may_reveal": frame["standing"].is_facilitator and not workshop.revealed_at,
    }
    return render(request, "dialogues/workshop_marks.html", context, status=400 if reason else 200)


def _typed(request: HttpRequest) -> dict[int, int]:
    """Read the dots typed beside each proposition; what is not a count is none."""
    found = {}
    for name, value in request.POST.items():
        key = name.removeprefix("marks_")
        if name.startswith("marks_") and key.isdecimal() and value.strip().isdecimal():
            found[int(key)] = min(int(value), 99)
    return found
