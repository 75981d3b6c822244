"""Write the cells of one row of the census into its partnership."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.enums import ResourceNature
from terreau.core.exchange.columns import CellError
from terreau.partnerships.enums import FlowDirection
from terreau.partnerships.exchange.census.amounts import parts_of, read_amounts
from terreau.partnerships.exchange.census.sheets import METHOD, census_flows
from terreau.partnerships.models import (
    Flow,
    Partnership,
    PartnershipCategory,
    PartnershipScope,
    Party,
)
from terreau.territories.models import Territory
from terreau.territories.tokens import read_tokens

Row = Mapping[str, Any]


def change_sheet(one: Partnership, values: Row, *, by: Any, reason: str) -> None:
    """Write the given columns of the sheet, with its history."""
    for name in ("title", "action", "certainty"):
        if name in values:
            setattr(one, name, values[name] or "")
    for name in ("starts_on", "ends_on"):
        if name in values:
            setattr(one, name, values[name])
    if values.get("is_public") is not None:
        one.is_public = values["is_public"]
    one._history_user, one._change_reason = by, reason
    one.save()


def change_lists(one: Partnership, values: Row, domains: Mapping[str, int]) -> None:
    """Write the given lists: the row already holds what was there."""
    if "domains" in values:
        one.domains.set([domains[code] for code in values["domains"] or ()])
    if "territories" in values:
        one.territories.set(territories_of(values["territories"] or ()))
    for name, model, column in (
        ("categories", PartnershipCategory, "category"),
        ("scopes", PartnershipScope, "scope"),
    ):
        if name in values:
            model.objects.filter(partnership=one).delete()
            model.objects.bulk_create(
                model(partnership=one, **{column: told}) for told in values[name] or ()
            )


def change_money(one: Partnership, items: Iterable[str]) -> None:
    """Replace the amounts that a census noted, and those alone."""
    known = census_flows(one)
    party = known[0].party if known else one.parties.current().order_by("pk").first()
    Flow.objects.filter(pk__in=[flow.pk for flow in known]).delete()
    Flow.objects.bulk_create(flows_of(party, items))


def flows_of(party: Party, items: Iterable[str] | None) -> list[Flow]:
    """What the first side gives, one line a year; a sum that is not positive is no gift."""
    found = []
    for key, amount in sorted(read_amounts(items or ()).items()):
        if amount <= Decimal(0):
            continue
        year, in_kind = parts_of(key)
        title = _("Aide en nature") if in_kind else _("Subvention")
        found.append(
            Flow(
                party=party,
                direction=FlowDirection.GIVES,
                nature=ResourceNature.MATERIAL if in_kind else ResourceNature.FINANCIAL,
                title=f"{title} {year}" if year else title,
                value_eur=amount,
                value_method=METHOD,
                year=year,
            )
        )
    return found


def territories_of(tokens: Iterable[str]) -> list[Territory]:
    """Find the units of tokens, or refuse with a sentence."""
    read = read_tokens(list(tokens))
    if read.errors:
        raise CellError(str(read.errors[0]))
    return list(read.territories)
