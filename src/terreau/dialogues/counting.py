"""Count voices and statements of consultations, in a number of queries that never grows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from terreau.dialogues.enums import Space, StatementState
from terreau.dialogues.models import Consultation, Conversation, Landscape, Participant, Statement


@dataclass
class SpaceCount:
    """One of the two spaces, told beside the other and never added to it (R8)."""

    space: Space
    voices: int = 0
    statements: int = 0
    votes: int | None = None  # as the last landscape read them; None before the first

    @property
    def label(self) -> str:
        return str(self.space.label)


@dataclass
class Counts:
    """What a page says of one conversation."""

    spaces: list[SpaceCount] = field(default_factory=list)
    pending: int = 0
    accepted: int = 0
    set_aside: int = 0


def count_voices(consultations: Iterable[Consultation]) -> dict[int, dict[str, int]]:
    """Count the voices of many consultations by space, in one query."""
    keys = [one.pk for one in consultations]
    rows = Participant.objects.counted().filter(consultation_id__in=keys)
    counted: dict[int, dict[str, int]] = {key: {} for key in keys}
    for key, space, count in (
        rows.order_by().values_list("consultation_id", "space").annotate(n=Count("pk"))
    ):
        counted[key][space] = count
    return counted


def count_conversation(conversation: Conversation) -> Counts:
    """Count statements by state and, by space, voices, statements and votes: three queries."""
    rows = Statement.objects.filter(conversation=conversation)
    accepted = Q(state=StatementState.ACCEPTED)
    told = rows.aggregate(
        pending=Count("pk", filter=Q(state=StatementState.PENDING)),
        accepted=Count("pk", filter=accepted),
        set_aside=Count("pk", filter=Q(state__in=("refused", "withdrawn"))),
        organisations=Count("pk", filter=accepted & Q(in_organisations=True)),
        inhabitants=Count("pk", filter=accepted & Q(in_inhabitants=True)),
    )
    voices = count_voices([conversation])[conversation.pk]
    read = Landscape.objects.filter(conversation=conversation).exclude(computed_at=None)
    votes = dict(read.order_by().values_list("space", "vote_count"))
    spaces = [
        SpaceCount(space, voices.get(space, 0), told[space.value], votes.get(space))
        for space in conversation.open_spaces
    ]
    return Counts(spaces, told["pending"], told["accepted"], told["set_aside"])
