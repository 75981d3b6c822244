"""Find the territory of today behind the code that a file gives, whatever its vintage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from terreau.territories.folding import fold

OVERSEAS = ("97", "98")
FRANCE = 0  # the key of the country in a series


class UnknownCodeError(Exception):
    """A code that leads to no territory of today; the text is a full sentence."""


class OutsideError(Exception):
    """A code of a département that this instance has not loaded: neither wrong nor useful."""


@dataclass(frozen=True)
class Place:
    """A territory of today; `old` is the code that led to it when it is another one."""

    key: int
    old: str = ""
    is_district: bool = False


@dataclass
class Codes:
    """The codes of the loaded referential, current and past; plain values, no database."""

    communes: Mapping[str, int]
    heirs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    districts: frozenset[str] = frozenset()
    sirens: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[tuple[str, str], int] = field(default_factory=dict)
    departements: frozenset[str] = frozenset()
    names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    epci_names: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    epci_of: Mapping[int, int] = field(default_factory=dict)

    def commune(self, code: str) -> Place:
        """Find a commune; a code that exists no more leads to its only successor."""
        key = self.communes.get(code)
        if key is not None:
            return Place(key)
        if len(code) == 9 and code.isdigit():
            return self._by_siren(code)
        if len(code) != 5:
            raise UnknownCodeError(_bad_length(code))
        heirs = self.heirs.get(code, ())
        if len(heirs) == 1:
            return Place(heirs[0], old=code, is_district=code in self.districts)
        if len(heirs) > 1:
            raise UnknownCodeError(
                _(
                    "La commune %(code)s a été partagée entre %(count)s communes : ses chiffres "
                    "ne peuvent pas l’être."
                )
                % {"code": code, "count": len(heirs)}
            )
        if departement_of(code) not in self.departements:
            raise OutsideError
        raise UnknownCodeError(
            _(
                "Aucune commune, d’aujourd’hui ou d’hier, ne porte le code %(code)s ; s’il a "
                "disparu récemment, actualisez d’abord les mouvements du code officiel."
            )
            % {"code": code}
        )

    def _by_siren(self, siren: str) -> Place:
        """Find a commune by its SIREN, which is written « 21 », département, rank and a key."""
        if siren in self.sirens:
            return Place(self.sirens[siren])
        code = siren[2:7]
        if siren.startswith("21") and (code in self.communes or code in self.heirs):
            return self.commune(code)
        raise UnknownCodeError(
            _("Le SIREN %(siren)s n’est celui d’aucune commune ni intercommunalité chargée ici.")
            % {"siren": siren}
        )

    def place(self, level: str, code: str) -> Place:
        """Find a territory of a level: `commune`, `epci`, `departement` or `region`."""
        if level == "commune":
            return self.commune(code)
        if level == "country":
            return Place(FRANCE)
        key = self.units.get((level, code))
        if key is None:
            raise OutsideError
        return Place(key)

    def member(self, code: str) -> Place:
        """Find what a list of members names: a commune, or an intercommunalité by its SIREN."""
        key = self.units.get(("epci", code))
        return Place(key) if key is not None else self.commune(code)

    def any_level(self, code: str) -> Place:
        """Find a commune, an intercommunalité or a département by the length of its code."""
        if len(code) == 9:
            return self.member(code)
        if len(code) in {2, 3} and code in self.departements:
            return self.place("departement", code)
        return self.commune(code)

    def named(self, name: str, around: Iterable[int] = ()) -> Place:
        """Find a commune by its name alone; among namesakes, the one of the places around."""
        keys = self.names.get(fold(name), ())
        if len(keys) > 1:
            near = set(around)
            keys = tuple(key for key in keys if self.epci_of.get(key) in near)
        if len(keys) == 1:
            return Place(keys[0])
        if keys:
            raise UnknownCodeError(
                _(
                    "Plusieurs communes s’appellent « %(name)s » et ce fichier n’en donne pas le "
                    "code : demandez-en un qui porte les codes."
                )
                % {"name": name}
            )
        raise OutsideError

    def named_epci(self, name: str) -> Place:
        """Find an intercommunalité by its name."""
        keys = self.epci_names.get(fold_epci(name), ())
        if len(keys) == 1:
            return Place(keys[0])
        raise OutsideError


def departement_of(code: str) -> str:
    """Cut the département out of the code of a commune."""
    return code[:3] if code.startswith(OVERSEAS) else code[:2]


_KINDS = (
    ("communaute de communes ", "cc "),
    ("communaute d agglomeration ", "ca "),
    ("communaute urbaine ", "cu "),
    ("metropole ", ""),
)


def fold_epci(name: str) -> str:
    """Fold the name of an intercommunalité without its kind, written in full or not."""
    text = fold(name)
    for long, short in _KINDS:
        for start in (long, short):
            if start and text.startswith(start):
                return text.removeprefix(start).removeprefix("de ").removeprefix("du ")
    return text


def _bad_length(code: str) -> str:
    if not code:
        return _("Cette ligne ne donne pas de code de commune.")
    return _(
        "Le code « %(code)s » n’a pas cinq caractères : un tableur a sans doute ôté le zéro "
        "du début ; reprenez le fichier d’origine."
    ) % {"code": code}
