"""What the API answers about the dialogue of published alliances; never a person, never a vote."""

import datetime
from uuid import UUID

from django.utils.translation import gettext_noop
from ninja import Field, Schema

Moment = datetime.datetime | None
Text = str | None


class SpaceOut(Schema):
    """One of the two spaces; their voices are never added up."""

    space: str = Field(
        description=gettext_noop("organisations ou inhabitants ; jamais additionnés.")
    )
    voices: int
    statements: int = Field(description=gettext_noop("Énoncés soumis au vote dans cet espace."))


class ConsultationOut(Schema):
    """What every consultation says of itself."""

    uuid: UUID
    url: str
    alliance: str = Field(description=gettext_noop("Le nom de l’alliance dans son adresse."))
    question: str
    is_simulated: bool = Field(
        description=gettext_noop("Vrai : les voix montrent l’outil, rien d’autre.")
    )
    source: Text = None
    opens_at: datetime.datetime
    closes_at: Moment = None
    closed_at: Moment = None
    revealed_at: Moment = Field(None, description=gettext_noop("Vide : les résultats attendent."))


class ConversationOut(ConsultationOut):
    """A conversation by short statements."""

    spaces: list[SpaceOut]


class ConversationPage(Schema):
    """A page of conversations."""

    results: list[ConversationOut]
    next: str | None = None


class AnswersOut(Schema):
    """What one space answered to one statement; null when too few answered."""

    space: str
    base: int | None = Field(
        description=gettext_noop("Réponses ; vide : trop peu pour être montrées.")
    )
    agree: int | None
    disagree: int | None
    passed: int | None


class StatementOut(Schema):
    """A statement put to the vote."""

    uuid: UUID
    number: int
    text: str
    origin: str
    answers: list[AnswersOut] = Field(description=gettext_noop("Rien avant que ce soit dévoilé."))


class StatementPage(Schema):
    """A page of statements."""

    results: list[StatementOut]
    next: str | None = None


class OptionOut(Schema):
    """A challenge or a costed action put to a ballot."""

    key: str
    title: str
    cost_eur: float | None = None


class RowOut(Schema):
    """One option at its place; which numbers it has depends on the method."""

    key: str
    rank: int | None
    grade: int | None = Field(
        None, description=gettext_noop("Rang de la mention, 0 la plus haute.")
    )
    tally: list[int] | None = Field(
        None, description=gettext_noop("Voix par mention, dans leur ordre.")
    )
    missing: int | None = None
    total: int | None = None
    base: int | None = None
    mean: float | None = None
    votes: int | None = None
    chosen: bool | None = None


class GroupOut(Schema):
    """What one space, or one world of the organisations, decided."""

    group: str = Field(
        description=gettext_noop("organisations, inhabitants, ou world: et un monde.")
    )
    hidden: bool = Field(
        description=gettext_noop("Vrai : trop peu de bulletins pour être montrés.")
    )
    voters: int | None = None
    abstentions: int | None = None
    rows: list[RowOut] = []


class CountOut(Schema):
    """The last count, once revealed."""

    method: str
    counted_at: datetime.datetime
    papers: int
    blank: int
    called: int | None = Field(
        None, description=gettext_noop("Organisations membres appelées à voter.")
    )
    digest: str = Field(description=gettext_noop("Empreinte des bulletins dépouillés."))
    groups: list[GroupOut]


class BallotOut(ConsultationOut):
    """A ballot, its options and its last revealed count."""

    method: str
    grades: list[str] = Field(
        description=gettext_noop("Mentions, de la plus haute à la plus basse.")
    )
    budget_eur: float | None = None
    options: list[OptionOut]
    count: CountOut | None = None


class BallotPage(Schema):
    """A page of ballots."""

    results: list[BallotOut]
    next: str | None = None


class ItemOut(Schema):
    """A challenge at its place."""

    position: int
    challenge: UUID
    title: str
    voted_position: int | None = None
    moved_because: Text = None
    starts_when: Text = None


class DependencyOut(Schema):
    """What must begin before what."""

    before: UUID
    after: UUID
    reason: Text = None


class MembersOut(Schema):
    """What the members of one space said of the agenda; null when they are too few."""

    space: str
    members: int | None
    agreements: int | None
    reservations: int | None
    disagreements: int | None
    silent: int | None


class AgendaOut(Schema):
    """The agenda in force."""

    alliance: str
    url: str
    number: int
    proposed_at: datetime.datetime
    change_note: Text = None
    items: list[ItemOut]
    dependencies: list[DependencyOut]
    minority_opinions: list[str]
    answers: list[MembersOut]


class FollowUpOut(Schema):
    """What became of a proposition, at one time."""

    status: str
    since: str = Field(
        description=gettext_noop("Date pleine ou partielle (EDTF) : 2013, 2013-09, 2013-09-12.")
    )
    carried_by: Text = None
    note: Text = None


class PropositionOut(Schema):
    """What one group proposed in a workshop, and what became of it."""

    uuid: UUID
    url: str
    alliance: str
    workshop: UUID
    subject: str
    held_on: str
    group: str
    theme: Text = None
    family: Text = None
    number: int
    title: str
    points: list[str]
    status: str
    follow_ups: list[FollowUpOut] = Field(
        description=gettext_noop("Du plus récent au plus ancien.")
    )


class PropositionPage(Schema):
    """A page of propositions."""

    results: list[PropositionOut]
    next: str | None = None
