"""The sections of the French activities' nomenclature (NAF rév. 2), and the legal categories.

Facts of INSEE's public nomenclatures: the 88 divisions by their section, the labels of the 21
sections and those of the legal categories told by their first two digits.
"""

import re

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "A": _("agriculture, sylviculture et pêche"),
    "B": _("industries extractives"),
    "C": _("industrie manufacturière"),
    "D": _("électricité, gaz, vapeur et air conditionné"),
    "E": _("eau, assainissement, déchets et dépollution"),
    "F": _("construction"),
    "G": _("commerce et réparation de véhicules"),
    "H": _("transports et entreposage"),
    "I": _("hébergement et restauration"),
    "J": _("information et communication"),
    "K": _("activités financières et d’assurance"),
    "L": _("activités immobilières"),
    "M": _("activités spécialisées, scientifiques et techniques"),
    "N": _("services administratifs et de soutien"),
    "O": _("administration publique"),
    "P": _("enseignement"),
    "Q": _("santé humaine et action sociale"),
    "R": _("arts, spectacles et activités récréatives"),
    "S": _("autres services, dont associations"),
    "T": _("ménages employeurs"),
    "U": _("organisations extra-territoriales"),
}
# First and last division of each section; the numbers in between that do not exist are not given.
DIVISIONS = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}
SECTION_OF_DIVISION = {
    f"{division:02d}": letter
    for letter, (first, last) in DIVISIONS.items()
    for division in range(first, last + 1)
}
LEGAL_CATEGORIES = {
    "10": _("entrepreneur individuel"),
    "21": _("indivision"),
    "22": _("société créée de fait"),
    "23": _("société en participation"),
    "24": _("fiducie"),
    "27": _("paroisse hors zone concordataire"),
    "29": _("autre groupement sans personnalité morale"),
    "31": _("personne morale étrangère immatriculée au registre du commerce"),
    "32": _("personne morale étrangère non immatriculée"),
    "41": _("établissement public ou régie à caractère industriel ou commercial"),
    "51": _("société coopérative commerciale particulière"),
    "52": _("société en nom collectif"),
    "53": _("société en commandite"),
    "54": _("société à responsabilité limitée (SARL)"),
    "55": _("société anonyme à conseil d’administration"),
    "56": _("société anonyme à directoire"),
    "57": _("société par actions simplifiée (SAS)"),
    "58": _("société européenne"),
    "61": _("caisse d’épargne et de prévoyance"),
    "62": _("groupement d’intérêt économique"),
    "63": _("société coopérative agricole"),
    "64": _("société d’assurance mutuelle"),
    "65": _("société civile"),
    "69": _("autre personne morale de droit privé immatriculée"),
    "71": _("administration de l’État"),
    "72": _("collectivité territoriale"),
    "73": _("établissement public administratif"),
    "74": _("autre personne morale de droit public administratif"),
    "81": _("organisme de protection sociale à adhésion obligatoire"),
    "82": _("organisme mutualiste"),
    "83": _("comité social et économique"),
    "84": _("organisme professionnel"),
    "85": _("organisme de retraite à adhésion non obligatoire"),
    "91": _("syndicat de propriétaires"),
    "92": _("association loi 1901 ou assimilée"),
    "93": _("fondation"),
    "99": _("autre personne morale de droit privé"),
}
_NAF = re.compile(r"^\d{2}(?:\.?\d{1,2}[A-Z]?)?$")


def section_of(naf: str) -> str:
    """The letter of the section of a NAF code, empty when there is none.

    >>> section_of("94.99Z"), section_of("9499Z"), section_of("04"), section_of("")
    ('S', 'S', '', '')
    """
    return SECTION_OF_DIVISION.get(naf[:2], "") if is_naf(naf) else ""


def is_naf(naf: str) -> bool:
    """Tell whether a text has the shape of a NAF code and the division of one."""
    return bool(_NAF.match(naf)) and naf[:2] in SECTION_OF_DIVISION


def describe_activity(naf: str) -> str:
    """Say a NAF code with the letter and the words of its section."""
    letter = section_of(naf)
    return f"{naf} · {letter}, {SECTIONS[letter]}" if letter else naf


def describe_legal_category(code: str) -> str:
    """Say a legal category by its first two digits."""
    words = LEGAL_CATEGORIES.get(code[:2])
    return f"{code} · {words}" if words else code
