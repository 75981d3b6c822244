"""Challenges, and where each member stands on them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.actions.challenges import (
    edit_challenge,
    propose_challenge,
    state_stance,
)
from terreau.alliances.forms.challenges import ChallengeForm, StanceForm
from terreau.alliances.models import Challenge, ChallengeStance
from terreau.alliances.permissions import (
    can_edit_challenge,
    can_propose_challenge,
    can_state_stance,
    membership_of,
)
from terreau.alliances.rail import alliance_frame
from terreau.alliances.stances import grid_of
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require


@login_not_required
def challenges(request: HttpRequest, slug: str) -> HttpResponse:
    """List the challenges; the grid of interests is shown to the members."""
    alliance = fetch_alliance(request, slug)
    frame = alliance_frame(request, alliance, "challenges", _("Enjeux"))
    rows = Challenge.objects.filter(alliance=alliance).prefetch_related("domains", "goals")
    context = frame | {
        "challenges": rows,
        "grid": grid_of(alliance, rows) if frame["is_inside"] else None,
        "may_propose": can_propose_challenge(request.posture, alliance),
    }
    return render(request, "alliances/challenges.html", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a challenge."""
    alliance = fetch_alliance(request, slug)
    require(can_propose_challenge(request.posture, alliance))
    posted = request.POST if request.method == "POST" else None
    form = ChallengeForm(posted, instance=Challenge(alliance=alliance))
    if request.method == "POST" and form.is_valid():
        try:
            challenge = propose_challenge(
                alliance, _values(form), by=request.posture, now=timezone.now()
            )
        except Refused as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, _("L’enjeu est posé. Dites maintenant où vous en êtes."))
            return redirect("alliances:challenge", slug=slug, uuid=challenge.uuid)
    context = alliance_frame(request, alliance, "challenges", _("Poser un enjeu"))
    return render(request, "alliances/challenge_form.html", context | {"form": form})


def _values(form: ChallengeForm) -> dict:
    return {name: form.cleaned_data[name] for name in ChallengeForm.Meta.fields}


def _fetch(request: HttpRequest, slug: str, uuid: UUID) -> Challenge:
    alliance = fetch_alliance(request, slug)
    challenge = get_object_or_404(Challenge, alliance=alliance, uuid=uuid)
    challenge.alliance = alliance
    return challenge


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Rewrite a challenge; the second of two people is told and loses nothing."""
    challenge = _fetch(request, slug, uuid)
    require(can_edit_challenge(request.posture, challenge.alliance))
    form = ChallengeForm(request.POST if request.method == "POST" else None, instance=challenge)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_challenge(challenge, _values(form), now=timezone.now(), **stamp),
        blame="title",
    )
    if status == SAVED:
        messages.success(request, _("L’enjeu est enregistré."))
        return redirect("alliances:challenge", slug=slug, uuid=uuid)
    here = _("Modifier l’enjeu")
    context = alliance_frame(request, challenge.alliance, "challenges", here) | {
        "form": form,
        "challenge": challenge,
    }
    return render(request, "alliances/challenge_form.html", context, status=status)


@login_not_required
def challenge(
    request: HttpRequest, slug: str, uuid: UUID, form: StanceForm | None = None
) -> HttpResponse:
    """Show a challenge and, to the members, who stands where."""
    found = _fetch(request, slug, uuid)
    frame = alliance_frame(request, found.alliance, "challenges", found.title)
    mine = membership_of(request.posture, found.alliance)
    stances = []
    if frame["is_inside"]:
        rows = ChallengeStance.objects.filter(challenge=found)
        by_interest = F("interest").desc(nulls_last=True)
        stances = list(rows.select_related("membership__organisation").order_by(by_interest, "pk"))
    given = next((one for one in stances if mine and one.membership_id == mine.pk), None)
    context = frame | {
        "challenge": found,
        "stances": [one for one in stances if one.membership.organisation_id],
        "given": given,
        "form": form or (_stance_form(given) if mine else None),
        "may_edit": can_edit_challenge(request.posture, found.alliance),
    }
    return render(request, "alliances/challenge.html", context)


def _stance_form(given: ChallengeStance | None) -> StanceForm:
    if given is None:
        return StanceForm()
    interest = "" if given.interest is None else str(given.interest)
    return StanceForm(
        initial={"interest": interest, "position": given.position, "note": given.note}
    )


@require_POST
def stance(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """State one's interest and position."""
    found = _fetch(request, slug, uuid)
    require(can_state_stance(request.posture, found.alliance))
    form = StanceForm(request.POST)
    if not form.is_valid():
        return challenge(request, slug, uuid, form)
    state_stance(found, **form.cleaned_data, by=request.posture, now=timezone.now())
    messages.success(request, _("Votre position est enregistrée ; vous pourrez la changer."))
    return redirect("alliances:challenge", slug=slug, uuid=uuid)
