"""What the dialogue adds to the overview of an alliance, and knows of a person."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.alliances.extensions import Card
from terreau.alliances.models import Alliance
from terreau.dialogues.kinds import kind_of, page_of, with_kinds
from terreau.dialogues.models import Consultation, Participant, Statement, Vote

SHOWN = 4
HAS_DIALOGUE = Exists(
    Consultation.objects.filter(alliance=OuterRef("pk"), published_at__isnull=False).order_by()
)


def dialogue_card(request: HttpRequest, alliance: Alliance) -> Card | None:
    """Show what runs, then what was revealed: one query, none where nothing was ever asked."""
    if not getattr(alliance, "has_dialogue", True):
        return None
    now = timezone.now()
    shown = Consultation.objects.filter(alliance=alliance).exclude(published_at=None)
    latest = with_kinds(shown).order_by("-opens_at", "-pk")
    rows = [
        {
            "question": str(one),
            "kind": kind_of(one).label,
            "url": page_of(one),
            "is_running": one.is_running(now),
            "is_simulated": one.is_simulated,
        }
        for one in latest[:SHOWN]
    ]
    if not rows:
        return None
    return Card(_("Le dialogue"), "dialogues/_overview_card.html", {"rows": rows})


def dialogue_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of the answers that a person gave under their name."""
    own = Participant.objects.filter(person=person).select_related("consultation")
    votes = Vote.objects.filter(Q(participant__person=person) | Q(by=person))
    written = Statement.objects.filter(author__person=person)
    return {
        "voix": [
            {"consultation": str(voice.consultation), "depuis": voice.came_at} for voice in own
        ],
        "réponses": [
            {
                "énoncé": vote.statement.text,
                "réponse": str(vote.get_answer_display()),
                "important": vote.is_important,
                "au nom d’une organisation": vote.by_id is not None,
                "le": vote.voted_at,
            }
            for vote in votes.select_related("statement").order_by("voted_at", "pk")
        ],
        "énoncés": [
            {"énoncé": one.text, "état": str(one.get_state_display()), "le": one.written_at}
            for one in written.order_by("written_at", "pk")
        ],
    }
