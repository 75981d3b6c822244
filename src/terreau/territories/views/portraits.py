"""The portrait of a territory or a perimeter, and its family."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory
from terreau.territories.tokens import ReadTokens, read_tokens
from terreau.territories.twins.kept import kept_portrait, kept_twins
from terreau.territories.twins.subjects import Subject, subject_of

DRAWN = tuple(kind for kind in TerritoryKind if kind != TerritoryKind.FORMER_COMMUNE)
LONGEST_LABEL = 150


@login_not_required
@require_GET
def portrait(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show a territory beside its family and the country."""
    unit = _fetch(kind, code)
    if unit.is_obsolete:
        return redirect(unit)
    subject = subject_of([unit])
    context = kept_portrait(subject, request.GET) | {"trail": _trail(subject, _("Portrait"))}
    return render(request, "territories/portrait.html", context)


@login_not_required
@require_GET
def twins(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show the family of a territory, why, and how far it holds."""
    unit = _fetch(kind, code)
    if unit.is_obsolete:
        return redirect(unit)
    subject = subject_of([unit])
    context = kept_twins(subject, request.GET) | {"trail": _trail(subject, _("Semblables"))}
    return render(request, "territories/twins.html", context)


@login_not_required
@require_GET
def perimeter_portrait(request: HttpRequest) -> HttpResponse:
    """Show the portrait of the perimeter of the address."""
    read = read_tokens(request.GET.getlist("t"))
    subject = _free_subject(request, read)
    if subject is None:
        return _empty(request, read)
    if subject.unit and not read.errors:
        return redirect(subject.portrait_url)
    context = kept_portrait(subject, request.GET)
    context |= {"errors": read.errors, "trail": _trail(subject, _("Portrait"))}
    return render(request, "territories/portrait.html", context)


@login_not_required
@require_GET
def perimeter_twins(request: HttpRequest) -> HttpResponse:
    """Show the family of the perimeter of the address."""
    read = read_tokens(request.GET.getlist("t"))
    subject = _free_subject(request, read)
    if subject is None:
        return _empty(request, read)
    if subject.unit and not read.errors:
        return redirect(subject.twins_url)
    context = kept_twins(subject, request.GET)
    context |= {"errors": read.errors, "trail": _trail(subject, _("Semblables"))}
    return render(request, "territories/twins.html", context)


def _fetch(kind: str, code: str) -> Territory:
    if kind not in DRAWN:
        raise Http404
    unit = Territory.objects.with_parents().filter(kind=kind, code=code.upper()).first()
    if unit is None:
        raise Http404
    return unit


def _free_subject(request: HttpRequest, read: ReadTokens) -> Subject | None:
    if not read.territories:
        return None
    label = request.GET.get("label", "").strip()[:LONGEST_LABEL]
    return subject_of(read.territories, label, request.GET.get("avec", ""))


def _empty(request: HttpRequest, read: ReadTokens) -> HttpResponse:
    return render(request, "territories/portrait_empty.html", {"errors": read.errors})


def _trail(subject: Subject, here: str) -> list[tuple[str, str]]:
    return [
        (_("Territoires"), reverse("territories:home")),
        (subject.label, subject.home_url),
        (here, ""),
    ]
