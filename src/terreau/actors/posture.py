"""Know in whose name a person speaks: an organisation's, by a dated mandate, or their own (R8)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation


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
        """The stamp put on every contribution."""
        if self.mandate is None:
            return _("%(person)s, en son nom") % {"person": self.person.full_name}
        return _("%(person)s, au nom de %(organisation)s") % {
            "person": self.person.full_name,
            "organisation": self.mandate.organisation.name,
        }


class PostureMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
