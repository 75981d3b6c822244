"""The pages of one conversation: what everybody reads, and the desk of who facilitates it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.models import Conversation


@dataclass(frozen=True)
class Door:
    """One page of a conversation; its address takes the slug and the uuid."""

    label: str | Promise
    url_name: str
    symbol: str = ""
    needs_publication: bool = False


TABS = (
    Door(_("Présentation"), "dialogues:conversation"),
    Door(_("Énoncés"), "dialogues:statements"),
    Door(_("Mes réponses"), "dialogues:answers", needs_publication=True),
    Door(_("Paysage"), "dialogues:landscape", needs_publication=True),
)
DESK = (
    Door(_("Énoncés de départ"), "dialogues:statement-seed", "plus"),
    Door(_("Relecture"), "dialogues:moderation", "todo"),
    Door(_("Liens personnels"), "dialogues:links", "link"),
    Door(_("Bulletins papier"), "dialogues:sheets", "print", needs_publication=True),
    Door(_("Le mur de la salle"), "dialogues:room", "eye", needs_publication=True),
    Door(_("Modifier"), "dialogues:conversation-edit", "edit"),
)


def address_of(door: Door, conversation: Conversation) -> str:
    """Give the address of a page in this conversation."""
    return reverse(door.url_name, args=[conversation.alliance.slug, conversation.uuid])


def conversation_tabs(conversation: Conversation, current: str) -> list[tuple]:
    """Give what `{% tabs %}` shows; `current` is the name of the address of the page."""
    return [
        (door.label, address_of(door, conversation), door.url_name == f"dialogues:{current}")
        for door in TABS
        if conversation.published_at or not door.needs_publication
    ]


def conversation_desk(conversation: Conversation) -> list[dict]:
    """Give the pages of who facilitates."""
    return [
        {
            "label": door.label,
            "url": address_of(door, conversation),
            "symbol": door.symbol,
            "key": door.url_name.partition(":")[2],
        }
        for door in DESK
        if conversation.published_at or not door.needs_publication
    ]
