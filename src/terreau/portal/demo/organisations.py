"""Write the demonstration's organisations and mandates through the actors' own actions."""

import datetime
from collections.abc import Callable, Iterable, Mapping

from terreau.accounts.models import Person
from terreau.actors.actions import create_organisation, grant_mandate
from terreau.actors.models import ActionDomain, Mandate, Organisation
from terreau.actors.posture import Posture
from terreau.portal.demo.reading import (
    FICTION,
    DemoFacts,
    MandateFact,
    OrganisationFact,
    PersonFact,
    Source,
)
from terreau.portal.demo.sheets import sheet_values, write_ties
from terreau.territories.models import Territory

FICTITIOUS_DESCRIPTION = (
    "Organisation inventée pour la démonstration : elle n’existe pas, ses paroles non plus."
)
Places = Mapping[str, Territory]


def write_organisations(
    facts: DemoFacts,
    *,
    places: Places,
    administrator: Person,
    now: datetime.datetime,
    step: Callable[[str], None],
) -> dict[str, Organisation]:
    """Create each sheet in the administrator's own name; say each one's name to `step`."""
    domains = {domain.code: domain for domain in ActionDomain.objects.all()}
    by = Posture(administrator)
    written = {}
    for fact in facts.organisations:
        values = _values(fact, facts.sources, places, domains) | sheet_values(fact.key, now)
        written[fact.key] = create_organisation(values, by=by, now=now)
        step(fact.name)
    write_ties(written, administrator=administrator, now=now)
    return written


def write_mandates(
    people: Iterable[PersonFact],
    *,
    persons: Mapping[str, Person],
    organisations: Mapping[str, Organisation],
    administrator: Person,
    now: datetime.datetime,
) -> dict[tuple[str, str], Mandate]:
    """Give every mandate, past ones too; the result is found by person and organisation."""
    return {
        (fact.key, told.organisation): _grant(
            told, organisations[told.organisation], persons[fact.key], administrator, now
        )
        for fact in people
        for told in fact.mandate
    }


def _grant(
    told: MandateFact,
    organisation: Organisation,
    person: Person,
    administrator: Person,
    now: datetime.datetime,
) -> Mandate:
    return grant_mandate(
        organisation,
        person,
        by=Posture(administrator),
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        title=told.title,
        now=now,
    )


def _values(
    fact: OrganisationFact,
    sources: Mapping[str, Source],
    places: Places,
    domains: Mapping[str, ActionDomain],
) -> dict:
    is_invented = fact.source == FICTION
    return {
        "name": fact.name,
        "world": fact.world,
        "subtype": fact.subtype,
        "place": places[f"commune:{fact.place}"] if fact.place else None,
        "address": fact.address,
        "description": FICTITIOUS_DESCRIPTION if is_invented else fact.description,
        "source": sources[fact.source].label,
        "perimeter": [places[unit] for unit in fact.perimeter],
        "domains": [domains[code] for code in fact.domains],
        "aliases": fact.aliases,
    }
