"""Guess the world and the type of an organisation, and say by which rule.

In this order: its legal category (INSEE), what the file says of its kind, the words of its name,
its NAF section. Nothing certain: no world, and the person is asked.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from terreau.actors.activities import SECTION_OF_DIVISION
from terreau.actors.enums import SUBTYPES_BY_WORLD, ActorWorld, OrganisationSubtype
from terreau.actors.folding import fold

_S = OrganisationSubtype
_WORLD_OF = {
    subtype: world for world, subtypes in SUBTYPES_BY_WORLD.items() for subtype in subtypes
}
# The longest beginning of the category that stands here decides (INSEE, catégories juridiques).
_BY_CATEGORY: dict[str, OrganisationSubtype] = {
    "4": _S.PUBLIC_OPERATOR,
    "5": _S.COMPANY,
    "5191": _S.BANK,
    "5192": _S.BANK,
    "5193": _S.BANK,
    "5194": _S.BANK,
    "5196": _S.BANK,
    "5195": _S.COOPERATIVE,
    "545": _S.COOPERATIVE,
    "546": _S.COOPERATIVE,
    "555": _S.COOPERATIVE,
    "556": _S.COOPERATIVE,
    "565": _S.COOPERATIVE,
    "566": _S.COOPERATIVE,
    "5543": _S.COOPERATIVE,
    "5643": _S.COOPERATIVE,
    "5546": _S.SOCIAL_LANDLORD,
    "5547": _S.SOCIAL_LANDLORD,
    "5646": _S.SOCIAL_LANDLORD,
    "5647": _S.SOCIAL_LANDLORD,
    "61": _S.BANK,
    "62": _S.COMPANY,
    "631": _S.FARM,
    "6411": _S.MUTUAL,
    "65": _S.COMPANY,
    "653": _S.FARM,
    "655": _S.COOPERATIVE,
    "656": _S.COMPANY,
    "6560": _S.COOPERATIVE,
    "659": _S.FARM,
    "71": _S.STATE_SERVICE,
    "7210": _S.COMMUNE,
    "7220": _S.DEPARTEMENT,
    "7225": _S.OVERSEAS_COLLECTIVITY,
    "7229": _S.PUBLIC_BODY,
    "7230": _S.REGION,
    "73": _S.PUBLIC_BODY,
    "7343": _S.EPCI,
    "7344": _S.EPCI,
    "7346": _S.EPCI,
    "7347": _S.EPCI,
    "7348": _S.EPCI,
    "7361": _S.SOCIAL_ACTION_CENTRE,
    "7364": _S.PUBLIC_HOSPITAL,
    "7365": _S.PUBLIC_HOSPITAL,
    "7367": _S.SOCIAL_ACTION_CENTRE,
    "7371": _S.SOCIAL_LANDLORD,
    "7381": _S.CHAMBER,
    "74": _S.PUBLIC_BODY,
    "81": _S.PUBLIC_OPERATOR,
    "821": _S.MUTUAL,
    "9110": _S.ASSOCIATION,
    "92": _S.ASSOCIATION,
    "9260": _S.ASSOCIATION,
    "93": _S.FOUNDATION,
}
# Categories of natural persons: a directory of organisations leaves them aside.
PERSON_CATEGORIES = ("1",)
_ASSOCIATION_WORDS = (
    r"\b(?:association|asso|ass|amicale|comite|foyer rural|mjc|mission locale|secours populaire"
    r"|secours catholique|ligue de l enseignement|cidff|restos? du coeur|union sportive|club"
    r"|cercle|collectif|familles rurales|croix rouge|emmaus|maison des jeunes)\b"
)
_NAME_RULES: tuple[tuple[str, OrganisationSubtype], ...] = (
    (r"^(?:commune|ville|mairie) (?:de|d|du|des)\b", _S.COMMUNE),
    (r"^(?:conseil departemental|departement) (?:de|d|du|des)\b", _S.DEPARTEMENT),
    (r"^(?:conseil regional|region)\b", _S.REGION),
    (r"\bcommunaute (?:de communes|d agglomeration|urbaine)\b|\bmetropole$", _S.EPCI),
    (r"^(?:ccas|cias)\b|\bcentre (?:inter)?communal d action sociale\b", _S.SOCIAL_ACTION_CENTRE),
    (r"^(?:prefecture|ddets?|dreets|ddt|direccte|drac|dreal|ars|rectorat)\b", _S.STATE_SERVICE),
    (r"\b(?:centre hospitalier|chu|ehpad public)\b", _S.PUBLIC_HOSPITAL),
    (r"^ecole (?:maternelle|elementaire|primaire|publique)\b", _S.PRIMARY_SCHOOL),
    (r"^college\b(?! d)", _S.COLLEGE),
    (r"^lycee\b", _S.LYCEE),
    (r"^(?:universite (?!populaire)|institut d etudes)", _S.UNIVERSITY),
    (r"\b(?:laboratoire de recherche|umr \d+|cnrs|inrae)\b", _S.LABORATORY),
    (r"\b(?:cfa|centre de formation|greta|afpa)\b", _S.TRAINING_BODY),
    (r"^(?:cci|cma)\b|\bchambre (?:de commerce|des? metiers|d agriculture)\b", _S.CHAMBER),
    (r"\bfonds de dotation\b", _S.ENDOWMENT_FUND),
    (r"\bfondation\b", _S.FOUNDATION),
    (r"^(?:mutuelle|mutualite)\b", _S.MUTUAL),
    (r"\bscic\b", _S.SCIC),
    (r"\b(?:ptce|pole territorial de cooperation)\b", _S.PTCE),
    (r"\bscop\b", _S.COOPERATIVE),
    (r"\b(?:regie de quartiers?|chantiers? d insertion|entreprise d insertion)\b", _S.SIAE),
    (r"\btiers lieu\b", _S.THIRD_PLACE),
    (r"\bcentre social\b|\bcentre socio ?culturel\b|\bmaison de quartier\b", _S.SOCIAL_CENTRE),
    (r"\b(?:office public (?:de l |d )?habitat|opac|hlm)\b", _S.SOCIAL_LANDLORD),
    (r"\bclub (?:d |des )?entreprises\b", _S.COMPANY_CLUB),
    (r"^radio\b", _S.LOCAL_MEDIA),
    (r"\b(?:cuma|gaec|earl)\b", _S.FARM),
    (r"\b(?:sarl|sasu|sas|eurl|sci|snc|selarl)\b|^sa\b|\bsa$", _S.COMPANY),
    (_ASSOCIATION_WORDS, _S.ASSOCIATION),
)
_COMPILED = tuple((re.compile(pattern), subtype) for pattern, subtype in _NAME_RULES)
# Kinds that files tell: SCDL's additional columns, data·inclusion's typologies.
_KIND_RULES: tuple[tuple[str, OrganisationSubtype], ...] = (
    (r"^asso|^association|loi 1901|^federation", _S.ASSOCIATION),
    (r"^(?:aci|ei|etti|ai|eiti|geiq)$|entreprise d insertion|chantier|geiq\b", _S.SIAE),
    (r"^cs$|centre social", _S.SOCIAL_CENTRE),
    (r"^(?:ccas|cias)$", _S.SOCIAL_ACTION_CENTRE),
    (r"^(?:mun|commune)$|^mairie", _S.COMMUNE),
    (r"^(?:epci|cc)$", _S.EPCI),
    (r"^(?:dept|cd)$|^departement", _S.DEPARTEMENT),
    (r"^(?:region)$", _S.REGION),
    (r"^(?:ml|plie|rs fjt|tiers lieux|esat|oacas|ess)$", _S.ASSOCIATION),
    (r"^(?:caf|cpam|msa|carsat|ft|pe|cap emploi|mds|rfs|prefecture|mdph)", _S.PUBLIC_OPERATOR),
    (r"^(?:cfp|organisme de formation)$|^centre de formation", _S.TRAINING_BODY),
    (r"fonds de dotation", _S.ENDOWMENT_FUND),
    (r"fondation", _S.FOUNDATION),
    (r"scic\b|cooperative d interet collectif", _S.SCIC),
    (r"scop\b|cooperati", _S.COOPERATIVE),
    (r"sarl\b|\bsa\b|\bsas\b|sci\b|selarl|selas|societe|entreprise", _S.COMPANY),
    (r"hospital", _S.PUBLIC_HOSPITAL),
    (r"service de l etat", _S.STATE_SERVICE),
    (r"etablissement public|collectivites?\b|secteur public", _S.PUBLIC_BODY),
    (r"recherche", _S.LABORATORY),
)
_COMPILED_KINDS = tuple((re.compile(pattern), subtype) for pattern, subtype in _KIND_RULES)
# Sections whose world is certain enough when nothing else is known.
_BY_SECTION = {"O": ActorWorld.PUBLIC, "P": ActorWorld.ACADEMIC, "A": ActorWorld.ECONOMIC}
_BY_SECTION |= dict.fromkeys("BCDEFGHIKLN", ActorWorld.ECONOMIC)

RULE_CATEGORY = gettext_noop("sa catégorie juridique (%(told)s)")
RULE_KIND = gettext_noop("ce que le fichier en dit (« %(told)s »)")
RULE_NAME = gettext_noop("les mots de son nom (« %(told)s »)")
RULE_RNA = gettext_noop("son numéro RNA : c’est une association")
RULE_NAF = gettext_noop("sa section NAF (%(told)s)")


@dataclass(frozen=True)
class WorldGuess:
    """A world, perhaps a type, and the rule that led there."""

    world: str = ""
    subtype: str = ""
    rule: str = ""
    told: str = ""

    @property
    def sentence(self) -> str:
        """Say how the world was guessed."""
        if not self.world:
            return ""
        why = _(self.rule) % {"told": self.told}
        return _("Monde déduit d’après %(why)s.") % {"why": why}


def guess_world(
    *, name: str = "", legal_category: str = "", kind: str = "", rna: str = "", naf: str = ""
) -> WorldGuess:
    """Guess from the surest to the least sure; an empty guess when nothing tells.

    >>> guess_world(name="Ville de Melun").subtype.value
    'commune'
    """
    named = _by_words(_COMPILED, RULE_NAME, name)
    told = _by_words(_COMPILED_KINDS, RULE_KIND, kind)
    numbered = WorldGuess(_GENERAL_INTEREST, _S.ASSOCIATION, RULE_RNA) if rna else None
    return (
        _by_category(legal_category)
        or _made_finer(told, named)
        or _made_finer(numbered, named)
        or named
        or _by_section(naf)
        or WorldGuess()
    )


# Types that say little: the words of the name may say which one, in the same world.
_VAGUE = {_S.PUBLIC_BODY, _S.ASSOCIATION, _S.COMPANY}
_GENERAL_INTEREST = ActorWorld.GENERAL_INTEREST


def _made_finer(guess: WorldGuess | None, named: WorldGuess | None) -> WorldGuess | None:
    """Keep the world of a guess; the words of the name only make a vague type finer."""
    if guess and named and guess.subtype in _VAGUE and named.world == guess.world:
        return replace(guess, subtype=named.subtype)
    return guess


def _by_category(category: str) -> WorldGuess | None:
    for length in (4, 3, 2, 1):
        subtype = _BY_CATEGORY.get(category[:length]) if len(category) >= length else None
        if subtype:
            return WorldGuess(_WORLD_OF[subtype], subtype, RULE_CATEGORY, category)
    return None


@lru_cache(maxsize=20_000)
def _by_words(rules, rule: str, text: str) -> WorldGuess | None:
    folded = fold(text)
    for pattern, subtype in rules if folded else ():
        found = pattern.search(folded)
        if found:
            told = text.strip()[:40] if rule == RULE_KIND else _as_written(text, found[0])
            return WorldGuess(_WORLD_OF[subtype], subtype, rule, told)
    return None


def _as_written(text: str, folded: str) -> str:
    """Find the words of a text that fold so, with their accents.

    >>> _as_written("La Régie de quartier du Pont", "regie de quartier")
    'Régie de quartier'
    """
    words, size = re.split(r"[\s(),;]+", text), len(folded.split())
    spans = (" ".join(words[start : start + size]) for start in range(len(words)))
    return next((span for span in spans if fold(span) == folded), folded)


def _by_section(naf: str) -> WorldGuess | None:
    letter = naf_section(naf)
    world = _BY_SECTION.get(letter)
    return WorldGuess(world, "", RULE_NAF, letter) if world else None


_NAF = re.compile(r"^(\d{2})\.?(\d{2})([A-Z])$|^(\d{2})(?:\.(\d{1,2}))?$|^([A-U])$")


def naf_section(code: str) -> str:
    """Give the section of a NAF code, or nothing when no section holds its division.

    >>> naf_section("88.99B"), naf_section("8899B"), naf_section("Q"), naf_section("34.00Z")
    ('Q', 'Q', 'Q', '')
    """
    found = _NAF.match(code.strip().upper())
    if not found:
        return ""
    if found[6]:
        return found[6]
    return SECTION_OF_DIVISION.get(found[1] or found[4], "")


def clean_naf(text: str) -> str:
    """Write a NAF code as INSEE does, or raise `ValueError`.

    >>> clean_naf("8899b")
    '88.99B'
    """
    found = _NAF.match(text.strip().upper().replace(" ", ""))
    if not found or not naf_section(text.replace(" ", "")):
        raise ValueError(text)
    return f"{found[1]}.{found[2]}{found[3]}" if found[1] else found[0]
