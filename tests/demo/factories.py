"""The territories that the demonstration names, without loading France, and what is counted."""

import datetime

from allauth.account.models import EmailAddress

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeStance,
    JournalEntry,
    JournalVoice,
    Membership,
    Objective,
    ObjectiveAnswer,
    PhaseSpan,
)
from terreau.core.models import Record
from terreau.portal.demo.places import named_places
from terreau.portal.demo.reading import read_facts
from terreau.territories.models import Territory

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
COUNTED = (
    Person,
    EmailAddress,
    Organisation,
    Mandate,
    Alliance,
    Membership,
    Challenge,
    ChallengeStance,
    Objective,
    ObjectiveAnswer,
    JournalEntry,
    JournalVoice,
    PhaseSpan,
    Record,
)


def make_named_territories() -> dict[str, Territory]:
    """Create a row for each territory named; Paris and its neighbours need not be complete."""
    made = {}
    for name in sorted(named_places(read_facts())):
        kind, _, code = name.partition(":")
        made[name] = Territory.objects.create(
            kind=kind, code=code, name=f"{kind} {code}", population=1000
        )
    return made


def counts() -> dict[str, int]:
    """Count the rows of every table that the demonstration fills."""
    return {model.__name__: model.objects.count() for model in COUNTED}
