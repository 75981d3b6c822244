"""Territories named in the cell of a file."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.core.exchange.columns import CellError
from terreau.territories.models import Territory


def named_territories(tokens: Sequence[str]) -> list[Territory]:
    """Find the territories of today that a cell names (« commune:94018 »), in its order."""
    wanted = [tuple(token.partition(":")[::2]) for token in tokens]
    condition = Q(pk__in=[])
    for kind, code in wanted:
        condition |= Q(kind=kind, code=code)
    rows = Territory.objects.filter(condition, is_obsolete=False).order_by("pk")
    found = {(unit.kind, unit.code): unit for unit in rows}
    for token, key in zip(tokens, wanted, strict=True):
        if key not in found:
            raise CellError(
                _("« %(token)s » n’est pas un territoire en vigueur. Écrivez commune:94018.")
                % {"token": token[:60]}
            )
    return [found[key] for key in wanted]
