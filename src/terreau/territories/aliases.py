"""Other names under which people look for a territory."""

from terreau.territories.enums import TerritoryKind

_ALIASES: dict[tuple[str, str], str] = {
    (TerritoryKind.REGION, "04"): "La Réunion|Réunion",
    (TerritoryKind.REGION, "11"): "IDF|Région parisienne",
    (TerritoryKind.REGION, "24"): "Centre",
    (TerritoryKind.REGION, "27"): "BFC|Bourgogne|Franche-Comté",
    (TerritoryKind.REGION, "28"): "Basse-Normandie|Haute-Normandie",
    (TerritoryKind.REGION, "32"): "HDF|Nord-Pas-de-Calais|Picardie",
    (TerritoryKind.REGION, "44"): "Alsace|Lorraine|Champagne-Ardenne",
    (TerritoryKind.REGION, "52"): "PDL",
    (TerritoryKind.REGION, "75"): "Aquitaine|Limousin|Poitou-Charentes",
    (TerritoryKind.REGION, "76"): "Midi-Pyrénées|Languedoc-Roussillon",
    (TerritoryKind.REGION, "84"): "AURA|Auvergne|Rhône-Alpes",
    (TerritoryKind.REGION, "93"): "PACA|Région Sud",
    (TerritoryKind.DEPARTEMENT, "974"): "La Réunion|Réunion",
    (TerritoryKind.DEPARTEMENT, "93"): "Neuf-trois",
    (TerritoryKind.EPCI, "200046977"): "Grand Lyon",
    (TerritoryKind.EPCI, "200054781"): "MGP|Grand Paris",
    (TerritoryKind.COLLECTIVITY, "984"): "TAAF",
}
_SHORT_FORMS = {
    "Communauté de communes": "CC",
    "Communauté d’agglomération": "CA",
    "Communauté urbaine": "CU",
}


def alias_of(kind: str, code: str, name: str) -> str:
    """Return the other names, separated by a bar.

    >>> alias_of("epci", "200000172", "Communauté de communes Faucigny-Glières")
    'CC Faucigny-Glières'
    """
    known = _ALIASES.get((kind, code), "")
    if kind != TerritoryKind.EPCI:
        return known
    for long, short in _SHORT_FORMS.items():
        if name.startswith(long):
            return "|".join(filter(None, [short + name[len(long) :], known]))
    return known
