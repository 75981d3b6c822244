"""Find what waits for a person over all the domains, laid out for the page « À faire »."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.accounts.inbox import TodoItem, count_todo, todo_of, urgency
from terreau.accounts.models import Person

ARRANGEMENTS = {
    "echeance": gettext_lazy("Par échéance"),
    "nature": gettext_lazy("Par nature"),
    "alliance": gettext_lazy("Par alliance"),
}
SOON = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Group:
    """Some of what waits, under one title."""

    key: str
    title: str | Promise
    items: list[TodoItem]


@dataclass(frozen=True)
class Waiting:
    """What waits for a person, nature by nature."""

    groups: list[Group]

    @property
    def items(self) -> list[TodoItem]:
        return [item for group in self.groups for item in group.items]

    @property
    def count(self) -> int:
        return len(self.items)

    def of(self, key: str) -> list[TodoItem]:
        """What waits of one nature."""
        return [item for group in self.groups if group.key == key for item in group.items]


def waiting_for(person: Person, *, today: datetime.date | None = None) -> Waiting:
    """Gather what waits, ready to be shown."""
    told = todo_of(person, today=today or timezone.localdate(), now=timezone.now())
    return Waiting([Group(kind.key, kind.label, items) for kind, items in told])


def count_waiting(person: Person, *, today: datetime.date | None = None) -> int:
    """Count what waits, in one query: the frame shows it on each page."""
    return count_todo(person, today or timezone.localdate())


def arrangement_of(word: str | None) -> str:
    """Read the arrangement asked by an address; by day when it asks for none that is known."""
    return word if word in ARRANGEMENTS else next(iter(ARRANGEMENTS))


def arrangement_tabs(path: str, chosen: str) -> list[tuple[str | Promise, str, bool]]:
    """The doors from one arrangement to another."""
    return [(label, f"{path}?par={key}", key == chosen) for key, label in ARRANGEMENTS.items()]


def arrange(waiting: Waiting, arrangement: str, today: datetime.date) -> list[Group]:
    """Lay out what waits; each thing stands once."""
    if arrangement == "nature":
        return waiting.groups
    title_of = _alliance_title if arrangement == "alliance" else _due_title
    groups: dict[tuple[int, str], Group] = {}
    for item in sorted(waiting.items, key=urgency):
        rank, title = title_of(item, today)
        groups.setdefault((rank, title), Group(title, title, [])).items.append(item)
    return [group for _place, group in sorted(groups.items(), key=lambda pair: pair[0])]


def _due_title(item: TodoItem, today: datetime.date) -> tuple[int, str]:
    if item.due_on is None:
        return 3, _("Sans échéance, depuis le plus longtemps d’abord")
    if item.due_on < today:
        return 0, _("En retard")
    return (1, _("Dans les sept jours")) if item.due_on <= today + SOON else (2, _("Plus tard"))


def _alliance_title(item: TodoItem, today: datetime.date) -> tuple[int, str]:
    return (0, item.alliance) if item.alliance else (1, _("Hors des alliances"))
