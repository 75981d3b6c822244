"""Find what is wrong in a completed row, between its cells and inside its lists."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.enums import SUBTYPES_BY_WORLD
from terreau.actors.exchange.drafts import FAULTS
from terreau.actors.exchange.items import is_uuid

ALIAS_LENGTH = 200


def find_faults(row: Mapping[str, Any]) -> dict[str, str]:
    """Tell what completion found wrong, then what is wrong between cells."""
    wrong: dict[str, str] = {}
    world, subtype = row.get("world"), row.get("subtype")
    if world and subtype and subtype not in SUBTYPES_BY_WORLD[world]:
        wrong["subtype"] = _("Ce type n’est pas de ce monde. Corrigez l’un des deux.")
    if row.get("uuid") and not is_uuid(row["uuid"]):
        wrong["uuid"] = _("Cet identifiant n’est pas de Terreau. Laissez la case vide.")
    if any(len(name) > ALIAS_LENGTH for name in row.get("aliases") or ()):
        wrong["aliases"] = _("Un autre nom dépasse %(limit)d caractères. Raccourcissez-le.") % {
            "limit": ALIAS_LENGTH
        }
    return {**wrong, **row.get(FAULTS, {})}
