"""Read the open list's own GeoJSON and JSON-LD back, without any mapping."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy

from terreau.actors.enums import SourceKind
from terreau.actors.open_data.json_ld import SHEET
from terreau.actors.open_data.values import OPEN_COLUMNS
from terreau.core.exchange.layouts import Layout

_NAMES = [column.name for column in OPEN_COLUMNS]


def _layout(name: str, label, prefix: str) -> Layout:
    needed = {f"{prefix}{column}" for column in ("uuid", "name", "world")}

    def recognises(headings: Sequence[str]) -> bool:
        return needed <= set(headings)

    def unfold(cells: Mapping[str, str]) -> list[Mapping[str, str]]:
        return [
            {
                column: cells[f"{prefix}{column}"]
                for column in _NAMES
                if f"{prefix}{column}" in cells
            }
        ]

    return Layout(
        name=name,
        label=label,
        recognises=recognises,
        unfold=unfold,
        source_kind=SourceKind.PUBLICATION,
    )


OPEN_GEOJSON = _layout(
    "open-list-geojson", gettext_lazy("Liste ouverte de Terreau (GeoJSON)"), "properties."
)
OPEN_JSON_LD = _layout(
    "open-list-json-ld", gettext_lazy("Liste ouverte de Terreau (JSON-LD)"), f"{SHEET}."
)
OPEN_LAYOUTS = (OPEN_GEOJSON, OPEN_JSON_LD)
