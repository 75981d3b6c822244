"""Make running conversations with statements, and vote in them as a browser does."""

import datetime

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.posture import SESSION_KEY, Posture
from terreau.dialogues.actions.consultations import new_code
from terreau.dialogues.models import Conversation, Statement

HOUR = datetime.timedelta(hours=1)
TEXTS = (
    "Les commerces ouvrent un stage à chaque élève de troisième.",
    "Un minibus relie le lycée à la zone d’activités.",
    "Les jeunes tiennent une permanence à la mairie.",
    "Les entreprises accueillent aussi les professeurs.",
    "Le club de sport sert de lieu de rencontre.",
    "La maison de quartier ouvre le samedi.",
)


def make_conversation(alliance, *, statements: int = 4, **fields) -> Conversation:
    """Make a conversation that runs since an hour, with numbered statements."""
    now = timezone.now()
    values = {
        "question": "Comment les jeunes et les entreprises se rencontrent-ils ?",
        "code": new_code(),
        "published_at": now - HOUR,
        "opens_at": now - HOUR,
        "posture": "Bastien Roy, au nom de Club Gravelle",
        **fields,
    }
    conversation = Conversation.objects.create(alliance=alliance, **values)
    add_statements(conversation, statements)
    return conversation


def add_statements(conversation: Conversation, count: int, **fields) -> list[Statement]:
    """Add statements put to the vote, numbered after the ones that are there."""
    first = conversation.statements.count() + 1
    rows = [
        Statement(
            conversation=conversation,
            number=number,
            text=f"{TEXTS[number % len(TEXTS)]} ({number})",
            **{"origin": "seed", "state": "accepted", **fields},
        )
        for number in range(first, first + count)
    ]
    return Statement.objects.bulk_create(rows)


def sign_in(posture: Posture) -> Client:
    """A browser in which this person speaks in this posture."""
    client = Client()
    client.force_login(posture.person)
    session = client.session
    session[SESSION_KEY] = str(posture.mandate.pk) if posture.mandate else ""
    session.save()
    return client


def vote_address(conversation: Conversation, name: str = "vote") -> str:
    """The address of a page of the vote."""
    return reverse(f"dialogues:{name}", args=[conversation.alliance.slug, conversation.uuid])


def post_vote(client: Client, statement: Statement, answer: int, **more):
    """Press one of the three buttons."""
    headers = more.pop("headers", None)
    values = {"statement": statement.uuid, "answer": answer, **more}
    return client.post(vote_address(statement.conversation), values, headers=headers)


def statement_shown(response) -> int:
    """The number of the statement that a page puts to the vote."""
    return response.context["desk"].statement.number
