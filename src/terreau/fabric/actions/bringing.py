"""Bring a network in: read, looked at, confirmed; and taken away whole."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.bulk_rows import insert_many
from terreau.core.journal import record
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, require
from terreau.fabric.exchange.network_reading import ReadNetwork
from terreau.fabric.models import ImportedNetwork, ImportedTie
from terreau.fabric.permissions import can_bring_network
from terreau.fabric.scopes import Scope


@transaction.atomic
def draft_network(
    scope: Scope,
    read: ReadNetwork,
    *,
    name: str,
    source: str,
    by: Posture,
    now: datetime.datetime,
) -> ImportedNetwork:
    """Keep what was read until somebody has looked at it; nothing is drawn yet."""
    require(can_bring_network(by, scope))
    return ImportedNetwork.objects.create(
        alliance=scope.alliance,
        name=name[:150],
        source=source,
        brought_by=by.person,
        posture=by.label,
        brought_at=now,
        draft=read.as_draft(),
    )


@transaction.atomic
def confirm_network(
    network: ImportedNetwork,
    chosen: Mapping[str, int],
    *,
    by: Posture,
    now: datetime.datetime,
) -> ImportedNetwork:
    """Write the ties whose both ends were chosen; `chosen` gives the sheet of each node.

    What is left aside stays told, with its reason.
    """
    require(can_bring_network(by, Scope(alliance=network.alliance)))
    network = ImportedNetwork.objects.select_for_update().get(pk=network.pk)
    if network.confirmed_at:
        raise Refused(_("Ce réseau est déjà repris. Rechargez la page."))
    draft, rows = network.draft, []
    refused = list(draft["refused"])
    for tie in draft["ties"]:
        first, second = chosen.get(tie["source"]), chosen.get(tie["target"])
        if reason := _why_not(first, second):
            refused.append([network.name, tie["line"], reason])
            continue
        rows.append(_row(network, tie, first, second))
    if not rows:
        raise Refused(
            _("Aucun lien n’a ses deux organisations : choisissez au moins deux fiches reliées.")
        )
    insert_many(rows)
    network.draft = {"nodes": [], "ties": [], "refused": refused, "told": draft["told"]}
    network.confirmed_at = now
    network.save(update_fields=["draft", "confirmed_at"])
    _tell(network, "network-brought", by, now, ties=str(len(rows)))
    return network


def _why_not(first: int | None, second: int | None) -> str:
    if not first or not second:
        return _("L’une des deux organisations est laissée de côté.")
    return _("Ce lien relie une organisation à elle-même.") if first == second else ""


def _row(network: ImportedNetwork, tie: Mapping, first: int, second: int) -> ImportedTie:
    return ImportedTie(
        network=network,
        first_id=first,
        second_id=second,
        label=tie["label"],
        weight=tie["weight"],
        starts_on=PartialDate(tie["since"]) if tie["since"] else "",
        ends_on=PartialDate(tie["until"]) if tie["until"] else "",
    )


@transaction.atomic
def remove_network(network: ImportedNetwork, *, by: Posture, now: datetime.datetime) -> None:
    """Take an imported network away whole: its ties, and nothing else."""
    require(can_bring_network(by, Scope(alliance=network.alliance)))
    was_drawn = network.confirmed_at is not None
    if was_drawn:
        _tell(network, "network-removed", by, now)
    ImportedNetwork.objects.filter(pk=network.pk).delete()


def _tell(
    network: ImportedNetwork, verb: str, by: Posture, now: datetime.datetime, **params: str
) -> None:
    record(
        network.alliance.scope,
        verb,
        by=by.person,
        posture=by.label,
        params={"name": network.name, **params},
        now=now,
    )
