"""Regards croisés: each world scores, then all are read side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.outlooks import create_outlook, edit_outlook, give_scores
from terreau.dialogues.bridge.outlooks import view_outlook
from terreau.dialogues.forms.outlooks import UNKNOWN, OutlookForm, ScoresForm
from terreau.dialogues.models import Outlook, OutlookScore, Participant
from terreau.dialogues.outlook_reading import agreement_words, gap_words
from terreau.dialogues.permissions import can_put_question
from terreau.dialogues.permissions_outlooks import can_edit_outlook, can_read_outlook_result
from terreau.dialogues.pictures.outlooks import draw_outlook
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.views.answering import answering_frame, keep_answer
from terreau.dialogues.voices import (
    set_voice_cookie,
)


def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare crossed views."""
    alliance = fetch_alliance(request, slug)
    require(can_put_question(request.posture, alliance))
    form = OutlookForm(request.POST or None, alliance=alliance, instance=Outlook(alliance=alliance))
    if request.method == "POST" and form.is_valid():
        try:
            made = create_outlook(
                alliance,
                form.values(),
                list(form.cleaned_data["challenges"]),
                form.typed_fragilities(),
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error("fragilities", str(error))
        else:
            messages.success(request, _("La liste est prête : relisez-la, puis publiez-la."))
            return redirect("dialogues:outlook", slug, made.uuid)
    context = alliance_frame(request, alliance, "dialogue", _("Préparer des regards croisés"))
    return render(request, "dialogues/outlook_form.html", context | {"form": form})


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Change a draft; the second of two people is told and loses nothing."""
    alliance, outlook = fetch_consultation(request, slug, uuid, Outlook)
    require(can_edit_outlook(request.posture, outlook))
    form = OutlookForm(request.POST or None, alliance=alliance, instance=outlook)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_outlook(
            outlook,
            form.values(),
            list(form.cleaned_data["challenges"]),
            form.typed_fragilities(),
            **stamp,
        ),
        blame="fragilities",
    )
    if status == SAVED:
        messages.success(request, _("La liste est enregistrée."))
        return redirect("dialogues:outlook", slug, uuid)
    context = consultation_frame(request, outlook, _("Modifier")) | {"form": form}
    return render(request, "dialogues/outlook_form.html", context, status=status)


@never_cache
@login_not_required
def outlook(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show what each world sees; a POST keeps one's scores."""
    _alliance, found = fetch_consultation(request, slug, uuid, Outlook)
    if request.method == "POST":
        return _score(request, found)
    return _page(request, found)


def _score(request: HttpRequest, found: Outlook) -> HttpResponse:
    form = ScoresForm(list(found.items.all()), request.POST)
    status, kept = keep_answer(
        request,
        found,
        form,
        lambda voice, **told: give_scores(found, voice, form.scores(), **told),
    )
    if status != SAVED:
        return _page(request, found, form, status=status)
    messages.success(
        request, _("Vos notes sont enregistrées : %(count)s sujets.") % {"count": kept}
    )
    return set_voice_cookie(redirect("dialogues:outlook", found.alliance.slug, found.uuid), request)


def _page(
    request: HttpRequest, found: Outlook, form: ScoresForm | None = None, status: int = 200
) -> HttpResponse:
    items = list(found.items.all())
    voice, frame = answering_frame(request, found, found.question)
    verdict = can_read_outlook_result(request.posture, found)
    view = view_outlook(found) if verdict else None
    context = frame | {
        "outlook": found,
        "form": form or ScoresForm(items, initial=_given(voice)),
        "may_read": verdict,
        "view": view,
        "picture": draw_outlook(view, title=found.question) if view and view.worlds else None,
        "agreement": agreement_words(view) if view else "",
        "gaps": gap_words(view) if view else [],
        "may_edit": can_edit_outlook(request.posture, found) if frame["facilitates"] else None,
    }
    return render(request, "dialogues/outlook.html", context, status=status)


def _given(voice: Participant | None) -> dict[str, Any]:
    if voice is None:
        return {}
    found: dict[str, Any] = {}
    for one in OutlookScore.objects.filter(participant=voice):
        found[f"score_{one.item_id}"] = UNKNOWN if one.score is None else str(one.score)
        found[f"note_{one.item_id}"] = one.note
    return found
