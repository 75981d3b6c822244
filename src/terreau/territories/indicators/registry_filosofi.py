"""What Filosofi measures: incomes, poverty and inequalities; medians never aggregate."""

from functools import partial

from django.utils.translation import gettext_noop as _

from terreau.territories.enums import IndicatorAggregation, IndicatorSense, IndicatorUnit
from terreau.territories.indicators.definitions import IndicatorDefinition

SOURCE = "insee-filosofi"
LESS, MORE = IndicatorSense.LESS_IS_BETTER, IndicatorSense.MORE_IS_BETTER
_here = partial(
    IndicatorDefinition, source=SOURCE, domain_codes=("poverty-solidarity",), goals=(1, 10)
)
_count = partial(_here, aggregation=IndicatorAggregation.SUM, is_skewed=True)
_alone = partial(_here, aggregation=IndicatorAggregation.NONE)
_mean = partial(_here, aggregation=IndicatorAggregation.WEIGHTED_MEAN, unit=IndicatorUnit.RATE)

FILOSOFI = (
    _count(
        slug="menages-fiscaux",
        name=_("Ménages fiscaux"),
        definition=_("Ménages dont les revenus sont connus par l’impôt."),
        unit=IndicatorUnit.HOUSEHOLDS,
        position=200,
    ),
    _count(
        slug="personnes-menages-fiscaux",
        name=_("Personnes des ménages fiscaux"),
        definition=_("Personnes qui vivent dans un ménage fiscal."),
        unit=IndicatorUnit.PERSONS,
        position=201,
    ),
    _alone(
        slug="niveau-de-vie-median",
        name=_("Niveau de vie médian"),
        definition=_(
            "Revenu disponible annuel par unité de consommation que la moitié des habitants "
            "dépasse. Une médiane ne s’additionne pas : sur plusieurs communes elle n’est pas "
            "calculable."
        ),
        unit=IndicatorUnit.EUROS,
        sense=MORE,
        notion="revenu",
        position=202,
    ),
    _mean(
        slug="taux-pauvrete",
        name=_("Taux de pauvreté"),
        definition=_(
            "Part des personnes dont le niveau de vie est sous 60 % de la médiane du pays. Peu "
            "de communes sont connues : le secret couvre les petites."
        ),
        formula=_("moyenne des communes connues, pondérée par les personnes des ménages fiscaux"),
        weight_slug="personnes-menages-fiscaux",
        sense=LESS,
        notion="pauvrete",
        position=203,
    ),
    _mean(
        slug="part-menages-imposes",
        name=_("Part des ménages fiscaux imposés"),
        definition=_("Part des ménages fiscaux qui paient l’impôt sur le revenu."),
        formula=_("moyenne des communes connues, pondérée par les ménages fiscaux"),
        weight_slug="menages-fiscaux",
        notion="revenu",
        position=204,
    ),
    _alone(
        slug="taux-pauvrete-moins-30",
        name=_("Taux de pauvreté des ménages de moins de 30 ans"),
        definition=_("Taux de pauvreté des ménages dont le référent fiscal a moins de 30 ans."),
        unit=IndicatorUnit.RATE,
        sense=LESS,
        notion="pauvrete",
        position=205,
    ),
    _alone(
        slug="taux-pauvrete-75-plus",
        name=_("Taux de pauvreté des ménages de 75 ans et plus"),
        definition=_("Taux de pauvreté des ménages dont le référent fiscal a 75 ans ou plus."),
        unit=IndicatorUnit.RATE,
        sense=LESS,
        notion="pauvrete",
        position=206,
    ),
    _alone(
        slug="taux-pauvrete-proprietaires",
        name=_("Taux de pauvreté des propriétaires"),
        definition=_("Taux de pauvreté des ménages propriétaires de leur logement."),
        unit=IndicatorUnit.RATE,
        sense=LESS,
        notion="pauvrete",
        position=207,
    ),
    _alone(
        slug="taux-pauvrete-locataires",
        name=_("Taux de pauvreté des locataires"),
        definition=_("Taux de pauvreté des ménages locataires de leur logement."),
        unit=IndicatorUnit.RATE,
        sense=LESS,
        notion="pauvrete",
        position=208,
    ),
    _alone(
        slug="part-pensions",
        name=_("Part des pensions dans le revenu"),
        definition=_("Part des pensions, retraites et rentes dans le revenu disponible."),
        unit=IndicatorUnit.RATE,
        notion="structure-revenu",
        position=209,
    ),
    _alone(
        slug="part-prestations-sociales",
        name=_("Part des prestations sociales dans le revenu"),
        definition=_("Part de l’ensemble des prestations sociales dans le revenu disponible."),
        unit=IndicatorUnit.RATE,
        notion="structure-revenu",
        position=210,
    ),
    _alone(
        slug="part-minima-sociaux",
        name=_("Part des minima sociaux dans le revenu"),
        definition=_("Part des minima sociaux dans le revenu disponible."),
        unit=IndicatorUnit.RATE,
        sense=LESS,
        notion="structure-revenu",
        position=211,
    ),
    _alone(
        slug="premier-decile",
        name=_("Niveau de vie des plus modestes"),
        definition=_("Niveau de vie que neuf habitants sur dix dépassent (premier décile)."),
        unit=IndicatorUnit.EUROS,
        sense=MORE,
        notion="inegalites",
        position=212,
    ),
    _alone(
        slug="neuvieme-decile",
        name=_("Niveau de vie des plus aisés"),
        definition=_("Niveau de vie qu’un habitant sur dix dépasse (neuvième décile)."),
        unit=IndicatorUnit.EUROS,
        notion="inegalites",
        position=213,
    ),
    _alone(
        slug="rapport-interdecile",
        name=_("Rapport interdécile"),
        definition=_(
            "Combien de fois le niveau de vie des plus aisés vaut celui des plus modestes."
        ),
        formula=_("neuvième décile ÷ premier décile"),
        unit=IndicatorUnit.RATIO,
        sense=LESS,
        notion="inegalites",
        position=214,
    ),
)
