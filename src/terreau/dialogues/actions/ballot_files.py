"""Bring in a ballot that was read from a file; it arrives closed, ready to be counted."""

import datetime
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.bulk_rows import insert_many
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import new_code, write
from terreau.dialogues.bridge.ballot_files import ReadBallot
from terreau.dialogues.enums import BallotMethod, Space, VoiceChannel
from terreau.dialogues.models import Ballot, BallotOption, BallotPaper, Participant
from terreau.dialogues.permissions import can_put_question


@transaction.atomic
def import_ballot(
    alliance: Alliance,
    read: ReadBallot,
    *,
    space: Space,
    source: str,
    by: Posture,
    now: datetime.datetime,
) -> Ballot:
    """Write a read ballot, whole or not at all; nobody votes in it any more."""
    require(can_put_question(by, alliance))
    if len(read.options) < 2 or not read.papers:
        raise Refused(_("Ce fichier n’a pas au moins deux options et un bulletin."))
    is_budget = read.budget is not None
    ballot = Ballot.objects.create(
        alliance=alliance,
        question=(read.title or _("Scrutin repris d’un fichier"))[:300],
        method=BallotMethod.EQUAL_SHARES if is_budget else BallotMethod.SCHULZE,
        budget_eur=read.budget,
        has_organisations=space == Space.ORGANISATIONS,
        has_inhabitants=space == Space.INHABITANTS,
        code=new_code(),
        lot=secrets.token_hex(8),
        published_at=now,
        opens_at=now,
        closed_at=now,
        source=source,
        created_by=by.person,
        posture=by.label,
        created_at=now,
    )
    keys = _bring_options(ballot, read)
    _bring_papers(ballot, read, keys, space, now)
    write(ballot, "ballot-imported", by=by, now=now, papers=len(read.papers))
    return ballot


def _bring_options(ballot: Ballot, read: ReadBallot) -> dict[str, str]:
    titles: set[str] = set()
    keys = {}
    for rank, (key, title, cost) in enumerate(read.options, start=1):
        told = title if title not in titles else f"{title[:180]} ({key})"
        titles.add(told)
        keys[key] = key if len(key) <= 40 else f"o{rank}"
        BallotOption.objects.create(
            ballot=ballot, key=keys[key], title=told, cost_eur=cost or None, rank=rank
        )
    return keys


def _bring_papers(
    ballot: Ballot,
    read: ReadBallot,
    keys: dict[str, str],
    space: Space,
    now: datetime.datetime,
) -> None:
    insert_many(
        [
            Participant(
                consultation_id=ballot.pk,
                space=space,
                channel=VoiceChannel.IMPORTED,
                number=number,
                imported_key=str(number),
                came_at=now,
            )
            for number in range(1, len(read.papers) + 1)
        ]
    )
    voices = dict(Participant.objects.filter(consultation_id=ballot.pk).values_list("number", "pk"))
    insert_many(
        [
            BallotPaper(
                participant_id=voices[number],
                ballot=ballot,
                content={keys[key]: value for key, value in content.items()},
                is_abstention=not content,
                cast_at=now,
            )
            for number, (_voter, content) in enumerate(read.papers, start=1)
        ]
    )
