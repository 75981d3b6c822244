"""Know in whose name a person speaks: an organisation's, by a dated mandate, or their own (R8)."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation

SESSION_KEY = "posture"
OWN_NAME = "own"


@dataclass(frozen=True)
class Posture:
    """The person and, unless they speak for themselves, their mandate."""

    person: Person
    mandate: Mandate | None = None

    @property
    def organisation(self) -> Organisation | None:
        return self.mandate.organisation if self.mandate else None

    @property
    def key(self) -> str:
        """What the switch posts and the session keeps."""
        return str(self.mandate.pk) if self.mandate else OWN_NAME

    @property
    def label(self) -> str:
        """The stamp put on every contribution."""
        if self.mandate is None:
            return _("%(person)s, en son nom") % {"person": self.person.full_name}
        return _("%(person)s, au nom de %(organisation)s") % {
            "person": self.person.full_name,
            "organisation": self.mandate.organisation.name,
        }

    @property
    def short_label(self) -> str:
        """What the switch shows: the organisation's name, or « mon nom »."""
        return self.mandate.organisation.name if self.mandate else _("mon nom")


def postures_of(person: Person, *, today: datetime.date) -> list[Posture]:
    """Every posture a person may take today: the latest mandate first, their own name last."""
    mandates = (
        Mandate.objects.filter(person=person)
        .current(today)
        .select_related("organisation")
        .order_by("-starts_on", "-pk")
    )
    return [*(Posture(person, mandate) for mandate in mandates), Posture(person)]


def choose_posture(choices: list[Posture], key: str | None) -> Posture:
    """Take the posture chosen in this session, else the latest mandate, else one's own name.

    A chosen mandate that has ended falls back to one's own name: nobody speaks for another
    organisation without having chosen to.
    """
    if key is None:
        return choices[0]
    return next((choice for choice in choices if choice.key == key), choices[-1])


class PostureMiddleware:
    """Give each request its `posture` and `posture_choices`: one query, only when read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.posture, request.posture_choices = None, []
        if request.user.is_authenticated:
            choices = SimpleLazyObject(
                lambda: postures_of(request.user, today=timezone.localdate())
            )
            request.posture_choices = choices
            request.posture = SimpleLazyObject(
                lambda: choose_posture(choices, request.session.get(SESSION_KEY))
            )
        return self.get_response(request)
