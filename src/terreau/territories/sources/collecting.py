"""Gather the figures of a file on today's communes, adding those of communes now merged."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.territories.sources.codes import Place
from terreau.territories.sources.numbers import Cell, Special
from terreau.territories.sources.reading import Figures, Reading

Key = tuple[str, int]
MOST_NAMED = 20


@dataclass
class Collector:
    """Figures by indicator and year; those of codes that exist no more wait apart."""

    reading: Reading
    is_additive: Callable[[str], bool]
    direct: dict[Key, Figures] = field(default_factory=dict)
    parts: dict[Key, dict[int, list[tuple[Cell, bool]]]] = field(default_factory=dict)
    followed: dict[str, int] = field(default_factory=dict)
    not_added: set[int] = field(default_factory=set)

    def put(self, slug: str, year: int, place: Place, value: Cell, *, add: bool = False) -> None:
        """Keep the figure of a territory; `add` counts rows of the same territory together."""
        key = (slug, year)
        if place.old:
            self.parts.setdefault(key, {}).setdefault(place.key, []).append(
                (value, place.is_district)
            )
            self.followed[place.old] = place.key
            return
        if value is Special.MISSING:
            return
        figures = self.direct.setdefault(key, {})
        if add and place.key in figures and value is not Special.SECRET:
            before = figures[place.key]
            figures[place.key] = None if before is None else before + value
        else:
            figures[place.key] = None if value is Special.SECRET else value

    def finish(self) -> Reading:
        """Join what waited to the communes of today, and say what was followed."""
        for key, waiting in self.parts.items():
            figures = self.direct.setdefault(key, {})
            for commune, parts in waiting.items():
                self._join(key[0], figures, commune, parts)
        self.reading.series = {key: figures for key, figures in self.direct.items() if figures}
        self._say()
        return self.reading

    def _join(
        self, slug: str, figures: Figures, commune: int, parts: list[tuple[Cell, bool]]
    ) -> None:
        districts_only = all(is_district for _value, is_district in parts)
        if districts_only and commune in figures:
            return  # the city is given whole beside its arrondissements
        values: list[Cell] = [value for value, _is_district in parts]
        if commune in figures:
            own = figures[commune]
            values.append(Special.SECRET if own is None else own)
        if len(values) > 1 and not self.is_additive(slug):
            figures.pop(commune, None)
            self.not_added.add(commune)
        elif Special.MISSING in values:
            figures.pop(commune, None)
        elif Special.SECRET in values:
            figures[commune] = None
        else:
            figures[commune] = sum(value for value in values if isinstance(value, float))

    def _say(self) -> None:
        if self.followed:
            count = len(self.followed)
            named = ", ".join(sorted(self.followed)[:MOST_NAMED])
            self.reading.notes.append(
                ngettext(
                    "%(count)s code qui n’existe plus a été suivi jusqu’à sa commune "
                    "d’aujourd’hui : %(codes)s.",
                    "%(count)s codes qui n’existent plus ont été suivis jusqu’à leurs communes "
                    "d’aujourd’hui : %(codes)s.",
                    count,
                )
                % {"count": count, "codes": named + ("…" if count > MOST_NAMED else "")}
            )
        if self.not_added:
            self.reading.notes.append(
                ngettext(
                    "%(count)s commune née d’une réunion depuis ce fichier reste sans médiane ni "
                    "taux : ils ne s’additionnent pas.",
                    "%(count)s communes nées d’une réunion depuis ce fichier restent sans médiane "
                    "ni taux : ils ne s’additionnent pas.",
                    len(self.not_added),
                )
                % {"count": len(self.not_added)}
            )
        if self.reading.outside:
            self.reading.notes.append(
                _(
                    "%(count)s lignes parlent de territoires que cette instance n’a pas chargés."
                )
                % {"count": self.reading.outside}
            )
