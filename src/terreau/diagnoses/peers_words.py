"""Say to whom a perimeter is compared."""

from django.utils.translation import gettext as _

from terreau.diagnoses.enums_crossing import Among, Peers
from terreau.diagnoses.values import Diagnosis
from terreau.territories.enums import TerritoryKind


def peers_words(diagnosis: Diagnosis) -> str:
    """Name the peers in a few words, with the area they share or how many they are."""
    level, among = diagnosis.choices.peers, diagnosis.choices.among
    if among == Among.TWINS:
        return _twins(level, len(diagnosis.peers_names))
    if among in (Among.REGION, Among.DEPARTEMENT):
        return _around(level, among) % {"areas": ", ".join(diagnosis.peers_names)}
    return str(Peers(level).label)


def _around(level: str, among: str) -> str:
    said = {
        (TerritoryKind.COMMUNE, Among.REGION): _("les communes de la même région (%(areas)s)"),
        (TerritoryKind.EPCI, Among.REGION): _(
            "les intercommunalités de la même région (%(areas)s)"
        ),
        (TerritoryKind.DEPARTEMENT, Among.REGION): _(
            "les départements de la même région (%(areas)s)"
        ),
        (TerritoryKind.COMMUNE, Among.DEPARTEMENT): _(
            "les communes du même département (%(areas)s)"
        ),
        (TerritoryKind.EPCI, Among.DEPARTEMENT): _(
            "les intercommunalités du même département (%(areas)s)"
        ),
    }
    return said.get((level, among), _("le même département (%(areas)s)"))


def _twins(level: str, count: int) -> str:
    if not count:
        return _("personne, faute de famille")
    said = {
        TerritoryKind.COMMUNE: _("sa famille, %(n)s communes semblables"),
        TerritoryKind.EPCI: _("sa famille, %(n)s intercommunalités semblables"),
        TerritoryKind.DEPARTEMENT: _("sa famille, %(n)s départements semblables"),
    }
    return said[TerritoryKind(level)] % {"n": count}
