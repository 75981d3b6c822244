"""Read the demonstration's facts from their TOML files, refusing what the files misspell.

A key that no field bears raises `TypeError`: a fact is never dropped in silence.
"""

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
FICTION = "fiction"
ILLUSTRATION = "illustration"
TODAY = "today"


@dataclass(frozen=True)
class Source:
    label: str
    address: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class OrganisationFact:
    key: str
    name: str
    world: str
    source: str
    subtype: str = ""
    place: str = ""
    address: str = ""
    description: str = ""
    perimeter: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def is_fictitious(self) -> bool:
        return self.source == FICTION


@dataclass(frozen=True)
class MandateFact:
    organisation: str
    title: str
    starts_on: datetime.date
    ends_on: datetime.date | None = None


@dataclass(frozen=True)
class PersonFact:
    key: str
    email: str
    name: str
    role: str
    is_staff: bool = False
    mandate: tuple[MandateFact, ...] = ()


@dataclass(frozen=True)
class PhaseFact:
    phase: str
    starts_on: str
    label: str
    source: str
    ends_on: str = ""
    source_note: str = ""


@dataclass(frozen=True)
class MemberFact:
    """An organisation in an alliance; `facilitator` or `speaker` is the person mandated."""

    organisation: str
    joined_on: datetime.date | str
    source: str
    facilitator: str = ""
    speaker: str = ""
    roles: tuple[str, ...] = ()
    interest: str = ""
    gives: str = ""
    receives: str = ""


@dataclass(frozen=True)
class InhabitantFact:
    person: str
    joined_on: datetime.date
    interest: str = ""


@dataclass(frozen=True)
class StanceFact:
    organisation: str
    position: str
    source: str
    interest: int | None = None
    influence: int | None = None
    contribution_nature: str = ""
    contribution: str = ""
    note: str = ""


@dataclass(frozen=True)
class ChallengeFact:
    title: str
    description: str
    aim: str
    domains: tuple[str, ...]
    by: str
    source: str
    goals: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    stance: tuple[StanceFact, ...] = ()


@dataclass(frozen=True)
class AnswerFact:
    by: str
    answer: str
    organisation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ObjectiveFact:
    by: str
    text: str
    change_note: str
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    due_in_days: int | None = None
    source: str = ""
    responsible: str = ""
    answer: tuple[AnswerFact, ...] = ()


@dataclass(frozen=True)
class InvitationFact:
    by: str
    organisation: str
    email: str
    person: str
    message: str


@dataclass(frozen=True)
class VoiceFact:
    by: str
    text: str
    organisation: str = ""


@dataclass(frozen=True)
class EntryFact:
    kind: str
    title: str
    happened_on: str
    by: str
    source: str
    text: str
    is_public: bool = False
    source_note: str = ""
    voice: tuple[VoiceFact, ...] = ()


@dataclass(frozen=True)
class AllianceFact:
    slug: str
    name: str
    question: str
    question_source: str
    perimeter: tuple[str, ...]
    perimeter_label: str
    started_on: str
    status: str
    governance_form: str
    note: str
    instigation_story: str
    rules_of_play: str = ""
    instigator: str = ""
    instigator_source: str = ""
    host: str = ""
    host_source: str = ""
    governance_raised_on: datetime.date | None = None
    is_fictitious: bool = False
    phase: tuple[PhaseFact, ...] = ()
    member: tuple[MemberFact, ...] = ()
    inhabitant: tuple[InhabitantFact, ...] = ()
    challenge: tuple[ChallengeFact, ...] = ()
    objective: tuple[ObjectiveFact, ...] = ()
    invitation: tuple[InvitationFact, ...] = ()
    journal: tuple[EntryFact, ...] = ()


@dataclass(frozen=True)
class DemoFacts:
    sources: Mapping[str, Source]
    organisations: tuple[OrganisationFact, ...]
    people: tuple[PersonFact, ...]
    alliances: tuple[AllianceFact, ...] = field(default=())


# Told in the order a visitor should meet them.
ALLIANCES = ("charenton", "alsace", "silver_geek", "premier_jour")
_NESTED = {
    "mandate": MandateFact,
    "phase": PhaseFact,
    "member": MemberFact,
    "inhabitant": InhabitantFact,
    "challenge": ChallengeFact,
    "stance": StanceFact,
    "objective": ObjectiveFact,
    "answer": AnswerFact,
    "invitation": InvitationFact,
    "journal": EntryFact,
    "voice": VoiceFact,
}


@cache
def read_facts() -> DemoFacts:
    """Read every file once."""
    organisations = [
        row for path in sorted(DATA.glob("organisations/*.toml")) for row in _rows(path)
    ]
    return DemoFacts(
        sources={key: Source(**row) for key, row in _read(DATA / "sources.toml").items()},
        organisations=_built(OrganisationFact, organisations),
        people=_built(PersonFact, _read(DATA / "people.toml")["person"]),
        alliances=tuple(_read_alliance(name) for name in ALLIANCES),
    )


def _read_alliance(name: str) -> AllianceFact:
    told = _read(DATA / "alliances" / f"{name}.toml")
    story = _read(DATA / "journals" / f"{name}.toml")["entry"]
    return _built(AllianceFact, [{**told, "journal": story}])[0]


def _rows(path: Path) -> list[dict]:
    return _read(path)["organisation"]


def _read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _built(kind: type, rows: Iterable[dict]) -> tuple:
    return tuple(kind(**{key: _value(key, value) for key, value in row.items()}) for row in rows)


def _value(key: str, value):
    if isinstance(value, list):
        return _built(_NESTED[key], value) if key in _NESTED else tuple(value)
    return _unwrapped(value) if isinstance(value, str) else value


def _unwrapped(text: str) -> str:
    """Join the lines of a paragraph, which the files wrap; blank lines and lists stay.

    >>> _unwrapped("Une phrase\\nsur deux lignes.\\n\\n* un\\n* deux\\n")
    'Une phrase sur deux lignes.\\n\\n* un\\n* deux'
    """
    return re.sub(r"(?<!\n)\n(?!\n|\* )", " ", text.strip())
