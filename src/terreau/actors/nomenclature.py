"""Mark for translation the French names that the reference migration stores.

The rows hold French; `gettext` of a stored name finds its English in the catalogue because the
name is marked here. A test compares this list with the rows.
"""

from django.utils.translation import gettext_noop

DOMAIN_NAMES = {
    "employment": gettext_noop("emploi et insertion"),
    "local-economy": gettext_noop("économie locale et innovation"),
    "digital": gettext_noop("numérique"),
    "diversity-disability": gettext_noop("diversité et handicap"),
    "housing": gettext_noop("logement"),
    "health": gettext_noop("santé"),
    "ageing": gettext_noop("vieillissement et grand âge"),
    "poverty-solidarity": gettext_noop("précarité et solidarité"),
    "environment": gettext_noop("environnement"),
    "energy": gettext_noop("énergie"),
    "mobility": gettext_noop("mobilité"),
    "food": gettext_noop("alimentation et agriculture"),
    "education-youth": gettext_noop("éducation et jeunesse"),
    "culture": gettext_noop("culture"),
    "sport": gettext_noop("sport"),
    "citizenship": gettext_noop("lien social et citoyenneté"),
    "cooperation": gettext_noop("coopération et ingénierie territoriale"),
}

GOAL_NAMES = {
    1: gettext_noop("Pas de pauvreté"),
    2: gettext_noop("Faim « zéro »"),
    3: gettext_noop("Bonne santé et bien-être"),
    4: gettext_noop("Éducation de qualité"),
    5: gettext_noop("Égalité entre les sexes"),
    6: gettext_noop("Eau propre et assainissement"),
    7: gettext_noop("Énergie propre et d’un coût abordable"),
    8: gettext_noop("Travail décent et croissance économique"),
    9: gettext_noop("Industrie, innovation et infrastructure"),
    10: gettext_noop("Inégalités réduites"),
    11: gettext_noop("Villes et communautés durables"),
    12: gettext_noop("Consommation et production responsables"),
    13: gettext_noop("Mesures relatives à la lutte contre les changements climatiques"),
    14: gettext_noop("Vie aquatique"),
    15: gettext_noop("Vie terrestre"),
    16: gettext_noop("Paix, justice et institutions efficaces"),
    17: gettext_noop("Partenariats pour la réalisation des objectifs"),
}
