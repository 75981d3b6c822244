"""Prepare a ballot, hand in a paper, count."""

import datetime
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Membership
from terreau.core.editing import claim_version
from terreau.core.verdicts import GRANTED, Refused, Verdict, refused, require
from terreau.dialogues.actions.consultations import new_code, write
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.ballot_counting import count_by_group
from terreau.dialogues.enums import BallotMethod
from terreau.dialogues.models import Ballot, BallotCount, BallotOption, BallotPaper, Participant
from terreau.dialogues.permissions import can_answer, can_put_question
from terreau.dialogues.permissions_ballots import can_count_ballot, can_edit_ballot

COUNT_KIND = "ballot-count"


@dataclass(frozen=True)
class Choice:
    """One option as it is prepared: a challenge of the alliance, or words of its own."""

    title: str
    challenge: int | None = None
    description: str = ""
    cost_eur: Decimal | None = None


@transaction.atomic
def create_ballot(
    alliance: Alliance,
    values: Mapping[str, Any],
    choices: Sequence[Choice],
    *,
    by: Posture,
    now: datetime.datetime,
) -> Ballot:
    """Prepare a ballot as a draft; the lot of the last ties is drawn now and shown."""
    require(can_put_question(by, alliance))
    ballot = Ballot.objects.create(
        alliance=alliance,
        code=new_code(),
        lot=secrets.token_hex(8),
        created_by=by.person,
        posture=by.label,
        created_at=now,
        **values,
    )
    _set_options(ballot, choices)
    return ballot


@transaction.atomic
def edit_ballot(
    ballot: Ballot,
    values: Mapping[str, Any],
    choices: Sequence[Choice],
    *,
    expected_version: int,
    by: Posture,
) -> Ballot:
    """Change a draft, unless somebody did meanwhile (`EditConflict`)."""
    lock_consultation(ballot)
    require(can_edit_ballot(by, ballot))
    claim_version(ballot, expected_version)
    stored = Ballot.objects.select_related("alliance").get(pk=ballot.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    _set_options(stored, choices)
    return stored


def _set_options(ballot: Ballot, choices: Sequence[Choice]) -> None:
    titles = [choice.title for choice in choices]
    if len(set(titles)) != len(titles):
        raise Refused(_("Deux options portent le même intitulé : gardez-en une."))
    ballot.options.all().delete()
    BallotOption.objects.bulk_create(
        BallotOption(
            ballot=ballot,
            key=f"o{number}",
            rank=number,
            title=choice.title,
            challenge_id=choice.challenge,
            description=choice.description,
            cost_eur=choice.cost_eur,
        )
        for number, choice in enumerate(choices, start=1)
    )


def ballot_ready(ballot: Ballot) -> Verdict:
    """What is still missing before it is published."""
    options = list(ballot.options.all())
    if len(options) < 2:
        return refused(_("Un scrutin propose au moins deux options : ajoutez-en, puis publiez."))
    if ballot.method == BallotMethod.EQUAL_SHARES:
        if any(option.cost_eur is None for option in options):
            return refused(_("Chaque action d’un scrutin budgétaire a son coût : complétez-les."))
        if all((option.cost_eur or 0) > (ballot.budget_eur or 0) for option in options):
            return refused(
                _("Aucune action ne tient dans le budget : corrigez l’un ou les autres.")
            )
    if ballot.method == BallotMethod.MAJORITY_JUDGMENT and len(ballot.grades) < 2:
        return refused(_("Il faut au moins deux mentions pour juger."))
    return GRANTED


@transaction.atomic
def cast_paper(
    ballot: Ballot,
    voice: Participant,
    content: Mapping[str, int],
    *,
    now: datetime.datetime,
    by=None,
    mandate=None,
) -> BallotPaper:
    """Hand in a paper in place of the former one; an empty one is a blank vote."""
    require(can_answer(voice, ballot, now=now))
    known = set(ballot.options.values_list("key", flat=True))
    kept = {key: value for key, value in sorted(content.items()) if key in known}
    paper = BallotPaper(
        participant=voice,
        ballot=ballot,
        content=kept,
        is_abstention=not kept,
        by=by,
        mandate=mandate,
        cast_at=now,
    )
    BallotPaper.objects.bulk_create(
        [paper],
        update_conflicts=True,
        unique_fields=["participant"],
        update_fields=["content", "is_abstention", "by", "mandate", "cast_at"],
    )
    return paper


def receipt_of(voice_uuid: object, content: Mapping[str, int]) -> str:
    """Sum up a paper so that its voice alone can find it in the published list.

    The voice's own number is 122 random bits that nobody else knows: the list tells nothing.
    """
    told = json.dumps({"voice": str(voice_uuid), "paper": dict(sorted(content.items()))})
    digest = hashlib.sha256(told.encode()).hexdigest()[:16].upper()
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


@transaction.atomic
def count_ballot(ballot: Ballot, *, by: Posture, now: datetime.datetime) -> BallotCount:
    """Count the papers, together and by world; a former count is kept beside."""
    lock_consultation(ballot)
    require(can_count_ballot(by, ballot, now=now))
    options = list(ballot.options.all())
    papers = list(
        ballot.papers.filter(participant__folded_into=None)
        .select_related("participant")
        .order_by("participant__number")
    )
    content = count_by_group(ballot, options, papers)
    content["receipts"] = sorted(receipt_of(one.participant.uuid, one.content) for one in papers)
    members = Membership.objects.current().filter(alliance=ballot.alliance_id)
    last = ballot.counts.aggregate(last=Max("number"))["last"] or 0
    count = BallotCount.objects.create(
        ballot=ballot,
        number=last + 1,
        method=ballot.method,
        content=content,
        papers_digest=hashlib.sha256("\n".join(content["receipts"]).encode()).hexdigest(),
        paper_count=len(papers),
        abstention_count=sum(1 for one in papers if one.is_abstention),
        called_count=members.exclude(organisation=None).count()
        if ballot.has_organisations and not ballot.is_simulated
        else None,
        counted_by=by.label,
        counted_at=now,
    )
    write(ballot, "ballot-counted", by=by, now=now, papers=count.paper_count)
    return count
