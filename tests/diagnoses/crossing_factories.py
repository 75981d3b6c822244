"""Make a small country to compare with, and the diagnosis of the cast's alliance.

Eight intercommunalities of one commune each; the share of vacant dwellings grows from 2 to 9 %.
The alliance stands on the worst of them (`worst`) unless another perimeter is given.
"""

import datetime
from dataclasses import dataclass

from django.test import Client

from terreau.actors.models import ActionDomain
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.diagnoses.actions.snapshots import take_snapshot
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.perceived import Perceived
from terreau.diagnoses.values import Choices, Diagnosis
from terreau.territories.indicators.writing import write_series
from terreau.territories.models import Territory
from tests.alliances.factories import Cast, make_cast, make_challenge

TODAY = datetime.date(2026, 11, 22)
NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
PLACES = 8


@dataclass(frozen=True)
class Ground:
    """The cast, its challenge on housing, and the territories."""

    cast: Cast
    housing: Challenge
    communes: list[Territory]
    groups: list[Territory]

    @property
    def alliance(self) -> Alliance:
        return self.cast.alliance


def make_country() -> tuple[list[Territory], list[Territory]]:
    """Make the communes and their intercommunalities, with their dwellings."""
    region = Territory.objects.create(kind="region", code="11", name="Île-de-France")
    above = {"region": region}
    above["departement"] = Territory.objects.create(
        kind="departement", code="94", name="Val-de-Marne", region=region
    )
    groups, communes = [], []
    for place in range(PLACES):
        group = Territory.objects.create(
            kind="epci", code=f"20000000{place}", name=f"Communauté {place}", **above
        )
        commune = Territory.objects.create(
            kind="commune",
            code=f"9400{place}",
            name=f"Commune {place}",
            population=20_000,
            population_year=2023,
            epci=group,
            **above,
        )
        groups.append(group)
        communes.append(commune)
    write_vacancy(communes, year=2021)
    return communes, groups


def write_vacancy(communes: list[Territory], *, year: int, plus: int = 0) -> None:
    """Write a share of vacant dwellings that grows from one commune to the next."""
    rows = {one.pk: 20 + 10 * place + plus for place, one in enumerate(communes)}
    write_series("logements-vacants", year, rows, vintage="2026")
    write_series("logements", year, dict.fromkeys(rows, 1000), vintage="2026")


def make_ground(*, status: str = "open") -> Ground:
    """Make the country and the alliance on its most vacant commune."""
    communes, groups = make_country()
    cast = make_cast(status=status)
    cast.alliance.perimeter.set([groups[-1]])
    housing = make_challenge(cast.alliance, "Se loger")
    housing.domains.set(ActionDomain.objects.filter(code="housing"))
    return Ground(cast, housing, communes, groups)


def felt(challenge: Challenge, overall: float | None = 7.5, **more) -> Perceived:
    """Say how a challenge is felt, as the door of what is perceived gives it."""
    values = {
        "source": "survey",
        "question": "Que vivez-vous ?",
        "asked_on": datetime.date(2026, 10, 1),
        "label": challenge.title,
        "challenge_id": challenge.pk,
        "domain_code": None,
        "means": {"public": 7.0, "economic": 8.0},
        "bases": {"public": 20, "economic": 20},
        "overall": overall,
        "base": 40,
        "interval": (7.0, 8.0),
        "unknown": 0,
        "rank": 1,
        "is_simulated": False,
    }
    return Perceived(**values | more)


def read_diagnosis(ground: Ground, **choices) -> Diagnosis:
    """Gather the live diagnosis."""
    return gather(ground.alliance, Choices(**choices), on=TODAY)


def make_snapshot(ground: Ground, title: str = "Diagnostic de départ") -> DiagnosisSnapshot:
    """Freeze the live diagnosis."""
    diagnosis = read_diagnosis(ground)
    return take_snapshot(ground.alliance, diagnosis, title=title, by=ground.cast.bastien, now=NOW)


def as_one(posture: Posture) -> Client:
    """Sign somebody of the cast in."""
    client = Client()
    client.force_login(posture.person)
    return client
