"""Paper sheets become voices once two people have read the same thing on them."""

import datetime
import hashlib
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.voices import lock_consultation, open_voice
from terreau.dialogues.actions.votes import paper_votes, write_votes
from terreau.dialogues.enums import Space, VoiceChannel
from terreau.dialogues.models import Conversation, PaperEntry, Statement
from terreau.dialogues.permissions_votes import can_key_sheets

# By statement number, as text because it is kept as JSON: the answer, and whether it is important.
Reading = dict[str, tuple[int, bool]]


class Keyed(Enum):
    """What a keying led to."""

    FIRST = "first"
    MATCHED = "matched"
    DIFFERS = "differs"
    SETTLED = "settled"


@transaction.atomic
def key_sheet(
    conversation: Conversation, code: str, reading: Reading, *, by: Posture, now: datetime.datetime
) -> Keyed:
    """Keep what somebody read on a sheet; the second reader's agreement makes it a voice.

    When the two differ, a third keying gives the lines on which they do, and settles.
    """
    require(can_key_sheets(by, conversation, now=now))
    lock_consultation(conversation)
    before = entries_of(conversation, code)
    _require_turn(before, by)
    kept = {number: list(answer) for number, answer in reading.items()}
    if len(before) == 2:
        kept = {**agreed(before), **kept}
    entry = PaperEntry.objects.create(
        consultation=conversation,
        code=code,
        keying=len(before) + 1,
        answers=kept,
        keyed_by=by.person,
        keyed_at=now,
    )
    if not before:
        return Keyed.FIRST
    if len(before) == 1 and differing([*before, entry]):
        return Keyed.DIFFERS
    _make_voice(conversation, code, kept, now)
    PaperEntry.objects.filter(consultation=conversation, code=code).update(is_matched=True)
    return Keyed.SETTLED if len(before) == 2 else Keyed.MATCHED


def entries_of(conversation: Conversation, code: str) -> list[PaperEntry]:
    """The keyings of one sheet, in their order."""
    entries = PaperEntry.objects.filter(consultation=conversation, code=code)
    return list(entries.order_by("keying"))


def differing(entries: list[PaperEntry]) -> set[str]:
    """The numbers of the statements that two readers did not read alike."""
    one, other = (entry.answers for entry in entries[:2])
    return {number for number in {*one, *other} if one.get(number) != other.get(number)}


def agreed(entries: list[PaperEntry]) -> dict[str, list]:
    """What two readers read alike."""
    apart = differing(entries)
    return {number: said for number, said in entries[0].answers.items() if number not in apart}


def _require_turn(before: list[PaperEntry], by: Posture) -> None:
    if any(entry.is_matched for entry in before):
        raise Refused(_("Ce bulletin est déjà compté : deux saisies ont concordé."))
    if len(before) == 1 and before[0].keyed_by_id == by.person.pk:
        raise Refused(
            _(
                "Vous avez fait la première saisie de ce bulletin. Passez-le à quelqu’un d’autre "
                "pour la seconde : c’est ce qui rattrape les fautes de frappe."
            )
        )


def _make_voice(
    conversation: Conversation, code: str, reading: dict[str, list], now: datetime.datetime
) -> None:
    """Make the voice of a sheet; a statement withdrawn since it was printed is left out."""
    voice = open_voice(
        conversation,
        space=Space.INHABITANTS,
        channel=VoiceChannel.PAPER,
        now=now,
        key={"code_hash": _hash(conversation, code)},
        code_label=_("bulletin %(code)s") % {"code": code},
    )
    numbers = [int(number) for number in reading]
    standing = Statement.objects.put_to_vote(Space.INHABITANTS).filter(
        conversation=conversation, number__in=numbers
    )
    keys = standing.order_by().values_list("number", "pk")
    answers = {pk: tuple(reading[str(number)]) for number, pk in keys}
    write_votes(paper_votes(voice, answers, now=now))


def _hash(conversation: Conversation, code: str) -> str:
    return hashlib.sha256(f"paper:{conversation.uuid}:{code}".encode()).hexdigest()
