"""Resolve what the cells of a batch point at: communes, territories, domains, other sheets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from terreau.actors.exchange.identifiers import read_identifiers
from terreau.actors.exchange.items import is_uuid, read_network
from terreau.actors.exchange.places import PlaceIndex
from terreau.actors.exchange.targets import Targets
from terreau.actors.exchange.tokens import TerritoryTokens, tokens_of
from terreau.actors.folding import fold
from terreau.actors.models import ActionDomain, Organisation

Row = Mapping[str, Any]


class Links:
    """Primary keys by what cells write, kept along an import."""

    def __init__(self, places: PlaceIndex) -> None:
        self._places = places
        self._tokens = TerritoryTokens(places)
        self._domains = dict(ActionDomain.objects.order_by().values_list("code", "pk"))
        self._sheets: dict[str, int] = {}

    def load(self, rows: Sequence[Row]) -> None:
        """Look up everything that a batch points at."""
        self._tokens.load(token for row in rows for token in tokens_of(row))
        self._load_parents({row["parent"] for row in rows if row.get("parent")})
        self._load_networks(
            read_network(text) for row in rows for text in row.get("networks") or ()
        )

    def place(self, code: str | None) -> int | None:
        """The commune of a code."""
        found = self._places.by_code(code) if code else None
        return found.pk if found else None

    def territories(self, tokens: Iterable[str]) -> list[int]:
        """The territories of tokens, each once."""
        keys = (self._tokens.key(token) for token in tokens)
        return list(dict.fromkeys(key for key in keys if key))

    def domains(self, codes: Iterable[str]) -> list[int]:
        """The domains of their codes."""
        return [self._domains[code] for code in codes if code in self._domains]

    def sheet(self, text: str) -> int | None:
        """The sheet that a text names: its identifier, one of its numbers, its name."""
        return self._sheets.get(text.lower()) or self._sheets.get(fold(text))

    def learn(self, organisations: Iterable[Organisation]) -> None:
        """Remember sheets just created, that rows of the same file may name."""
        for row in organisations:
            self._sheets[str(row.uuid)] = row.pk

    def _load_parents(self, texts: set[str]) -> None:
        asked = [
            (text, _as_row(text)) for text in sorted(texts) if text.lower() not in self._sheets
        ]
        if not asked:
            return
        targets = Targets([row for _text, row in asked], folds=True)
        for text, row in asked:
            target = targets.of(row)
            if target.pk:
                self._sheets[text.lower()] = target.pk

    def _load_networks(self, items: Iterable) -> None:
        wanted = list(items)
        uuids = {item.sheet.lower() for item in wanted if item.sheet} - set(self._sheets)
        for pk, uuid in Organisation.objects.filter(uuid__in=uuids).values_list("pk", "uuid"):
            self._sheets[str(uuid)] = pk
        names = {item.name for item in wanted if not item.sheet and not self.sheet(item.name)}
        known: dict[str, set[int]] = {}
        rows = Organisation.objects.filter(name__in=names, merged_into=None).order_by()
        for pk, name in rows.values_list("pk", "name"):
            known.setdefault(fold(name), set()).add(pk)
        # A name that several sheets bear names none of them.
        self._sheets |= {name: min(keys) for name, keys in known.items() if len(keys) == 1}


def _as_row(text: str) -> dict[str, str]:
    if is_uuid(text):
        return {"uuid": text}
    read = read_identifiers({"siret": text})
    return {"siret": read.siret, "siren": "" if read.siret else read.siren, "rna": read.rna}
