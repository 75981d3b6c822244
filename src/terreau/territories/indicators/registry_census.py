"""What Melodi gives of the census beyond ages and dwellings: degrees, crowding, arrivals."""

from functools import partial

from django.utils.translation import gettext_noop as _

from terreau.territories.enums import IndicatorAggregation, IndicatorSense, IndicatorUnit
from terreau.territories.indicators.definitions import IndicatorDefinition, ratio_of

SOURCE = "insee-melodi"
RATE = IndicatorUnit.RATE
LESS, MORE = IndicatorSense.LESS_IS_BETTER, IndicatorSense.MORE_IS_BETTER
_count = partial(
    IndicatorDefinition,
    source=SOURCE,
    unit=IndicatorUnit.PERSONS,
    aggregation=IndicatorAggregation.SUM,
    is_skewed=True,
)
_share = partial(ratio_of, source=SOURCE, unit=RATE)
_school = {"domain_codes": ("education-youth",), "goals": (4,)}
_home = {"domain_codes": ("housing",), "goals": (11,)}
_place = {"domain_codes": ("citizenship",), "goals": (11,)}

CENSUS = (
    _count(
        slug="population-hors-etudes",
        name=_("Habitants de 15 ans et plus qui ne font plus d’études"),
        definition=_("Habitants de 15 ans et plus qui ne sont plus scolarisés, au recensement."),
        position=280,
        **_school,
    ),
    _count(
        slug="sans-diplome",
        name=_("Habitants sans diplôme"),
        definition=_("Habitants sortis des études sans diplôme, ou avec le certificat d’études."),
        sense=LESS,
        position=281,
        **_school,
    ),
    _count(
        slug="diplomes-superieur",
        name=_("Diplômés de l’enseignement supérieur"),
        definition=_("Habitants sortis des études avec un diplôme de niveau bac + 2 ou plus."),
        sense=MORE,
        position=282,
        **_school,
    ),
    _share(
        "sans-diplome",
        "population-hors-etudes",
        slug="part-sans-diplome",
        name=_("Part des habitants sans diplôme"),
        definition=_("Part, parmi ceux qui ne font plus d’études, des habitants sans diplôme."),
        formula=_("habitants sans diplôme ÷ habitants de 15 ans et plus hors études"),
        sense=LESS,
        notion="diplome",
        position=283,
        **_school,
    ),
    _share(
        "diplomes-superieur",
        "population-hors-etudes",
        slug="part-diplomes-superieur",
        name=_("Part des diplômés de l’enseignement supérieur"),
        definition=_("Part, parmi ceux qui ne font plus d’études, des diplômés du supérieur."),
        formula=_("diplômés du supérieur ÷ habitants de 15 ans et plus hors études"),
        sense=MORE,
        notion="diplome",
        position=284,
        **_school,
    ),
    _count(
        slug="residences-peuplement",
        name=_("Résidences principales dont le peuplement est connu"),
        definition=_("Résidences principales pour lesquelles l’indice de peuplement est calculé."),
        unit=IndicatorUnit.DWELLINGS,
        position=285,
        **_home,
    ),
    _count(
        slug="residences-suroccupees",
        name=_("Logements suroccupés"),
        definition=_("Résidences principales auxquelles il manque au moins une pièce."),
        unit=IndicatorUnit.DWELLINGS,
        sense=LESS,
        position=286,
        **_home,
    ),
    _share(
        "residences-suroccupees",
        "residences-peuplement",
        slug="part-suroccupees",
        name=_("Part des logements suroccupés"),
        definition=_("Part des résidences principales auxquelles il manque au moins une pièce."),
        formula=_("logements suroccupés ÷ résidences principales au peuplement connu"),
        sense=LESS,
        notion="suroccupation",
        position=287,
        **_home,
    ),
    _count(
        slug="population-1-an-plus",
        name=_("Habitants d’un an et plus"),
        definition=_("Habitants dont on sait où ils vivaient un an plus tôt."),
        unit=IndicatorUnit.INHABITANTS,
        position=288,
        **_place,
    ),
    _count(
        slug="habitants-arrives",
        name=_("Habitants arrivés d’une autre commune"),
        definition=_("Habitants qui vivaient dans une autre commune un an plus tôt."),
        unit=IndicatorUnit.INHABITANTS,
        position=289,
        **_place,
    ),
    _share(
        "habitants-arrives",
        "population-1-an-plus",
        slug="part-arrives",
        name=_("Part des habitants arrivés d’une autre commune"),
        definition=_(
            "Part des habitants qui vivaient dans une autre commune un an plus tôt, de la même "
            "intercommunalité ou non."
        ),
        formula=_("habitants arrivés d’une autre commune ÷ habitants d’un an et plus"),
        notion="arrivees",
        position=290,
        **_place,
    ),
)
