"""What the branches of social security and of health measure: minimum income, access to care."""

from django.utils.translation import gettext_noop as _

from terreau.territories.enums import IndicatorAggregation, IndicatorSense, IndicatorUnit
from terreau.territories.indicators.definitions import IndicatorDefinition, count_of, ratio_of

POVERTY = {"source": "cnaf-rsa", "domain_codes": ("poverty-solidarity",), "goals": (1,)}
HEALTH = {"source": "drees-apl", "domain_codes": ("health",), "goals": (3,)}

SOCIAL = (
    count_of(
        slug="foyers-allocataires",
        name=_("Foyers allocataires de la branche famille"),
        definition=_("Foyers à qui une prestation familiale ou sociale est versée en décembre."),
        unit=IndicatorUnit.HOUSEHOLDS,
        **POVERTY,
        position=270,
    ),
    count_of(
        slug="foyers-rsa",
        name=_("Foyers allocataires du RSA"),
        definition=_("Foyers à qui le revenu de solidarité active est versé en décembre."),
        unit=IndicatorUnit.HOUSEHOLDS,
        sense=IndicatorSense.LESS_IS_BETTER,
        **POVERTY,
        position=271,
    ),
    ratio_of(
        "foyers-rsa",
        "menages",
        slug="rsa-pour-100-menages",
        name=_("Foyers allocataires du RSA pour cent ménages"),
        definition=_(
            "Foyers à qui le RSA est versé, rapportés aux ménages du recensement : plusieurs "
            "foyers peuvent vivre dans un même ménage."
        ),
        formula=_("100 × foyers allocataires du RSA ÷ ménages"),
        factor=100.0,
        years_apart=4,
        unit=IndicatorUnit.PER_HUNDRED,
        sense=IndicatorSense.LESS_IS_BETTER,
        **POVERTY,
        notion="pauvrete",
        position=272,
    ),
    count_of(
        slug="population-standardisee-soins",
        name=_("Population standardisée pour la médecine générale"),
        definition=_("Habitants comptés selon les soins que l’on consomme à leur âge."),
        unit=IndicatorUnit.INHABITANTS,
        **HEALTH,
        position=406,
    ),
    IndicatorDefinition(
        slug="apl-medecins",
        name=_("Accessibilité aux médecins généralistes"),
        definition=_(
            "Consultations et visites accessibles par an et par habitant, en tenant compte des "
            "médecins des communes voisines, de leur activité et de l’âge des habitants."
        ),
        formula=_("moyenne pondérée par la population standardisée"),
        unit=IndicatorUnit.RATIO,
        aggregation=IndicatorAggregation.WEIGHTED_MEAN,
        weight_slug="population-standardisee-soins",
        sense=IndicatorSense.MORE_IS_BETTER,
        **HEALTH,
        notion="soins",
        position=407,
    ),
)
