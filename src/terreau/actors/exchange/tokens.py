"""Look the territories of cells up together: « commune:94018 », « departement:94 »."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.exchange.items import read_network, read_resource
from terreau.actors.exchange.places import PlaceIndex
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory


def tokens_of(values: Mapping[str, Any]) -> list[str]:
    """Every territory that a row names beside its commune."""
    tokens = list(values.get("perimeter") or ())
    for column in ("offers", "needs"):
        for text in values.get(column) or ():
            tokens += read_resource(text).where
    for text in values.get("networks") or ():
        where = read_network(text).where
        tokens += [where] if where else []
    return tokens


class TerritoryTokens:
    """Tokens already looked up during an import."""

    def __init__(self, places: PlaceIndex | None = None) -> None:
        self._places = places
        self._known: dict[str, tuple[int, str, bool] | None] = {}

    def load(self, tokens: Iterable[str]) -> None:
        """Look up the tokens not seen yet, one query for each level."""
        by_kind: dict[str, dict[str, str]] = defaultdict(dict)
        for token in set(tokens) - set(self._known):
            kind, _colon, code = token.partition(":")
            self._known[token] = None
            by_kind[kind.strip()][code.strip().upper()] = token
        for kind, codes in by_kind.items():
            if kind not in TerritoryKind.values:
                continue
            rows = Territory.objects.filter(kind=kind, code__in=codes).order_by()
            for pk, code, name, obsolete in rows.values_list("pk", "code", "name", "is_obsolete"):
                self._known[codes[code]] = (pk, name, obsolete)

    def problem(self, token: str) -> str:
        """Say why a token cannot be taken; nothing when it can."""
        known = self._known.get(token)
        if known is None:
            return _("« %(key)s » n’est pas un code connu. Écrivez par exemple commune:94018.") % {
                "key": token[:60]
            }
        if known[2] and self._successor(token) is None:
            return _(
                "« %(key)s » (%(name)s) n’est plus en vigueur. Cherchez sur la page de ce "
                "territoire celui qui lui succède, et écrivez son code."
            ) % {"key": token[:60], "name": known[1]}
        return ""

    def normal(self, token: str) -> str:
        """Write a token as exports do, an obsolete commune under its successor's code."""
        successor = self._successor(token)
        if successor:
            return f"{TerritoryKind.COMMUNE}:{successor.code}"
        kind, _colon, code = token.partition(":")
        return f"{kind.strip()}:{code.strip().upper()}"

    def key(self, token: str) -> int | None:
        """The primary key of the territory of today for a token."""
        successor = self._successor(token)
        known = self._known.get(token)
        return successor.pk if successor else known[0] if known else None

    def _successor(self, token: str):
        known = self._known.get(token)
        kind, _colon, code = token.partition(":")
        if not known or not known[2] or kind.strip() != TerritoryKind.COMMUNE or not self._places:
            return None
        return self._places.by_code(code.strip())
