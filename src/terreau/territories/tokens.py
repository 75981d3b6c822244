"""Read `kind:code` as forms, addresses and sheets carry it, refusing with a full sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

MOST_UNITS = 500


@dataclass
class ReadTokens:
    """What tokens were found to mean: territories, refusals and what to propose instead."""

    territories: list[Territory] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    proposals: list[Territory] = field(default_factory=list)


def read_tokens(tokens: Iterable[str]) -> ReadTokens:
    """Find the territories of tokens, each once, in the order given; at most two queries."""
    wanted = list(dict.fromkeys(_split(tokens)))
    read = ReadTokens()
    if len(wanted) > MOST_UNITS:
        read.errors.append(
            _(
                "Un périmètre compte au plus %(most)s territoires : prenez plutôt "
                "l’intercommunalité ou le département entiers."
            )
            % {"most": MOST_UNITS}
        )
        wanted = wanted[:MOST_UNITS]
    stored = _fetch(wanted)
    obsolete: list[Territory] = []
    for kind, code in wanted:
        territory = stored.get((kind, code)) or stored.get((TerritoryKind.FORMER_COMMUNE, code))
        if territory is None:
            read.errors.append(
                _("Aucun territoire ne porte le code « %(code)s » : cherchez-le par son nom.")
                % {"code": code[:40]}
            )
        elif territory.is_obsolete or territory.kind == TerritoryKind.FORMER_COMMUNE:
            obsolete.append(territory)
        elif territory not in read.territories:
            read.territories.append(territory)
    _propose_successors(read, obsolete)
    return read


def _split(tokens: Iterable[str]) -> Iterable[tuple[str, str]]:
    for token in tokens:
        # PostgreSQL refuses NUL in any text: without it the code is merely unknown.
        kind, separator, code = token.replace("\x00", "").strip().partition(":")
        if not separator:
            kind, code = TerritoryKind.COMMUNE, kind
        if code:
            yield kind, code.upper()


def _fetch(wanted: list[tuple[str, str]]) -> dict[tuple[str, str], Territory]:
    codes: dict[str, list[str]] = {}
    for kind, code in wanted:
        codes.setdefault(kind, []).append(code)
    if not codes:
        return {}
    condition = Q(pk__in=[])
    for kind, some in codes.items():
        condition |= Q(kind=kind, code__in=some)
    if TerritoryKind.COMMUNE in codes:
        former = TerritoryKind.FORMER_COMMUNE
        condition |= Q(kind=former, code__in=codes[TerritoryKind.COMMUNE])
    found = Territory.objects.filter(condition).with_parents()
    return {(territory.kind, territory.code): territory for territory in found}


def successors_of(territory: Territory) -> list[Territory]:
    """Today's territories for an obsolete code or a former commune."""
    if territory.kind == TerritoryKind.FORMER_COMMUNE and territory.commune:
        return [territory.commune]
    return list(
        Territory.objects.filter(precessions__predecessor=territory).with_parents().distinct()
    )


def _propose_successors(read: ReadTokens, obsolete: list[Territory]) -> None:
    for territory in obsolete:
        heirs = successors_of(territory)
        read.proposals += [heir for heir in heirs if heir not in read.proposals]
        names = ", ".join(f"{heir.name} ({heir.code})" for heir in heirs)
        asked = {"code": territory.code, "name": territory.name, "heirs": names}
        if heirs:
            read.errors.append(
                _(
                    "Le code %(code)s (%(name)s) n’existe plus ; le territoire d’aujourd’hui "
                    "est : %(heirs)s. Cochez-le pour le prendre."
                )
                % asked
            )
        else:
            read.errors.append(
                _("Le code %(code)s (%(name)s) n’existe plus : cherchez son remplaçant.") % asked
            )
