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
    own: dict[Key, set[int]] = field(default_factory=dict)
    followed: dict[str, int] = field(default_factory=dict)
    kept_alone: set[int] = field(default_factory=set)
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
        self.own.setdefault(key, set()).add(place.key)
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
                self._join(key, figures, commune, parts)
        self.reading.series = {key: figures for key, figures in self.direct.items() if figures}
        self._say()
        return self.reading

    def _join(
        self, key: Key, figures: Figures, commune: int, parts: list[tuple[Cell, bool]]
    ) -> None:
        has_own = commune in self.own.get(key, ())
        if has_own and all(is_district for _value, is_district in parts):
            return  # the city is given whole beside its arrondissements
        values: list[Cell] = [value for value, _is_district in parts]
        if not self.is_additive(key[0]):
            self._keep_one(figures, commune, values, has_own=has_own)
            return
        if has_own:
            own = figures.get(commune, Special.MISSING)
            values.append(Special.SECRET if own is None else own)
        _write(figures, commune, _total(values))

    def _keep_one(
        self, figures: Figures, commune: int, values: list[Cell], *, has_own: bool
    ) -> None:
        """A median does not add up: that of the commune which kept its code stays, and is said."""
        if has_own:
            if commune in figures:
                self.kept_alone.add(commune)
        elif len(values) == 1:
            _write(figures, commune, values[0])
        else:
            self.not_added.add(commune)

    def _say(self) -> None:
        notes = self.reading.notes
        if self.followed:
            notes.append(_followed_note(sorted(self.followed)))
        if self.kept_alone:
            notes.append(_kept_note(len(self.kept_alone)))
        if self.not_added:
            notes.append(_not_added_note(len(self.not_added)))
        if self.reading.outside:
            notes.append(
                _("%(count)s lignes parlent de territoires que cette instance n’a pas chargés.")
                % {"count": self.reading.outside}
            )


def _followed_note(codes: list[str]) -> str:
    named = ", ".join(codes[:MOST_NAMED]) + ("…" if len(codes) > MOST_NAMED else "")
    return ngettext(
        "%(count)s code qui n’existe plus a été suivi jusqu’à sa commune d’aujourd’hui : %(codes)s",
        "%(count)s codes qui n’existent plus ont été suivis jusqu’à leurs communes d’aujourd’hui : "
        "%(codes)s",
        len(codes),
    ) % {"count": len(codes), "codes": named}


def _kept_note(count: int) -> str:
    return ngettext(
        "%(count)s commune a grandi par réunion depuis ce fichier : sa médiane et ses taux, qui ne "
        "s’additionnent pas, sont ceux de la commune qui portait déjà son code.",
        "%(count)s communes ont grandi par réunion depuis ce fichier : leurs médianes et leurs "
        "taux, qui ne s’additionnent pas, sont ceux des communes qui portaient déjà leurs codes.",
        count,
    ) % {"count": count}


def _not_added_note(count: int) -> str:
    return ngettext(
        "%(count)s commune née d’une réunion depuis ce fichier reste sans médiane ni taux : ils ne "
        "s’additionnent pas.",
        "%(count)s communes nées d’une réunion depuis ce fichier restent sans médiane ni taux : "
        "ils ne s’additionnent pas.",
        count,
    ) % {"count": count}


def _total(values: list[Cell]) -> Cell:
    """Add the parts of a commune; a part unknown or secret makes the whole so."""
    if Special.MISSING in values:
        return Special.MISSING
    if Special.SECRET in values:
        return Special.SECRET
    return sum(value for value in values if isinstance(value, float))


def _write(figures: Figures, commune: int, value: Cell) -> None:
    figures.pop(commune, None)
    if value is not Special.MISSING:
        figures[commune] = None if value is Special.SECRET else value
