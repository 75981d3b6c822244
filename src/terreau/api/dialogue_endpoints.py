"""The dialogue of published alliances: conversations, ballots, agendas, propositions."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from terreau.alliances.models import Alliance
from terreau.api.dialogue_reading import (
    describe_agenda,
    describe_ballots,
    describe_conversations,
    describe_proposition,
    describe_statements,
    published,
    shown_propositions,
)
from terreau.api.dialogue_schemas import (
    AgendaOut,
    BallotOut,
    BallotPage,
    ConversationOut,
    ConversationPage,
    PropositionPage,
    StatementPage,
)
from terreau.api.problems import NotFound
from terreau.api.reading import address_after, read_key
from terreau.api.schemas import Problem
from terreau.dialogues.enums import AgendaState, StatementState
from terreau.dialogues.models import Agenda, Ballot, Conversation

router = Router()
ERRORS = {400: Problem, 404: Problem, 429: Problem}


class PageQuery(Schema):
    """How a list is cut."""

    cursor: str = Field("", description=gettext_noop("Où reprendre ; donné par « next »."))
    limit: int = Field(100, ge=1, le=500, description=gettext_noop("Lignes par page."))


class DialogueQuery(PageQuery):
    """Of which alliance."""

    alliance: str = Field(
        "", description=gettext_noop("Le nom d’une alliance dans son adresse ; vide : toutes.")
    )


def _page(
    request: HttpRequest,
    asked: PageQuery,
    rows: QuerySet,
    describe: Callable[[Sequence], list[dict[str, Any]]],
    *,
    key: str = "pk",
) -> dict[str, Any]:
    found = list(rows.filter(**{f"{key}__gt": read_key(asked.cursor)})[: asked.limit + 1])
    shown = found[: asked.limit]
    is_more = len(found) > asked.limit
    following = address_after(request, str(getattr(shown[-1], key))) if is_more else None
    return {"results": describe(shown), "next": following}


def _of(rows: QuerySet, alliance: str, column: str = "alliance__slug") -> QuerySet:
    return rows.filter(**{column: alliance}) if alliance else rows


@router.get(
    "/conversations",
    response={200: ConversationPage, **ERRORS},
    summary=gettext_lazy("Conversations publiées"),
    url_name="conversations",
    operation_id="list_conversations",
    description=gettext_lazy("La question, les dates et les voix de chaque espace, page par page."),
)
def list_conversations(request: HttpRequest, asked: Query[DialogueQuery]) -> dict[str, Any]:
    """List the conversations of the published alliances."""
    rows = _of(published(Conversation), asked.alliance)
    return _page(request, asked, rows, lambda found: describe_conversations(request, found))


@router.get(
    "/conversations/{uuid:conversation}",
    response={200: ConversationOut, **ERRORS},
    summary=gettext_lazy("Une conversation"),
    url_name="conversation",
    operation_id="read_conversation",
    description=gettext_lazy("La question, les dates et les voix de chaque espace."),
)
def read_conversation(request: HttpRequest, conversation: UUID) -> dict[str, Any]:
    """Read one conversation."""
    return describe_conversations(request, [_find(Conversation, conversation)])[0]


@router.get(
    "/conversations/{uuid:conversation}/statements",
    response={200: StatementPage, **ERRORS},
    summary=gettext_lazy("Énoncés d’une conversation"),
    url_name="conversation-statements",
    operation_id="list_statements",
    description=gettext_lazy(
        "Les énoncés soumis au vote ; une fois les résultats dévoilés, les réponses de chaque "
        "espace, sauf si trop peu de voix ont répondu."
    ),
)
def list_statements(
    request: HttpRequest, conversation: UUID, asked: Query[PageQuery]
) -> dict[str, Any]:
    """List the statements put to the vote, with their counts once revealed."""
    found = _find(Conversation, conversation)
    rows = found.statements.filter(state=StatementState.ACCEPTED).order_by("number")
    return _page(request, asked, rows, lambda some: describe_statements(found, some), key="number")


@router.get(
    "/ballots",
    response={200: BallotPage, **ERRORS},
    summary=gettext_lazy("Scrutins publiés"),
    url_name="ballots",
    operation_id="list_ballots",
    description=gettext_lazy(
        "Les options, la méthode et, une fois dévoilé, le dernier dépouillement."
    ),
)
def list_ballots(request: HttpRequest, asked: Query[DialogueQuery]) -> dict[str, Any]:
    """List the ballots of the published alliances."""
    rows = _of(published(Ballot), asked.alliance).prefetch_related("options")
    return _page(request, asked, rows, lambda found: describe_ballots(request, found))


@router.get(
    "/ballots/{uuid:ballot}",
    response={200: BallotOut, **ERRORS},
    summary=gettext_lazy("Un scrutin"),
    url_name="ballot",
    operation_id="read_ballot",
    description=gettext_lazy(
        "Chaque espace à part, puis chaque monde ; ce qui dirait qui a voté quoi est caché."
    ),
)
def read_ballot(request: HttpRequest, ballot: UUID) -> dict[str, Any]:
    """Read one ballot."""
    return describe_ballots(request, [_find(Ballot, ballot)])[0]


def _find(model: type, uuid: UUID) -> Any:
    found = published(model).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


@router.get(
    "/alliances/{slug:slug}/agenda",
    response={200: AgendaOut, **ERRORS},
    summary=gettext_lazy("Ordre du jour commun"),
    url_name="agenda",
    operation_id="read_agenda",
    description=gettext_lazy(
        "La version en vigueur : l’ordre, les dépendances, les accords et les réserves."
    ),
)
def read_agenda(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Read the agenda in force of one alliance."""
    shown = Alliance.objects.visible_to(AnonymousUser()).filter(slug=slug)
    rows = Agenda.objects.filter(alliance__in=shown.values("pk"), state=AgendaState.CURRENT)
    found = rows.select_related("alliance").first()
    if found is None:
        raise NotFound
    return describe_agenda(request, found)


@router.get(
    "/propositions",
    response={200: PropositionPage, **ERRORS},
    summary=gettext_lazy("Propositions des ateliers"),
    url_name="propositions",
    operation_id="list_propositions",
    description=gettext_lazy(
        "Ce que chaque groupe a proposé, et ce que c’est devenu d’année en année."
    ),
)
def list_propositions(request: HttpRequest, asked: Query[DialogueQuery]) -> dict[str, Any]:
    """List the propositions of the workshops with what became of them."""
    rows = _of(shown_propositions(), asked.alliance, "workshop__alliance__slug")
    return _page(
        request, asked, rows, lambda found: [describe_proposition(request, one) for one in found]
    )
