"""A published alliance with one of each instrument of the dialogue, revealed."""

from django.utils import timezone

from terreau.core.partial_dates import PartialDate
from terreau.dialogues.actions.agendas import (
    Link,
    adopt_agenda,
    answer_agenda,
    propose_agenda,
    write_minority_opinion,
)
from terreau.dialogues.actions.followups import follow_proposition
from terreau.dialogues.actions.workshops import add_proposition, open_workshop
from terreau.dialogues.bridge.agendas import Place
from terreau.dialogues.models import Agenda, Conversation, Proposition
from tests.alliances.factories import Cast, make_cast, make_challenge
from tests.dialogues.ballot_factories import PAPERS, close_and_count, prepare, vote
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote


def make_dialogue() -> dict[str, str]:
    """Make it whole, and give what the addresses of the API need."""
    cast = make_cast(status="published")
    conversation = make_answered(cast)
    ballot = prepare(cast)
    vote(ballot, PAPERS["majority_judgment"])
    close_and_count(cast, ballot)
    make_agenda(cast)
    make_proposition(cast)
    return {
        "slug": cast.alliance.slug,
        "conversation": str(conversation.uuid),
        "ballot": str(ballot.uuid),
    }


def make_answered(cast: Cast, voices: int = 6, *, revealed: bool = True) -> Conversation:
    """One statement that each voice agrees with, one that the last four answer."""
    shown_at = timezone.now() if revealed else None
    conversation = make_conversation(cast.alliance, revealed_at=shown_at)
    first, second = make_statement(conversation), make_statement(conversation, "Trop de camions.")
    for number in range(voices):
        voice = make_voice(conversation)
        make_vote(voice, first, 1)
        if number < 4:
            make_vote(voice, second, -1)
    return conversation


def make_agenda(cast: Cast) -> Agenda:
    """An agenda in force on two challenges, with an opinion that did not prevail."""
    first, last = (make_challenge(cast.alliance, title) for title in ("Eau", "Énergie"))
    places = [Place(first.pk, 1), Place(last.pk, 2)]
    links = [Link(first.pk, last.pk, "l’une porte l’autre")]
    now = timezone.now()
    agenda = propose_agenda(cast.alliance, places, links, by=cast.ama, now=now)
    answer_agenda(agenda, answer="agreement", reason="", by=cast.ama, now=now)
    told = {"challenge": last, "text": "L’énergie d’abord."}
    write_minority_opinion(agenda, told, by=cast.ama, now=now)
    adopt_agenda(agenda, by=cast.bastien, now=now)
    return agenda


def make_proposition(cast: Cast) -> Proposition:
    """A proposition with a point, tried two years after."""
    now = timezone.now()
    values = {"question": "Atelier", "held_on": PartialDate("2016-03")}
    workshop = open_workshop(
        cast.alliance, values, themes=["Valoriser"], colours=["green"], by=cast.bastien, now=now
    )
    made = add_proposition(
        workshop.groups.get(),
        theme=workshop.themes.get(),
        title="Ouvrir un lieu",
        points=["Près de la gare"],
        by=cast.bastien,
        now=now,
    )
    told = {"status": "done", "since": PartialDate("2018"), "carried_by": "la Ville", "note": ""}
    follow_proposition(made, told, by=cast.bastien, now=now)
    return made
