"""Know in whose name a person speaks: an organisation's, by a dated mandate, or their own (R8)."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation
from terreau.core.formats import on_behalf_of

SESSION_KEY = "posture"
LABEL_LENGTH = 250


@dataclass(frozen=True)
class Posture:
    """The person and, unless they speak for themselves, their mandate."""

    person: Person
    mandate: Mandate | None = None

    @property
    def organisation(self) -> Organisation | None:
        return self.mandate.organisation if self.mandate else None

    @property
    def label(self) -> str:
        """The stamp put on every contribution, never longer than the columns that keep it."""
        if self.mandate is None:
            return _("%(person)s, en son nom") % {"person": self.person.full_name}
        label = f"{self.person.full_name}, {on_behalf_of(self.mandate.organisation.name)}"
        return Truncator(label).chars(LABEL_LENGTH)


def current_mandates(person: Person, *, today: datetime.date) -> list[Mandate]:
    """Every mandate that runs today, the latest first, each with its organisation."""
    return list(
        Mandate.objects.filter(person=person)
        .current(today)
        .select_related("organisation")
        .order_by("-starts_on", "-pk")
    )


def choose_posture(person: Person, mandates: list[Mandate], key: str | None) -> Posture:
    """Take the posture chosen in this session, else the latest mandate, else one's own name.

    A chosen mandate that has ended falls back to one's own name: nobody speaks for another
    organisation without having chosen to.
    """
    if key is None:
        return Posture(person, mandates[0] if mandates else None)
    return Posture(person, next((m for m in mandates if str(m.pk) == key), None))


class PostureMiddleware:
    """Give each request its `posture` and, as `posture_choices`, the mandates one may choose.

    One query, only when one of the two is read; none for an anonymous person.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.posture, request.posture_choices = None, []
        if request.user.is_authenticated:
            mandates = SimpleLazyObject(
                lambda: current_mandates(request.user, today=timezone.localdate())
            )
            request.posture_choices = mandates
            request.posture = SimpleLazyObject(
                lambda: choose_posture(request.user, mandates, request.session.get(SESSION_KEY))
            )
        return self.get_response(request)
