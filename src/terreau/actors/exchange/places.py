"""Find the commune that a row means, in memory: its code, its postcode and name, its address."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.actors.exchange.place_texts import (
    POSTCODE,
    departement_of_code,
    departements_of_postcode,
    name_key,
    split_city,
)
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import ReferenceImport, Succession, Territory

_COLUMNS = ("pk", "kind", "code", "name", "aliases", "postcodes", "commune", "is_obsolete")
_KINDS = (TerritoryKind.COMMUNE, TerritoryKind.FORMER_COMMUNE)
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A commune of today."""

    pk: int
    code: str
    name: str

    @property
    def departement(self) -> str:
        """The code of its département, read in its own code."""
        return departement_of_code(self.code)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class PlaceAnswer:
    """The commune found, or why not; `note` tells how a doubtful text was understood."""

    place: Place | None = None
    problem: str = ""
    note: str = ""


@dataclass(frozen=True)
class PlaceQuestion:
    """What a row says of its place."""

    code: str = ""
    postcode: str = ""
    city: str = ""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the row says nothing of it."""
        return not (self.code or self.postcode or self.city or self.address)


class PlaceIndex:
    """Codes, names and postcodes of every commune, present and past."""

    def __init__(self, rows: Iterable[tuple], successors: dict[int, list[int]]) -> None:
        rows = list(rows)
        self._today = {
            row[0]: Place(row[0], row[2], row[3])
            for row in rows
            if row[1] == TerritoryKind.COMMUNE and not row[7]
        }
        self._codes: dict[str, tuple[Place, ...]] = {}
        self._names: dict[str, list[Place]] = defaultdict(list)
        self._postcodes: dict[str, list[Place]] = defaultdict(list)
        # A present commune answers for its name before the former ones of the same name.
        for row in sorted(rows, key=lambda row: (row[1] != TerritoryKind.COMMUNE, row[7], row[2])):
            self._add(row, successors)

    @classmethod
    def of_table(cls) -> "PlaceIndex":
        """Read the referential in two queries."""
        successors: dict[int, list[int]] = defaultdict(list)
        pairs = Succession.objects.order_by("pk").values_list("predecessor", "successor")
        for predecessor, successor in pairs:
            successors[predecessor].append(successor)
        rows = Territory.objects.filter(kind__in=_KINDS).order_by().values_list(*_COLUMNS)
        return cls(rows.iterator(chunk_size=5000), successors)

    def _add(self, row: tuple, successors: dict[int, list[int]]) -> None:
        pk, kind, code, name, aliases, postcodes, commune, obsolete = row
        if kind == TerritoryKind.FORMER_COMMUNE:
            leads = [commune]
        else:
            leads = successors.get(pk, []) if obsolete else [pk]
        places = tuple(self._today[key] for key in leads if key in self._today)
        if code not in self._codes or kind == TerritoryKind.COMMUNE:
            self._codes[code] = places
        is_former = obsolete or kind == TerritoryKind.FORMER_COMMUNE
        for label in (name, *filter(None, aliases.split("|"))):
            self._name(name_key(label), places, is_former=is_former)
        for postcode in postcodes.split():
            known = self._postcodes[postcode]
            known.extend(place for place in places if place not in known)

    def _name(self, key: str, places: tuple[Place, ...], *, is_former: bool) -> None:
        known = self._names[key]
        for place in places:
            if place in known:
                continue
            # « Bois » was a commune elsewhere: the present one keeps its name within a département.
            if is_former and any(other.departement == place.departement for other in known):
                continue
            known.append(place)

    def find(self, asked: PlaceQuestion, *, home: str = "") -> PlaceAnswer:
        """Find the commune of one row; `home` is the département that prevails around it."""
        if asked.code:
            answer = self._by_code(asked.code)
            if answer.place or not (asked.city or asked.postcode):
                return answer
        postcode, city = split_city(asked.postcode, asked.city)
        if city:
            return self._by_name(city, postcode, home)
        if asked.address:
            answer = self._in_address(asked.address, postcode, home)
            if answer.place or not postcode:
                return answer
        return self._by_postcode(postcode) if postcode else PlaceAnswer()

    def by_code(self, code: str) -> Place | None:
        """The one commune of today for a code, present or past."""
        places = self._codes.get(code.upper(), ())
        return places[0] if len(places) == 1 else None

    def _by_code(self, typed: str) -> PlaceAnswer:
        code = typed.strip().upper().replace(" ", "")
        if code.isdigit() and len(code) == 4:
            code = f"0{code}"
        places = self._codes.get(code)
        posted = self._postcodes.get(code, ())
        if not places and len(posted) == 1:
            return PlaceAnswer(
                posted[0],
                note=_("%(code)s est un code postal ; il mène à %(place)s.")
                % {"code": code, "place": posted[0]},
            )
        if not places:
            return PlaceAnswer(
                problem=_(
                    "« %(code)s » n’est pas le code d’une commune. Écrivez son code INSEE, par "
                    "exemple 94018, ou son code postal et son nom."
                )
                % {"code": typed.strip()[:40]}
            )
        if len(places) > 1:
            return PlaceAnswer(problem=_ambiguous(typed, places))
        note = ""
        if code != places[0].code:
            note = _("Le code %(code)s mène aujourd’hui à %(place)s.") % {
                "code": code,
                "place": places[0],
            }
        return PlaceAnswer(places[0], note=note)

    def _by_name(self, city: str, postcode: str, home: str) -> PlaceAnswer:
        found = self._names.get(name_key(city), [])
        if postcode and found:
            kept = self._near_postcode(found, postcode)
            if not kept:
                return PlaceAnswer(problem=_disagree(city, postcode))
            found = kept
        elif home and len(found) > 1:
            found = [place for place in found if place.departement == home] or found
        if not found:
            return self._after_unknown_name(city, postcode)
        if len(found) > 1:
            return PlaceAnswer(problem=_ambiguous(city, found))
        return PlaceAnswer(found[0])

    def _near_postcode(self, found: list[Place], postcode: str) -> list[Place]:
        exact = [place for place in found if place in self._postcodes.get(postcode, ())]
        if exact:
            return exact
        # A sorting office has a postcode of its own, in the same département.
        departements = departements_of_postcode(postcode)
        return [place for place in found if place.departement in departements]

    def _after_unknown_name(self, city: str, postcode: str) -> PlaceAnswer:
        only = self._postcodes.get(postcode, []) if postcode else []
        if len(only) == 1:
            return PlaceAnswer(
                only[0],
                note=_("« %(city)s » est inconnue ; le code postal %(postcode)s mène à %(place)s.")
                % {"city": city[:60], "postcode": postcode, "place": only[0]},
            )
        return PlaceAnswer(
            problem=_(
                "Aucune commune ne s’appelle « %(city)s ». Écrivez son nom officiel et son code "
                "postal, ou son code INSEE."
            )
            % {"city": city[:60]}
        )

    def _by_postcode(self, postcode: str) -> PlaceAnswer:
        found = self._postcodes.get(postcode, [])
        if len(found) == 1:
            return PlaceAnswer(found[0])
        if found:
            return PlaceAnswer(problem=_ambiguous(postcode, found))
        return PlaceAnswer(
            problem=_("« %(postcode)s » n’est le code postal d’aucune commune. Vérifiez-le.")
            % {"postcode": postcode[:20]}
        )

    def _in_address(self, address: str, postcode: str, home: str) -> PlaceAnswer:
        """Read the last line that carries a postcode, else the last words of the address."""
        lines = [part.strip() for part in re.split(r"[\n\r]+", address) if part.strip()]
        for line in reversed(lines):
            codes = list(POSTCODE.finditer(line))
            if codes:
                code = codes[-1]
                city = line[code.end() :].split(",")[0].strip(" -–—")
                digits = code[1].replace(" ", "")
                return self._by_name(city, digits, home) if city else self._by_postcode(digits)
        last = re.split(r"[,;–—]| - ", lines[-1])[-1].strip() if lines else ""
        answer = self._by_name(last, postcode, home) if last else PlaceAnswer()
        # Free words that are no commune are not a fault: the address simply does not say it.
        return answer if answer.place else PlaceAnswer()


def prevailing_departement(places: Iterable[Place | None]) -> str:
    """Tell which département most of these communes are of; none when nothing is known."""
    counts = Counter(place.departement for place in places if place)
    return counts.most_common(1)[0][0] if counts else ""


_held: dict[str, tuple[tuple, PlaceIndex]] = {}


def current_places() -> PlaceIndex:
    """Give the index of the referential as it is now, built again only when it has changed."""
    last = Territory.objects.order_by("-pk").values_list("pk", "code", "name").first()
    loaded = ReferenceImport.objects.order_by("-pk").values_list("pk", "loaded_at").first()
    held = _held.get("index")
    if held is None or held[0] != (last, loaded):
        held = ((last, loaded), PlaceIndex.of_table())
        _held["index"] = held
    return held[1]


def _ambiguous(typed: str, places: Iterable[Place]) -> str:
    places = list(places)
    names = ", ".join(str(place) for place in places[:SHOWN])
    more = "…" if len(places) > SHOWN else ""
    return _(
        "« %(typed)s » peut être plusieurs communes : %(names)s%(more)s. Écrivez le code INSEE de "
        "la bonne."
    ) % {"typed": typed.strip()[:60], "names": names, "more": more}


def _disagree(city: str, postcode: str) -> str:
    return _(
        "« %(city)s » et le code postal %(postcode)s ne vont pas ensemble. Corrigez l’un des deux."
    ) % {"city": city[:60], "postcode": postcode}
