"""The sheet of a partnership: noted, read, rewritten; what its parties give and receive."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.forms.row_sets import with_one_more_row
from terreau.alliances.models import Alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.experiments.models import Experiment
from terreau.partnerships.actions.sheets import create_partnership, edit_partnership
from terreau.partnerships.extensions import sections_of
from terreau.partnerships.forms.parties import FIRST_ROWS, PartyFormSet
from terreau.partnerships.forms.sheets import NewPartnershipForm, PartnershipForm
from terreau.partnerships.frame import partnership_frame
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions import (
    can_add_party,
    can_create_partnership,
    can_edit_partnership,
    current_parties,
    parties_of,
)
from terreau.partnerships.pictures.square import draw_square
from terreau.partnerships.reading import origins_shown, with_objectives
from terreau.partnerships.views.access import fetch_partnership


@login_not_required
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what it is, between whom, and why each comes."""
    partnership = fetch_partnership(request, uuid)
    frame = partnership_frame(request, partnership, "detail")
    here = with_objectives(current_parties(partnership))
    local = Partnership.objects.visible_to(request.user).filter(framework=partnership.pk)
    context = frame | {
        "parties": here,
        "past": [one for one in parties_of(partnership) if one.left_on],
        "square": draw_square(here),
        "categories": partnership.categories.all(),
        "scopes": partnership.scopes.all(),
        "domains": partnership.domains.all(),
        "territories": partnership.territories.all(),
        "declinations": local.order_by("title", "pk") if partnership.is_framework else [],
        "origins": origins_shown(partnership, request.user),
        "may_edit": can_edit_partnership(request.posture, partnership),
        "may_add": can_add_party(request.posture, partnership),
        "sections": sections_of(request, partnership),
    }
    return render(request, "partnerships/detail.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Note a partnership of two parties or more; a button adds a row."""
    require(can_create_partnership(request.posture))
    if request.method != "POST":
        form, parties = _blank(request)
        return _create_page(request, form, parties)
    if "add" in request.POST:
        data = with_one_more_row(request.POST, "parties")
        form = NewPartnershipForm(data, person=request.user)
        parties = PartyFormSet(data, prefix="parties")
        parties.hold_errors()
        return _create_page(request, _unjudged(form), parties)
    form = NewPartnershipForm(request.POST, person=request.user)
    parties = PartyFormSet(request.POST, prefix="parties")
    if form.is_valid() & parties.is_valid():
        made = _try(request, form, parties)
        if made:
            messages.success(
                request,
                _("Le partenariat est noté. Dites maintenant ce que chacun vient chercher."),
            )
            return redirect(made)
    return _create_page(request, form, parties, status=422)


def _unjudged(form):
    """Show what was typed without judging it yet."""
    form._errors, form.cleaned_data = ErrorDict(), {}
    return form


def _try(request: HttpRequest, form, parties) -> Partnership | None:
    try:
        with transaction.atomic():
            return create_partnership(
                form.values(), parties.new_parties(), by=request.posture, now=timezone.now()
            )
    except (Refused, ValidationError) as error:
        said = error.messages[0] if isinstance(error, ValidationError) else str(error)
        form.add_error(None, said)
        return None


def _blank(request: HttpRequest):
    """Start with one's own organisation, and where the person came from."""
    asked = request.GET
    person, initial = request.user, {}
    if slug := asked.get("alliance"):
        initial["alliances"] = list(Alliance.objects.joined_by(person).filter(slug=slug[:80]))
    if found := _experiment(person, asked.get("experience", "")):
        initial["experiments"] = [found]
        initial["alliances"] = initial.get("alliances") or [found.alliance_id]
        initial["title"] = found.title
    form = NewPartnershipForm(person=person, initial=initial)
    own = request.posture.organisation
    rows = [{"name": own.name}] if own else [{}]
    return form, PartyFormSet(prefix="parties", initial=[*rows, *[{}] * (FIRST_ROWS - 2)])


def _experiment(person, text: str) -> Experiment | None:
    try:
        return Experiment.objects.visible_to(person).filter(uuid=UUID(text)).first()
    except ValueError:
        return None


def _create_page(request: HttpRequest, form, parties, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "parties": parties}
    return render(request, "partnerships/create.html", context, status=status)


def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Rewrite the sheet; the second of two people is told and loses nothing."""
    partnership = fetch_partnership(request, uuid)
    require(can_edit_partnership(request.posture, partnership))
    form = PartnershipForm(request.POST or None, instance=partnership, person=request.user)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_partnership(partnership, form.values(), now=timezone.now(), **stamp),
        blame=NON_FIELD_ERRORS,
    )
    if status == SAVED:
        messages.success(request, _("La fiche est enregistrée."))
        return redirect(partnership)
    context = partnership_frame(request, partnership, "detail", _("Récrire la fiche"))
    page = context | {"form": form, "act": _("Enregistrer la fiche")}
    return render(request, "partnerships/form.html", page, status=status)
