"""What the database of facilities counts: care, schools, shops, transport, culture."""

from functools import partial

from django.utils.translation import gettext_noop as _

from terreau.territories.enums import IndicatorAggregation, IndicatorSense, IndicatorUnit
from terreau.territories.indicators.definitions import IndicatorDefinition, ratio_of

SOURCE = "insee-bpe"
MORE = IndicatorSense.MORE_IS_BETTER
_count = partial(
    IndicatorDefinition,
    source=SOURCE,
    unit=IndicatorUnit.COUNT,
    aggregation=IndicatorAggregation.SUM,
    sense=MORE,
    is_skewed=True,
)
_per_people = partial(
    ratio_of,
    source=SOURCE,
    factor=10_000.0,
    years_apart=3,
    unit=IndicatorUnit.PER_TEN_THOUSAND,
    sense=MORE,
    is_skewed=True,
)
_care = partial(_count, domain_codes=("health",), goals=(3,))
_school = partial(_count, domain_codes=("education-youth",), goals=(4,))
_shop = partial(_count, domain_codes=("local-economy", "food"), goals=(11, 12))

SERVICES = (
    _care(
        slug="equip-medecin",
        name=_("Médecins généralistes"),
        definition=_("Médecins généralistes libéraux qui exercent sur place."),
        position=400,
    ),
    _care(
        slug="equip-infirmier",
        name=_("Infirmiers et infirmières"),
        definition=_("Infirmiers libéraux qui exercent sur place."),
        position=401,
    ),
    _care(
        slug="equip-pharmacie",
        name=_("Pharmacies"),
        definition=_("Pharmacies ouvertes au public."),
        position=402,
    ),
    _per_people(
        "equip-medecin",
        "population",
        slug="medecins-pour-10000",
        name=_("Médecins généralistes pour 10 000 habitants"),
        definition=_("Médecins généralistes présents, rapportés à la population."),
        formula=_("10 000 × médecins généralistes ÷ population"),
        domain_codes=("health",),
        goals=(3,),
        notion="soins",
        position=403,
    ),
    _per_people(
        "equip-infirmier",
        "population",
        slug="infirmiers-pour-10000",
        name=_("Infirmiers pour 10 000 habitants"),
        definition=_("Infirmiers libéraux présents, rapportés à la population."),
        formula=_("10 000 × infirmiers ÷ population"),
        domain_codes=("health",),
        goals=(3,),
        notion="soins",
        position=404,
    ),
    _per_people(
        "equip-pharmacie",
        "population",
        slug="pharmacies-pour-10000",
        name=_("Pharmacies pour 10 000 habitants"),
        definition=_("Pharmacies présentes, rapportées à la population."),
        formula=_("10 000 × pharmacies ÷ population"),
        domain_codes=("health",),
        goals=(3,),
        notion="soins",
        position=405,
    ),
    _school(
        slug="equip-creche",
        name=_("Crèches et accueils du jeune enfant"),
        definition=_("Établissements d’accueil du jeune enfant, micro-crèches comprises."),
        position=410,
    ),
    _school(
        slug="equip-ecole",
        name=_("Écoles"),
        definition=_("Écoles maternelles, élémentaires et primaires."),
        position=411,
    ),
    _school(
        slug="equip-college",
        name=_("Collèges"),
        definition=_("Collèges publics et privés."),
        position=412,
    ),
    _school(
        slug="equip-lycee",
        name=_("Lycées"),
        definition=_("Lycées généraux, technologiques, professionnels et agricoles."),
        position=413,
    ),
    _shop(
        slug="equip-boulangerie",
        name=_("Boulangeries"),
        definition=_("Boulangeries et pâtisseries."),
        position=420,
    ),
    _shop(
        slug="equip-epicerie",
        name=_("Épiceries et supérettes"),
        definition=_("Petits commerces d’alimentation générale."),
        position=421,
    ),
    _shop(
        slug="equip-grande-surface",
        name=_("Grandes surfaces"),
        definition=_("Supermarchés et hypermarchés."),
        position=422,
    ),
    _count(
        slug="equip-poste",
        name=_("Points de contact postaux"),
        definition=_("Bureaux de poste, agences communales et relais."),
        domain_codes=("citizenship",),
        goals=(11,),
        position=423,
    ),
    _count(
        slug="equip-gare",
        name=_("Gares"),
        definition=_("Gares de voyageurs, d’intérêt national, régional ou local."),
        domain_codes=("mobility",),
        goals=(11,),
        position=424,
    ),
    _count(
        slug="equip-cinema",
        name=_("Cinémas"),
        definition=_("Cinémas ouverts au public."),
        domain_codes=("culture",),
        goals=(11,),
        position=425,
    ),
    _count(
        slug="equip-bibliotheque",
        name=_("Bibliothèques"),
        definition=_("Bibliothèques ouvertes au public."),
        domain_codes=("culture",),
        goals=(4, 11),
        position=426,
    ),
)
