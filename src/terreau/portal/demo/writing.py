"""What is already written when the alliances are told."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.timezone import localdate

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.core.partial_dates import PartialDate
from terreau.portal.demo.reading import TODAY, AllianceFact, DemoFacts
from terreau.territories.models import Territory


@dataclass
class Pace:
    """Date the acts one after the other, so that the record of an alliance reads as a story."""

    at: datetime.datetime
    step: datetime.timedelta

    def tick(self) -> datetime.datetime:
        """Give the moment of the next act."""
        self.at += self.step
        return self.at


@dataclass(frozen=True)
class Written:
    """The rows of the demonstration, found by the keys of its facts."""

    facts: DemoFacts
    places: Mapping[str, Territory]
    persons: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    mandates: Mapping[tuple[str, str], Mandate]

    def posture(self, person: str, organisation: str = "") -> Posture:
        """Let a person speak for an organisation, else for themselves."""
        mandate = self.mandates[person, organisation] if organisation else None
        return Posture(self.persons[person], mandate)

    def source(self, key: str, note: str = "") -> str:
        """Say where a fact comes from, with what the demonstration adds to it."""
        label = self.facts.sources[key].label
        return f"{label} ({note})" if note else label

    def speaker_of(self, organisation: str) -> Posture:
        """Find who speaks for an invented organisation today."""
        person = next(
            fact.key
            for fact in self.facts.people
            for mandate in fact.mandate
            if mandate.organisation == organisation and not mandate.ends_on
        )
        return self.posture(person, organisation)

    def posture_in(self, alliance: AllianceFact, person: str) -> Posture:
        """Let a person speak as the member of the alliance that they stand for."""
        members = {member.organisation for member in alliance.member}
        running = (
            organisation
            for (who, organisation), mandate in self.mandates.items()
            if who == person and organisation in members and not mandate.ends_on
        )
        return self.posture(person, next(running, ""))


def backdate(row: models.Model, column: str, moment: datetime.datetime) -> None:
    """Give a row the moment of its act, where its column takes the clock of the machine."""
    type(row)._default_manager.filter(pk=row.pk).update(**{column: moment})


def partial_date(text: str, now: datetime.datetime) -> PartialDate | None:
    """Read a date of the facts; « today » is the day of loading."""
    if text == TODAY:
        return PartialDate(localdate(now).isoformat())
    return PartialDate(text) if text else None
