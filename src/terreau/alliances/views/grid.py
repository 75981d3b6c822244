"""The interest grid: read it, fill one line of it, choose who reads it, take it out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from terreau.actors.enums import ActorWorld
from terreau.alliances.actions.grid import MODELS, LineConflict, fill_line, share_grid
from terreau.alliances.alignment_words import say_alignments
from terreau.alliances.exchange.grid import InterestGridDataset, rows_of
from terreau.alliances.forms.grid import GridFilterForm, LineForm
from terreau.alliances.grid import DECLARED, ESTIMATED, read_grid
from terreau.alliances.models import Alliance, Challenge, Membership
from terreau.alliances.permissions import can_read_inside, membership_of
from terreau.alliances.permissions_grid import (
    can_declare_interests,
    can_estimate_interests,
    can_read_grid,
    can_share_grid,
)
from terreau.alliances.pictures.grid import draw_quadrants
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.exchange.columns import format_cell
from terreau.core.exchange.writing import MEDIA_TYPES, write_table
from terreau.core.verdicts import require


@require_safe
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the grid as a table, the challenge chosen as a picture, and what aligns."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    frame = alliance_frame(request, alliance, "grid", _("Grille des intérêts"))
    reads_all = can_read_grid(request.posture, alliance)
    mine = membership_of(request.posture, alliance)
    whole = read_grid(alliance, sees_all=bool(reads_all), mine=mine)
    form = _filter_form(request, whole)
    world = form.cleaned_data.get("monde", "")
    shown = whole.of_world(world) if world else whole
    chosen = _chosen(whole, form.cleaned_data.get("enjeu", ""))
    context = frame | {
        "form": form,
        "grid": shown,
        "reads_all": reads_all,
        "picture": draw_quadrants(shown, chosen) if reads_all and chosen else None,
        "alignments": say_alignments(whole) if reads_all else [],
        "may_share": can_share_grid(request.posture, alliance),
        "may_estimate": frame["standing"].is_facilitator,
        "kinds": list(MEDIA_TYPES),
    }
    return render(request, "alliances/grid.html", context)


def _filter_form(request: HttpRequest, whole) -> GridFilterForm:
    worlds = [(world, ActorWorld(world).label) for world in whole.worlds]
    form = GridFilterForm(request.GET, worlds=worlds, challenges=whole.challenges)
    form.is_valid()
    return form


def _chosen(whole, uuid: str) -> Challenge | None:
    found = (one for one in whole.challenges if str(one.uuid) == uuid)
    return next(found, next(iter(whole.challenges), None))


def line(request: HttpRequest, slug: str, membership: int) -> HttpResponse:
    """Fill the line of one member: its own as a declaration, another's as an estimate."""
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    member = _find_member(request, alliance, membership)
    basis = DECLARED if member == membership_of(request.posture, alliance) else ESTIMATED
    rule = can_declare_interests if basis == DECLARED else can_estimate_interests
    require(rule(request.posture, alliance, member))
    form, status = _line_form(request, alliance, member, basis), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                fill_line(member, form.said, basis=basis, by=request.posture, now=timezone.now())
            except LineConflict as conflict:
                form.rebase(conflict.cells)
                status = 409
            else:
                messages.success(request, _("La ligne est enregistrée."))
                return redirect("alliances:grid", slug=slug)
    context = alliance_frame(request, alliance, "grid", member.organisation.name) | {
        "member": member,
        "line": form,
        "is_estimate": basis == ESTIMATED,
    }
    return render(request, "alliances/grid_line.html", context, status=status)


def _find_member(request: HttpRequest, alliance: Alliance, pk: int) -> Membership:
    members = Membership.objects.current().filter(alliance=alliance, organisation__isnull=False)
    member = get_object_or_404(members.select_related("organisation"), pk=pk)
    member.alliance = alliance
    return member


def _line_form(
    request: HttpRequest, alliance: Alliance, member: Membership, basis: str
) -> LineForm:
    cells = MODELS[basis].objects.filter(membership=member)
    return LineForm(
        request.POST if request.method == "POST" else None,
        challenges=list(Challenge.objects.filter(alliance=alliance).order_by("pk")),
        cells={cell.challenge_id: cell for cell in cells},
        asks_position=basis == DECLARED,
    )


@require_POST
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Share the grid with the members, or keep it between facilitators."""
    alliance = fetch_alliance(request, slug)
    shared = share_grid(
        alliance,
        is_shared="share" in request.POST,
        by=request.posture,
        now=timezone.now(),
    ).is_grid_shared
    told = (
        _("La grille est partagée : chaque membre la lit en entier.")
        if shared
        else _("La grille est de nouveau réservée aux facilitateurs.")
    )
    messages.success(request, told)
    return redirect("alliances:grid", slug=slug)


@require_safe
def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give out the lines that this person may read; the file comes back in identical."""
    if kind not in MEDIA_TYPES:
        raise Http404
    alliance = fetch_alliance(request, slug)
    require(can_read_inside(request.posture, alliance))
    whole = read_grid(
        alliance,
        sees_all=bool(can_read_grid(request.posture, alliance)),
        mine=membership_of(request.posture, alliance),
    )
    dataset = InterestGridDataset()
    rows = (
        [format_cell(column, values.get(column.name)) for column in dataset.columns]
        for values in map(dataset.read_values, rows_of(whole))
    )
    headings = [str(column.label) for column in dataset.columns]
    content = write_table(kind, headings, rows)
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="grille-{slug}.{kind}"'
    return response
