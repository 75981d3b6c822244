"""Fill a conversation with voices that agree and face each other, and compute its landscapes."""

from django.utils import timezone

from terreau.dialogues.actions.landscapes import refresh_landscape
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation, Participant, Vote
from tests.actors.factories import make_speaker
from tests.alliances.factories import add_member
from tests.dialogues.factories import make_voice

NOW = timezone.now


def answer(conversation: Conversation, voices: list[Participant], rows: list[list[int]]) -> None:
    """Give each voice its row of answers, in the order of the statements."""
    statements = list(conversation.statements.order_by("number"))
    Vote.objects.bulk_create(
        Vote(participant=voice, statement=statement, answer=said, channel=voice.channel)
        for voice, row in zip(voices, rows, strict=True)
        for statement, said in zip(statements, row, strict=False)
    )


def fill(conversation: Conversation, count: int, **fields) -> list[Participant]:
    """Add inhabitants in two halves that face each other, all agreeing on the first statement."""
    voices = [make_voice(conversation, **fields) for _n in range(count)]
    rows = [
        [1] + [1 if (place < count / 2) == bool(n % 2) else -1 for n in range(7)]
        for place in range(count)
    ]
    answer(conversation, voices, rows)
    return voices


def add_organisations(conversation: Conversation, counts: dict[str, int]) -> None:
    """Add member organisations that vote: the public ones agree with all, the others with none."""
    for world, count in counts.items():
        for number in range(count):
            speaker = make_speaker(f"P {world} {number}", f"Maison {world} {number}", world=world)
            add_member(conversation.alliance, speaker)
            voice = make_voice(
                conversation,
                space="organisations",
                channel="mandate",
                organisation=speaker.organisation,
                world=world,
            )
            answer(conversation, [voice], [[1 if world == "public" else -1] * 8])


def compute(conversation: Conversation) -> None:
    """Compute the landscape of each space."""
    for space in Space:
        refresh_landscape(conversation, space, now=NOW())
