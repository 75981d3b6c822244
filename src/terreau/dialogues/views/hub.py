"""The dialogue of an alliance on one page: every instrument, what runs and what was found."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.dialogues.counting import count_voices
from terreau.dialogues.kinds import KINDS, kind_of, page_of, with_kinds
from terreau.dialogues.models import Consultation
from terreau.dialogues.permissions import can_put_question
from terreau.dialogues.voices import heard_here


@login_not_required
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """List the consultations of an alliance: running, prepared, past."""
    alliance = fetch_alliance(request, slug)
    frame = alliance_frame(request, alliance, "dialogue", _("Dialogue"))
    seen = with_kinds(Consultation.objects.visible_to(request.user).filter(alliance=alliance))
    rows = _rows(request, list(seen))
    may_put = can_put_question(request.posture, alliance)
    context = frame | {
        "running": [row for row in rows if row["is_running"]],
        "coming": [row for row in rows if not row["is_running"] and not row["is_over"]],
        "past": [row for row in rows if row["is_over"]],
        "may_put": may_put,
        "preparing": _doors(alliance) if may_put else [],
        "kept": _kept(alliance, is_inside=frame["is_inside"]),
    }
    return render(request, "dialogues/hub.html", context)


def _rows(request: HttpRequest, found: list[Consultation]) -> list[dict]:
    now, counted, heard = timezone.now(), count_voices(found), heard_here(request, found)
    return [
        {
            "consultation": one,
            "kind": kind_of(one).label,
            "url": page_of(one),
            "voices": [
                {"label": space.label, "count": counted[one.pk].get(space.value, 0)}
                for space in one.open_spaces
            ],
            "is_running": one.is_running(now),
            "is_over": one.published_at is not None and one.is_over(now),
            "has_begun": one.pk in heard,
        }
        for one in found
    ]


def _doors(alliance: Alliance) -> Iterable[dict]:
    return [
        {
            "label": kind.new_label,
            "promise": kind.promise,
            "url": reverse(kind.new_url_name, args=[alliance.slug]),
        }
        for kind in KINDS.values()
        if kind.new_url_name
    ]


def _kept(alliance: Alliance, *, is_inside: bool) -> list[dict]:
    """Lead to what the dialogue has given, whatever the instrument."""
    doors = [("agenda", _("Ordre du jour commun"), _("Ce par quoi l’alliance commence."))]
    if is_inside:
        doors += [
            (
                "decisions",
                _("Décisions par consentement"),
                _("Et ce que l’on a fait des objections."),
            ),
            (
                "follow-up",
                _("Propositions suivies"),
                _("Ce que sont devenues celles des ateliers."),
            ),
        ]
    return [
        {
            "label": label,
            "promise": promise,
            "url": reverse(f"dialogues:{name}", args=[alliance.slug]),
        }
        for name, label, promise in doors
    ]
