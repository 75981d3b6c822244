"""Read a partnership as a row of the census."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from terreau.actors.enums import ResourceNature
from terreau.partnerships.enums import FlowDirection
from terreau.partnerships.exchange.census.amounts import key_of, write_amounts
from terreau.partnerships.models import Flow, Partnership

# How the amounts of a census are valued; other flows of a partnership are not of the census.
METHOD = "montant publié"


def with_links(rows: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Read all that a row of the census says in the same few queries."""
    return rows.prefetch_related(
        *("parties__organisation", "parties__flows", "categories", "scopes", "domains"),
        *("territories", "declarations"),
    )


def census_flows(one: Partnership) -> list[Flow]:
    """The amounts that a census noted."""
    return [
        flow
        for party in one.parties.all()
        for flow in party.flows.all()
        if flow.direction == FlowDirection.GIVES and flow.value_method == METHOD
    ]


def read_sheet(one: Partnership) -> dict[str, Any]:
    """Give the present values of one partnership, every list in order."""
    amounts: dict[str, Decimal] = {}
    for flow in census_flows(one):
        in_kind = flow.nature != ResourceNature.FINANCIAL
        key = key_of(str(flow.year or ""), in_kind=in_kind)
        amounts[key] = amounts.get(key, Decimal(0)) + (flow.value_eur or Decimal(0))
    parties = [party.organisation for party in one.parties.all() if party.left_on is None]
    return {
        "uuid": str(one.uuid),
        "title": one.title,
        "parties": sorted(f"{party.name} ; fiche={party.uuid}" for party in parties),
        "action": one.action or None,
        "categories": sorted(row.category for row in one.categories.all()) or None,
        "domains": sorted(row.code for row in one.domains.all()) or None,
        "scopes": sorted(row.scope for row in one.scopes.all()) or None,
        "territories": sorted(row.token for row in one.territories.all()) or None,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "certainty": one.certainty or None,
        "amounts": write_amounts(amounts) or None,
        "sources": sorted({row.source or row.posture for row in one.declarations.all()}) or None,
        "is_public": one.is_public,
    }
