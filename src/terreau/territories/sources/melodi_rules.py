"""Which cells of Melodi's cubes feed which indicators, in both vocabularies."""

from dataclasses import dataclass, replace

from terreau.territories.sources.wide import Kind

Where = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True)
class Rule:
    """A cell of a cube: the labels of the dimensions that are not totals.

    With several labels for one dimension the observations are added up.
    """

    slug: str
    where: Where
    kind: Kind = Kind.COUNT
    # The only other dimensions of the cube, when another cube would count other people.
    beside: frozenset[str] | None = None

    @property
    def is_part(self) -> bool:
        """Whether several observations make the figure."""
        return any(len(labels) > 1 for _name, labels in self.where)


def _rule(slug: str, kind: Kind = Kind.COUNT, **where: str | tuple[str, ...]) -> Rule:
    return _named(slug, where, kind)


def _named(slug: str, where: dict[str, str | tuple[str, ...]], kind: Kind = Kind.COUNT) -> Rule:
    pairs = tuple(
        (name, frozenset({labels} if isinstance(labels, str) else labels))
        for name, labels in where.items()
    )
    return Rule(slug, pairs, kind)


_OCS = {
    "logements": ("_T", "Total"),
    "residences-principales": ("DW_MAIN", "Résidences principales"),
    "residences-secondaires": (
        "DW_SEC_DW_OCC",
        "Résidences secondaires et logements occasionnels",
    ),
    "logements-vacants": ("DW_VAC", "Logements vacants"),
}
_AGES = {
    "population-recensement": ("_T", "Total"),
    "population-0-19": ("Y_LT20", "Moins de 20 ans"),
    "population-20-64": ("Y20T64", "De 20 à 64 ans"),
    "population-65-plus": ("Y_GE65", "65 ans ou plus"),
}
_STATES = {
    "population-15-64": ("_T", "Total"),
    "actifs-occupes-15-64": ("1", "Actif occupé"),
    "chomeurs-15-64": ("2", "Chômeur"),
}
_STATE = "Statut d'emploi variable selon l'enquête"
_CENSUS = "Mesure du recensement"
_TAX = "Mesures filosofi"
_POOR = "Taux de pauvreté (en %) au seuil de 60 % de la médiane du niveau de vie"
_FIRMS = "Mesure démographie entreprises et établissements"
_HOUSEHOLD = "Type de ménage et nombre d'enfants"
_DEGREE = {_CENSUS: "Population", "Âge": "15 ans ou plus"}
_FILLED = {_CENSUS: "Logements", "Catégorie de logement": "Résidences principales"}
_BEFORE = {_CENSUS: "Population", "Âge": "1 an ou plus"}
# The words changed from a census to the next: those of one year never stand beside others.
_NO_DEGREE = (
    "Aucun diplôme",
    "CEP (certificat d’études primaires)",
    "Aucun diplôme ou certificat d'études primaires",
)
_HIGHER = (
    (
        "Enseignement supérieur de cycle court : BTS, DUT, Deug, Deust, diplôme de la santé ou du "
        "social de niveau bac+2, diplôme"
    ),
    (
        "Baccalauréat universitaire ou équivalent : Licence, licence pro, maîtrise, diplôme "
        "équivalent de niveau bac+3 ou bac+4"
    ),
    "Diplôme de niveau bac + 5 ou plus",
    "Diplôme universitaire 2e ou 3e cycle",
    "Diplôme d'études supérieures",
)
_CROWDED = ("Suroccupation modérée", "Suroccupation accentuée")
_FILLINGS = (
    *_CROWDED,
    "Occupation dans la norme",
    *("Sous-occupation modérée", "Sous-occupation accentuée", "Sous-occupation très accentuée"),
)
_ELSEWHERE = (
    "Autre commune du département",
    "Autre département de la région",
    "Hors de la région en métropole",
    "Hors de la région dans un DOM",
    "Hors métropole ou DOM",
)

_CODED = (
    *(_rule(slug, RP_MEASURE="DWELLINGS", OCS=code) for slug, (code, _l) in _OCS.items()),
    *(
        replace(_rule(slug, RP_MEASURE="POP", AGE=code), beside=frozenset({"SEX"}))
        for slug, (code, _l) in _AGES.items()
    ),
    *(
        _rule(slug, RP_MEASURE="POP", AGE="Y15T64", EMPSTA_ENQ=code)
        for slug, (code, _l) in _STATES.items()
    ),
    _rule("actifs-15-64", RP_MEASURE="POP", AGE="Y15T64", EMPSTA_ENQ="1T2"),
    _rule("emplois", RP_MEASURE="NBEMP"),
    _rule("niveau-de-vie-median", Kind.AMOUNT, FILOSOFI_MEASURE="MED_SL"),
    _rule("taux-pauvrete", Kind.RATE, FILOSOFI_MEASURE="PR_MD60"),
    _rule("premier-decile", Kind.AMOUNT, FILOSOFI_MEASURE="D1_SL"),
    _rule("neuvieme-decile", Kind.AMOUNT, FILOSOFI_MEASURE="D9_SL"),
    _rule("rapport-interdecile", Kind.AMOUNT, FILOSOFI_MEASURE="IR_D9_D1_SL"),
    _rule("population", POPREF_MEASURE="PMUN"),
)
_LABELLED = (
    *(
        _named(slug, {_CENSUS: "Logements", "Catégorie de logement": label})
        for slug, (_c, label) in _OCS.items()
    ),
    *(
        replace(_named(slug, {_CENSUS: "Population", "Âge": label}), beside=frozenset({"SEXE"}))
        for slug, (_c, label) in _AGES.items()
    ),
    _named(
        "actifs-15-64",
        {_CENSUS: "Population", "Âge": "De 15 à 64 ans", _STATE: ("Actif occupé", "Chômeur")},
    ),
    *(
        _named(
            slug,
            {
                _CENSUS: "Population",
                "Âge": "De 15 à 64 ans",
                _STATE: label,
            },
        )
        for slug, (_c, label) in _STATES.items()
    ),
    _named(
        "menages",
        {
            _CENSUS: "Logements",
            "Catégorie de logement": "Résidences principales",
            _HOUSEHOLD: "Total",
        },
    ),
    _named(
        "menages-monoparentaux",
        {
            _CENSUS: "Logements",
            "Catégorie de logement": "Résidences principales",
            _HOUSEHOLD: "Famille principale monoparentale",
        },
    ),
    _named("emplois", {_CENSUS: "Nombre d’emplois"}),
    _named("population-hors-etudes", _DEGREE | {"Diplôme": "Total"}),
    _named("sans-diplome", _DEGREE | {"Diplôme": _NO_DEGREE}),
    _named("diplomes-superieur", _DEGREE | {"Diplôme": _HIGHER}),
    _named("residences-peuplement", _FILLED | {"Indice de peuplement": _FILLINGS}),
    _named("residences-suroccupees", _FILLED | {"Indice de peuplement": _CROWDED}),
    _named("population-1-an-plus", _BEFORE | {"Indicateur de résidence antérieure": "Total"}),
    _named("habitants-arrives", _BEFORE | {"Indicateur de résidence antérieure": _ELSEWHERE}),
    _named("naissances", {"Mesure état civil": "Nombre de naissances vivantes"}),
    _named("deces", {"Mesure état civil": "Nombre de décès"}),
    _named("creations-entreprises", {_FIRMS: "Nombre de nouvelles unités légales enregistrées"}),
    _named("etablissements-stock", {_FIRMS: "Nombre d'établissements"}),
    _named("niveau-de-vie-median", {_TAX: "Niveau de vie médian (en euros)"}, Kind.AMOUNT),
    _named("taux-pauvrete", {_TAX: _POOR}, Kind.RATE),
    _named(
        "taux-pauvrete-moins-30",
        {_TAX: _POOR, "Tranche d'âge du référent fiscal": "Moins de 30 ans"},
        Kind.RATE,
    ),
    _named(
        "taux-pauvrete-75-plus",
        {_TAX: _POOR, "Tranche d'âge du référent fiscal": "75 ans ou plus"},
        Kind.RATE,
    ),
    _named(
        "taux-pauvrete-monoparentales",
        {_TAX: _POOR, "Type de ménage fiscal": "Ménage avec famille monoparentale"},
        Kind.RATE,
    ),
)
RULES = _CODED + _LABELLED
