"""What is already written when the alliances are told."""

from collections.abc import Mapping
from dataclasses import dataclass

from terreau.accounts.models import Person
from terreau.actors.models import Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.portal.demo.reading import DemoFacts
from terreau.territories.models import Territory


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
