"""The dialogue of the small France: one of each instrument, and what its addresses need."""

import datetime

from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.dialogues.actions.consultations import new_code
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.ballots import GRADES
from terreau.dialogues.models import (
    Agenda,
    Ballot,
    BallotOption,
    Consultation,
    Conversation,
    Decision,
    DecisionAnswer,
    Outlook,
    OutlookItem,
    Proposition,
    PropositionPoint,
    Statement,
    Workshop,
    WorkshopGroup,
)

ON_WORKSHOPS = (
    *("workshop", "workshop-edit", "workshop-close", "workshop-gather", "workshop-marks"),
    *("workshop-reveal", "workshop-group", "proposition-add", "proposition", "proposition-edit"),
    *("proposition-follow", "point-add", "point-edit"),
)
ON_DECISIONS = (
    *("decision", "decision-amend", "decision-answer", "decision-settle", "decision-treat"),
)


def fill_dialogues(scenario, alliance: Alliance) -> None:
    """Add to the alliance that is not public what is entered by its address, and drafts."""
    conversation = _open(Conversation, alliance, question="Comment mieux se déplacer ici ?")
    Statement.objects.create(
        conversation=conversation, number=1, text="Plus de bus.", origin="seed", state="accepted"
    )
    scenario.arguments |= {
        "dialogues:uuid": conversation.uuid,
        "dialogues:number": 1,
        "dialogues:space": Space.ORGANISATIONS.value,
        "dialogues-door:code": conversation.code,
        "api:conversation": conversation.uuid,
    }
    _fill_ballots(scenario, alliance)
    _fill_outlooks(scenario, alliance)
    _fill_workshop(scenario, alliance)
    _fill_agreements(scenario, alliance)


def _open(model: type[Consultation], alliance: Alliance, *, is_draft: bool = False, **values):
    since = timezone.now() - datetime.timedelta(days=1)
    return model.objects.create(
        alliance=alliance,
        code=new_code(),
        published_at=None if is_draft else since,
        opens_at=since,
        posture="Bastien",
        **values,
    )


def _fill_ballots(scenario, alliance: Alliance) -> None:
    """One ballot that takes papers, one that is still prepared."""
    grades = [str(grade) for grade in GRADES]
    running = _open(Ballot, alliance, question="Par quoi commencer ?", grades=grades)
    draft = _open(Ballot, alliance, question="Et ensuite ?", grades=grades, is_draft=True)
    for ballot in (running, draft):
        for rank, title in enumerate(("Emploi", "Logement")):
            BallotOption.objects.create(ballot=ballot, key=f"o{rank}", title=title, rank=rank)
    scenario.arguments |= {f"dialogues:{name}.uuid": running.uuid for name in _of("ballot")}
    scenario.arguments |= {
        "dialogues:ballot-edit.uuid": draft.uuid,
        "api:ballot": running.uuid,
        "dialogues:ballot-take.kind": "toi",
    }


def _of(word: str) -> tuple[str, ...]:
    return (word, f"{word}-count", f"{word}-take")


def _fill_outlooks(scenario, alliance: Alliance) -> None:
    """Crossed views that take scores, others that are still prepared."""
    running = _open(Outlook, alliance, question="Comment voyez-vous le territoire ?")
    draft = _open(Outlook, alliance, question="Et dans dix ans ?", is_draft=True)
    for outlook in (running, draft):
        OutlookItem.objects.create(outlook=outlook, kind="fragility", label="Des loyers trop hauts")
    scenario.arguments |= {
        "dialogues:outlook.uuid": running.uuid,
        "dialogues:outlook-edit.uuid": draft.uuid,
    }


def _fill_workshop(scenario, alliance: Alliance) -> None:
    """One session with one table, one proposition and one point."""
    workshop = _open(Workshop, alliance, question="Atelier", held_on=PartialDate("2016"))
    group = WorkshopGroup.objects.create(workshop=workshop, colour="green")
    proposition = Proposition.objects.create(
        workshop=workshop, group=group, number=1, title="Ouvrir un lieu", posture="Bastien"
    )
    point = PropositionPoint.objects.create(proposition=proposition, text="Près de la gare")
    scenario.arguments |= {f"dialogues:{name}.uuid": workshop.uuid for name in ON_WORKSHOPS}
    scenario.arguments |= {"dialogues:group": group.pk, "dialogues:point": point.pk}


def _fill_agreements(scenario, alliance: Alliance) -> None:
    """An agenda that waits for answers, and a decision with one objection."""
    bastien = scenario.people["facilitator"]
    membership = alliance.memberships.get(organisation__name="Lycée du Val")
    Agenda.objects.create(alliance=alliance, number=1, author=bastien, posture="Bastien")
    decision = Decision.objects.create(
        alliance=alliance,
        subject="other",
        title="Se réunir",
        text="Chaque mois.",
        author=bastien,
        posture="Bastien",
    )
    objection = DecisionAnswer.objects.create(
        decision=decision,
        membership=membership,
        text_number=1,
        answer="objection",
        reason="Trop souvent.",
        posture="Ama",
    )
    scenario.arguments |= {f"dialogues:{name}.uuid": decision.uuid for name in ON_DECISIONS}
    scenario.arguments |= {"dialogues:objection": objection.pk}
