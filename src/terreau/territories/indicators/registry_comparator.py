"""What INSEE's comparator of territories measures: census, births, jobs, establishments."""

from functools import partial

from django.utils.translation import gettext_noop as _

from terreau.territories.enums import IndicatorAggregation, IndicatorSense, IndicatorUnit
from terreau.territories.indicators.definitions import IndicatorDefinition, ratio_of

SOURCE = "insee-comparateur"
RATE, PERSONS = IndicatorUnit.RATE, IndicatorUnit.PERSONS
LESS, MORE = IndicatorSense.LESS_IS_BETTER, IndicatorSense.MORE_IS_BETTER
_count = partial(
    IndicatorDefinition, aggregation=IndicatorAggregation.SUM, source=SOURCE, is_skewed=True
)
_ratio = partial(ratio_of, source=SOURCE)
_job_count = partial(_count, domain_codes=("employment",), goals=(8,))
_job_ratio = partial(_ratio, domain_codes=("employment",), goals=(8,))
_firm_count = partial(
    _count, unit=IndicatorUnit.ESTABLISHMENTS, domain_codes=("local-economy",), goals=(8, 9)
)
_firm_ratio = partial(_ratio, unit=RATE, domain_codes=("local-economy",), goals=(8, 9))

COMPARATOR = (
    _count(
        slug="menages",
        name=_("Ménages"),
        definition=_("Personnes qui partagent un même logement, apparentées ou non."),
        unit=IndicatorUnit.HOUSEHOLDS,
        domain_codes=("housing",),
        goals=(11,),
        position=100,
    ),
    _count(
        slug="naissances",
        name=_("Naissances"),
        definition=_("Naissances de l’année, au domicile de la mère."),
        unit=PERSONS,
        goals=(3,),
        position=101,
    ),
    _count(
        slug="deces",
        name=_("Décès"),
        definition=_("Décès de l’année, au dernier domicile."),
        unit=PERSONS,
        goals=(3,),
        position=102,
    ),
    _count(
        slug="residences-proprietaires",
        name=_("Résidences principales de propriétaires"),
        definition=_("Résidences principales dont l’occupant est propriétaire."),
        unit=IndicatorUnit.DWELLINGS,
        domain_codes=("housing",),
        goals=(11,),
        position=103,
    ),
    _ratio(
        "residences-proprietaires",
        "residences-principales",
        slug="part-proprietaires",
        name=_("Part des propriétaires"),
        definition=_("Part des résidences principales occupées par leur propriétaire."),
        formula=_("résidences principales de propriétaires ÷ résidences principales"),
        unit=RATE,
        domain_codes=("housing",),
        goals=(11,),
        notion="occupation",
        position=104,
    ),
    _job_count(
        slug="emplois",
        name=_("Emplois sur place"),
        definition=_("Emplois au lieu de travail, de toute sorte."),
        unit=IndicatorUnit.JOBS,
        position=110,
    ),
    _job_count(
        slug="emplois-salaries",
        name=_("Emplois salariés sur place"),
        definition=_("Emplois salariés au lieu de travail."),
        unit=IndicatorUnit.JOBS,
        position=111,
    ),
    _job_count(
        slug="population-15-64",
        name=_("Habitants de 15 à 64 ans"),
        definition=_("Habitants en âge de travailler au sens du recensement."),
        unit=IndicatorUnit.INHABITANTS,
        position=112,
    ),
    _job_count(
        slug="actifs-15-64",
        name=_("Actifs de 15 à 64 ans"),
        definition=_("Personnes qui travaillent ou cherchent un emploi, au sens du recensement."),
        unit=PERSONS,
        position=113,
    ),
    _job_count(
        slug="chomeurs-15-64",
        name=_("Chômeurs de 15 à 64 ans"),
        definition=_("Personnes qui se déclarent au chômage lors du recensement."),
        unit=PERSONS,
        sense=LESS,
        position=114,
    ),
    _job_count(
        slug="actifs-occupes-15-64",
        name=_("Actifs occupés de 15 à 64 ans"),
        definition=_("Actifs de 15 à 64 ans, moins ceux qui se déclarent au chômage."),
        formula=_("actifs de 15 à 64 ans − chômeurs de 15 à 64 ans"),
        unit=PERSONS,
        position=115,
    ),
    _job_ratio(
        "chomeurs-15-64",
        "actifs-15-64",
        slug="taux-chomage",
        name=_("Taux de chômage au sens du recensement"),
        definition=_(
            "Part des actifs de 15 à 64 ans qui se déclarent au chômage ; plus élevé que le "
            "chômage au sens du Bureau international du travail."
        ),
        formula=_("chômeurs de 15 à 64 ans ÷ actifs de 15 à 64 ans"),
        unit=RATE,
        sense=LESS,
        notion="chomage",
        position=116,
    ),
    _job_ratio(
        "actifs-15-64",
        "population-15-64",
        slug="taux-activite",
        name=_("Taux d’activité"),
        definition=_("Part des 15 à 64 ans qui travaillent ou cherchent un emploi."),
        formula=_("actifs de 15 à 64 ans ÷ habitants de 15 à 64 ans"),
        unit=RATE,
        sense=MORE,
        notion="activite",
        position=117,
    ),
    _job_ratio(
        "actifs-occupes-15-64",
        "population-15-64",
        slug="taux-emploi",
        name=_("Taux d’emploi"),
        definition=_("Part des 15 à 64 ans qui ont un emploi."),
        formula=_("actifs occupés de 15 à 64 ans ÷ habitants de 15 à 64 ans"),
        unit=RATE,
        sense=MORE,
        notion="activite",
        position=118,
    ),
    _job_ratio(
        "emplois",
        "actifs-occupes-15-64",
        slug="concentration-emploi",
        name=_("Emplois pour cent actifs occupés"),
        definition=_("Emplois offerts sur place pour cent habitants qui travaillent."),
        formula=_("100 × emplois sur place ÷ actifs occupés de 15 à 64 ans"),
        factor=100.0,
        unit=IndicatorUnit.PER_HUNDRED,
        notion="concentration-emploi",
        is_skewed=True,
        position=119,
    ),
    _job_ratio(
        "emplois-salaries",
        "emplois",
        slug="part-emplois-salaries",
        name=_("Part des emplois salariés"),
        definition=_("Part des emplois sur place qui sont salariés."),
        formula=_("emplois salariés sur place ÷ emplois sur place"),
        unit=RATE,
        notion="salariat",
        position=120,
    ),
    _firm_count(
        slug="etablissements",
        name=_("Établissements actifs"),
        definition=_("Établissements actifs à la fin de l’année, tous secteurs."),
        position=130,
    ),
    _firm_count(
        slug="etablissements-agriculture",
        name=_("Établissements agricoles"),
        definition=_("Agriculture, sylviculture et pêche."),
        position=131,
    ),
    _firm_count(
        slug="etablissements-industrie",
        name=_("Établissements industriels"),
        definition=_("Établissements actifs de l’industrie."),
        position=132,
    ),
    _firm_count(
        slug="etablissements-construction",
        name=_("Établissements de la construction"),
        definition=_("Établissements actifs de la construction."),
        position=133,
    ),
    _firm_count(
        slug="etablissements-commerce-services",
        name=_("Établissements du commerce et des services"),
        definition=_("Commerce, transports et services divers."),
        position=134,
    ),
    _firm_count(
        slug="etablissements-public-sante",
        name=_("Établissements publics, d’éducation et de santé"),
        definition=_("Administration publique, enseignement, santé et action sociale."),
        position=135,
    ),
    _firm_count(
        slug="etablissements-1-9",
        name=_("Établissements de 1 à 9 salariés"),
        definition=_("Établissements actifs qui emploient de 1 à 9 personnes."),
        position=136,
    ),
    _firm_count(
        slug="etablissements-10-plus",
        name=_("Établissements de 10 salariés et plus"),
        definition=_("Établissements actifs qui emploient 10 personnes ou davantage."),
        position=137,
    ),
    _firm_ratio(
        "etablissements-industrie",
        "etablissements",
        slug="part-etablissements-industrie",
        name=_("Part des établissements industriels"),
        definition=_("Part de l’industrie parmi les établissements actifs."),
        formula=_("établissements industriels ÷ établissements actifs"),
        notion="industrie",
        is_skewed=True,
        position=138,
    ),
    _firm_ratio(
        "etablissements-10-plus",
        "etablissements",
        slug="part-etablissements-10-plus",
        name=_("Part des établissements de 10 salariés et plus"),
        definition=_("Part des employeurs d’une certaine taille parmi les établissements actifs."),
        formula=_("établissements de 10 salariés et plus ÷ établissements actifs"),
        notion="taille-etablissements",
        is_skewed=True,
        position=139,
    ),
)
