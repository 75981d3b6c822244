"""Presentation, publication, rest and deletion of an alliance."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.actions.opening import edit_alliance
from terreau.alliances.actions.publication import (
    agree_to_deletion,
    publish_alliance,
    rest_alliance,
    unpublish_alliance,
    wake_alliance,
    withdraw_deletion,
)
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.forms.members import ReasonForm
from terreau.alliances.forms.opening import AllianceForm
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_edit_alliance, can_publish, facilitation_verdict
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import require


def publication(
    request: HttpRequest,
    slug: str,
    rest: ReasonForm | None = None,
    delete: ReasonForm | None = None,
) -> HttpResponse:
    """Show what publishing asks, and the calm ways to stop."""
    alliance = _fetch_even_deleted(request, slug)
    require(facilitation_verdict(request.posture, alliance))
    verdict = can_publish(request.posture, alliance)
    context = alliance_frame(request, alliance, "publication", _("Réglages")) | {
        "verdict": verdict,
        "is_published": alliance.status == AllianceStatus.PUBLISHED,
        "is_resting": alliance.status in (AllianceStatus.DORMANT, AllianceStatus.CLOSED),
        "consents": alliance.deletion_consents.select_related("organisation"),
        "rest_form": rest or ReasonForm(prefix="rest"),
        "delete_form": delete or ReasonForm(prefix="delete"),
    }
    return render(request, "alliances/publication.html", context)


def _fetch_even_deleted(request: HttpRequest, slug: str) -> Alliance:
    """Let the members of a deleted alliance find the way back."""
    joined = Alliance.objects.joined_by(request.user)
    return get_object_or_404(Alliance.objects.filter(pk__in=joined.values("pk")), slug=slug)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish, or take the publication back."""
    alliance = fetch_alliance(request, slug)
    if alliance.status == AllianceStatus.PUBLISHED:
        unpublish_alliance(alliance, by=request.posture, now=timezone.now())
        messages.success(request, _("La page publique est retirée ; les membres gardent tout."))
    else:
        publish_alliance(alliance, by=request.posture, now=timezone.now())
        messages.success(request, _("L’alliance est publiée : chacun peut la lire."))
    return redirect("alliances:publication", slug=slug)


@require_POST
def rest(request: HttpRequest, slug: str) -> HttpResponse:
    """Put to sleep, close, or wake."""
    alliance = fetch_alliance(request, slug)
    now = timezone.now()
    if "wake" in request.POST:
        wake_alliance(alliance, by=request.posture, now=now)
        return redirect("alliances:publication", slug=slug)
    require(facilitation_verdict(request.posture, alliance))
    form = ReasonForm(request.POST, prefix="rest")
    if not form.is_valid():
        return publication(request, slug, rest=form)
    status = AllianceStatus.CLOSED if "close" in request.POST else AllianceStatus.DORMANT
    rest_alliance(alliance, status, reason=form.cleaned_data["reason"], by=request.posture, now=now)
    messages.success(
        request, _("C’est noté. Rien n’est effacé, et vous pouvez revenir en arrière.")
    )
    return redirect("alliances:publication", slug=slug)


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's accord to delete; the second accord deletes."""
    alliance = fetch_alliance(request, slug)
    require(facilitation_verdict(request.posture, alliance))
    form = ReasonForm(request.POST, prefix="delete")
    if not form.is_valid():
        return publication(request, slug, delete=form)
    done = agree_to_deletion(
        alliance, reason=form.cleaned_data["reason"], by=request.posture, now=timezone.now()
    )
    if done.deleted_at:
        messages.success(
            request, _("L’alliance est supprimée. Vous avez trente jours pour revenir.")
        )
    else:
        messages.success(
            request, _("Votre accord est noté. Il en faut un second, d’une autre organisation.")
        )
    return redirect("alliances:publication", slug=slug)


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's accord back, or bring a deleted alliance back."""
    alliance = _fetch_even_deleted(request, slug)
    withdraw_deletion(alliance, by=request.posture, now=timezone.now())
    messages.success(request, _("L’accord est retiré : l’alliance reste."))
    return redirect("alliances:publication", slug=slug)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the presentation; the second of two people is told and loses nothing."""
    alliance = fetch_alliance(request, slug)
    require(can_edit_alliance(request.posture, alliance))
    form = AllianceForm(request.POST if request.method == "POST" else None, instance=alliance)
    form, status = save_edited(request, form, lambda **stamp: _save(alliance, form, **stamp))
    if status == SAVED:
        messages.success(request, _("La présentation est enregistrée."))
        return redirect(alliance)
    fresh = fetch_alliance(request, slug)
    context = alliance_frame(request, fresh, "overview", _("Modifier")) | {"form": form}
    return render(request, "alliances/edit.html", context, status=status)


def _save(alliance: Alliance, form: AllianceForm, **stamp: Any) -> None:
    columns = [name for name in AllianceForm.Meta.fields if name != "territories"]
    edit_alliance(
        alliance,
        {name: form.cleaned_data[name] for name in columns},
        territories=form.cleaned_data["territories"],
        now=timezone.now(),
        **stamp,
    )
