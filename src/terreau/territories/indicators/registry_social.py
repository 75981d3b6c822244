"""What the branches of social security and of health measure: minimum income, access to care."""

from django.utils.translation import gettext_noop as _

from terreau.territories.enums import IndicatorAggregation, IndicatorSense, IndicatorUnit
from terreau.territories.indicators.definitions import IndicatorDefinition, ratio_of

FAMILY, CARE = "cnaf-rsa", "drees-apl"
SUM = IndicatorAggregation.SUM

SOCIAL = (
    IndicatorDefinition(
        slug="foyers-allocataires",
        name=_("Foyers allocataires de la branche famille"),
        definition=_("Foyers à qui une prestation familiale ou sociale est versée en décembre."),
        unit=IndicatorUnit.HOUSEHOLDS,
        aggregation=SUM,
        source=FAMILY,
        domain_codes=("poverty-solidarity",),
        goals=(1,),
        is_skewed=True,
        position=270,
    ),
    IndicatorDefinition(
        slug="foyers-rsa",
        name=_("Foyers allocataires du RSA"),
        definition=_("Foyers à qui le revenu de solidarité active est versé en décembre."),
        unit=IndicatorUnit.HOUSEHOLDS,
        aggregation=SUM,
        source=FAMILY,
        sense=IndicatorSense.LESS_IS_BETTER,
        domain_codes=("poverty-solidarity",),
        goals=(1,),
        is_skewed=True,
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
        source=FAMILY,
        sense=IndicatorSense.LESS_IS_BETTER,
        domain_codes=("poverty-solidarity",),
        goals=(1,),
        notion="pauvrete",
        position=272,
    ),
    IndicatorDefinition(
        slug="population-standardisee-soins",
        name=_("Population standardisée pour la médecine générale"),
        definition=_("Habitants comptés selon les soins que l’on consomme à leur âge."),
        unit=IndicatorUnit.INHABITANTS,
        aggregation=SUM,
        source=CARE,
        domain_codes=("health",),
        goals=(3,),
        is_skewed=True,
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
        source=CARE,
        sense=IndicatorSense.MORE_IS_BETTER,
        domain_codes=("health",),
        goals=(3,),
        notion="soins",
        position=407,
    ),
)
