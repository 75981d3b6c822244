"""How many have come, by space: what a room may see before anybody sees a result."""

from dataclasses import dataclass

from django.db.models import Count

from terreau.alliances.models import Membership
from terreau.dialogues.counting import count_voices
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Consultation, Vote


@dataclass(frozen=True)
class SpaceInRoom:
    """The voices of one space and the answers they gave; never added to the other's (R8)."""

    space: Space
    voices: int
    answers: int
    members: int | None = None  # of how many organisations, in the space of organisations


def count_room(consultation: Consultation) -> list[SpaceInRoom]:
    """Count voices, answers and member organisations by open space: three queries."""
    voices = count_voices([consultation])[consultation.pk]
    votes = Vote.objects.filter(
        participant__consultation_id=consultation.pk, participant__folded_into=None
    )
    by_space = votes.order_by().values_list("participant__space")
    answers = dict(by_space.annotate(count=Count("pk")))
    members = Membership.objects.filter(alliance=consultation.alliance_id).current()
    invited = {Space.ORGANISATIONS: members.exclude(organisation=None).count()}
    opened = {
        Space.ORGANISATIONS: consultation.has_organisations,
        Space.INHABITANTS: consultation.has_inhabitants,
    }
    return [
        SpaceInRoom(one, voices.get(one, 0), answers.get(one, 0), invited.get(one))
        for one, is_open in opened.items()
        if is_open
    ]
