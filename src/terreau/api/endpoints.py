"""What the API answers at each address; every filter is that of the list of actors."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from terreau.actors.enums import SUBTYPES_BY_WORLD, ActorWorld
from terreau.actors.exchange.sheets import with_links
from terreau.actors.models import ActionDomain
from terreau.actors.open_data.changes import Change, changes_since, read_cursor
from terreau.actors.open_data.selection import public_organisations
from terreau.api.problems import BadRequest, NotFound
from terreau.api.reading import (
    address_after,
    narrowed_to,
    page_of,
    read_fields,
    read_moment,
    sheet_of,
)
from terreau.api.schemas import (
    ChangePage,
    DomainOut,
    OrganisationOut,
    OrganisationPage,
    Problem,
    WorldOut,
)
from terreau.territories.models import Territory

MOST = 500
router = Router()
ERRORS = {400: Problem, 404: Problem, 429: Problem}
FEW_ERRORS = {429: Problem}


class PageQuery(Schema):
    """How a list is cut."""

    cursor: str = Field("", description=gettext_noop("Où reprendre ; donné par « next »."))
    limit: int = Field(100, ge=1, le=MOST, description=gettext_noop("Fiches par page."))
    fields: str = Field(
        "", description=gettext_noop("Noms séparés par des virgules ; vide : tous.")
    )


class FilterQuery(PageQuery):
    """The filters of the list of actors, by the same names as in its address."""

    q: str = Field(
        "", description=gettext_noop("Mots : nom, sigle, savoir-faire, offre ou besoin.")
    )
    world: str = Field("", description=gettext_noop("Un code de /worlds."))
    domain: str = Field("", description=gettext_noop("Un code de /domains."))
    t: list[str] = Field(
        [], description=gettext_noop("Territoires, comme commune:94018 ou departement:94.")
    )
    where: str = Field(
        "", description=gettext_noop("seat (siège) ou acts (action) ; vide : les deux.")
    )
    direction: str = Field("", description=gettext_noop("offer (offre) ou need (besoin)."))
    nature: str = Field("", description=gettext_noop("Nature de l’offre ou du besoin."))
    size: str = Field("", description=gettext_noop("Classe d’effectif."))
    fresh: str = Field(
        "", description=gettext_noop("fresh, ageing, stale ou unknown : l’âge de la fiche.")
    )
    state: str = Field("", description=gettext_noop("active (en activité) ou closed (fermée)."))


class ChangesQuery(Schema):
    """From when on."""

    since: str = Field(
        "", description=gettext_noop("Un jour ou un moment, ISO 8601 ; vide : depuis le début.")
    )
    cursor: str = Field("", description=gettext_noop("Où reprendre ; donné par « next »."))
    limit: int = Field(100, ge=1, le=MOST, description=gettext_noop("Faits par page."))


@router.get(
    "/organisations",
    response={200: OrganisationPage, **ERRORS},
    exclude_unset=True,
    summary=gettext_lazy("Organisations publiques"),
    url_name="organisations",
    operation_id="list_organisations",
    description=gettext_lazy("Les fiches publiques qui passent les filtres, page par page."),
)
def list_organisations(request: HttpRequest, asked: Query[FilterQuery]) -> dict[str, Any]:
    """List the public sheets that pass the filters, a page at a time."""
    return _page(request, asked, request.GET)


@router.get(
    "/organisations/{uuid:uuid}",
    response={200: OrganisationOut, **ERRORS},
    exclude_unset=True,
    summary=gettext_lazy("Une organisation"),
    url_name="organisation",
    operation_id="read_organisation",
    description=gettext_lazy(
        "Une fiche publique ; une fiche réunie à une autre répond par celle qui a été gardée."
    ),
)
def read_organisation(request: HttpRequest, uuid: UUID, fields: str = "") -> dict[str, Any]:
    """Read one public sheet; a sheet folded into another answers as the one that was kept."""
    asked = read_fields(fields)
    return sheet_of(request, _find(uuid), asked)


def _find(uuid: UUID):
    sheets = with_links(public_organisations())
    found = sheets.filter(uuid=uuid).first() or sheets.filter(absorbed__uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


@router.get(
    "/territories/{kind}/{code}/organisations",
    response={200: OrganisationPage, **ERRORS},
    exclude_unset=True,
    summary=gettext_lazy("Organisations d’un territoire"),
    url_name="territory-organisations",
    operation_id="list_territory_organisations",
    description=gettext_lazy(
        "Qui a son siège dans un territoire ou y agit ; les autres filtres valent aussi."
    ),
)
def list_of_territory(
    request: HttpRequest, kind: str, code: str, asked: Query[FilterQuery]
) -> dict[str, Any]:
    """List who is seated in a territory or acts there; every other filter holds too."""
    if not Territory.objects.filter(kind=kind, code=code.upper(), is_obsolete=False).exists():
        raise NotFound
    return _page(request, asked, narrowed_to(request.GET, t=f"{kind}:{code.upper()}"))


def _page(request: HttpRequest, asked: FilterQuery, query) -> dict[str, Any]:
    return page_of(
        request, query, cursor=asked.cursor, limit=asked.limit, fields=read_fields(asked.fields)
    )


@router.get(
    "/changes",
    response={200: ChangePage, 400: Problem, **FEW_ERRORS},
    summary=gettext_lazy("Ce qui a changé"),
    url_name="changes",
    operation_id="list_changes",
    description=gettext_lazy(
        "Le dernier fait de chaque fiche depuis un moment, du plus ancien au "
        "plus récent : de quoi tenir une copie à jour."
    ),
)
def list_changes(request: HttpRequest, asked: Query[ChangesQuery]) -> dict[str, Any]:
    """List the latest event of each sheet since a moment, the oldest first, to keep a copy."""
    cursor = read_cursor(asked.cursor) if asked.cursor else None
    if asked.cursor and cursor is None:
        raise BadRequest(_("Ce curseur est inconnu : reprenez l’adresse donnée par « next »."))
    found = changes_since(read_moment(asked.since), cursor, limit=asked.limit)
    is_full = len(found) == asked.limit
    return {
        "results": [_change(one) for one in found],
        "next": address_after(request, found[-1].cursor) if is_full else None,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "uuid": change.uuid,
        "kind": change.kind.value,
        "at": change.at,
        "name": change.name or None,
        "into": change.into or None,
    }


@router.get(
    "/domains",
    response={200: list[DomainOut], **FEW_ERRORS},
    summary=gettext_lazy("Domaines d’action"),
    url_name="domains",
    operation_id="list_domains",
    description=gettext_lazy("Les codes que prend le filtre « domain »."),
)
def list_domains(request: HttpRequest) -> list[dict[str, Any]]:
    """List the codes that the filter `domain` takes."""
    return [
        {
            "code": domain.code,
            "name": str(domain),
            "dimension": domain.dimension,
            "goals": [goal.number for goal in domain.goals.all()],
        }
        for domain in ActionDomain.objects.prefetch_related("goals").order_by("position", "code")
    ]


@router.get(
    "/worlds",
    response={200: list[WorldOut], **FEW_ERRORS},
    summary=gettext_lazy("Mondes et types d’organisations"),
    url_name="worlds",
    operation_id="list_worlds",
    description=gettext_lazy(
        "Les codes que prend le filtre « world », et les types de chaque monde."
    ),
)
def list_worlds(request: HttpRequest) -> list[dict[str, Any]]:
    """List the codes that the filter `world` takes, and the kinds of each world."""
    return [
        {
            "code": world.value,
            "name": str(ActorWorld(world).label),
            "subtypes": [{"code": one.value, "name": str(one.label)} for one in subtypes],
        }
        for world, subtypes in SUBTYPES_BY_WORLD.items()
    ]
