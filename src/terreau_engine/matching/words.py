"""The words of French organisation names: small words, legal forms, abbreviations, acronyms."""

from collections.abc import Mapping


def _words(text: str) -> list[str]:
    return text.split()


SMALL_WORDS = frozenset(
    _words(
        "a au aux avec chez d dans de des du en entre et l la le les leur leurs n no notre nos ou "
        "par pour qu s sa se ses son sous sur un une vers y and of the"
    )
)

# The family of the legal or usual form; a form says what a body is, not which one it is.
FORMS: Mapping[str, str] = {
    **dict.fromkeys(_words("association asso assoc ass asbl assn"), "association"),
    **dict.fromkeys(
        _words(
            "sarl sas sasu eurl sa sci scop scic snc selarl scp earl gaec ei eirl societe ets "
            "etablissements entreprise compagnie cie"
        ),
        "company",
    ),
    **dict.fromkeys(_words("mairie commune ville municipalite"), "town"),
    **dict.fromkeys(_words("fondation"), "foundation"),
}

# Spelt in full both ways: « ctre » and « centre » become one word.
ABBREVIATIONS: Mapping[str, str] = {
    short: word
    for word, shorts in {
        "st": "saint sainte ste saints saintes sts",
        "centre": "ctre ctr cent centr centres",
        "comite": "cte com comites",
        "municipal": "mun munic municip municipale municipales municipaux",
        "communal": "communale communales communaux comm",
        "departemental": "dep dept depart departement departementale departementales "
        "departementaux departem departementl",
        "regional": "reg region regionale regionales regionaux",
        "national": "nat nationale nationales nationaux natl",
        "federation": "fed feder federations",
        "groupement": "gpt grpt group groupements",
        "primaire": "prim primair primaires",
        "maternelle": "mat matern maternelles",
        "elementaire": "elem element elementaires",
        "ecole": "ecol ecoles",
        "college": "col coll colleges",
        "lycee": "lyc lycees",
        "universite": "univ",
        "hopital": "hop hosp hopitaux",
        "hospitalier": "hospital hospitaliere hospitaliers",
        "general": "gal gale gales generale",
        "sportif": "sportive sportives sportifs sportiv",
        "sport": "sports spor",
        "culturel": "cult culturelle culturelles culturels",
        "culture": "cultures",
        "social": "soc sociale sociales sociaux",
        "familial": "fam familiale familiales familiaux",
        "famille": "familles",
        "rural": "rurale ruraux rurales rur",
        "animation": "anim animations",
        "insertion": "insert inserti",
        "logement": "log logem logements",
        "habitat": "habit",
        "jeune": "jeunes",
        "enfant": "enfants",
        "parent": "parents",
        "eleve": "eleves",
        "ancien": "anc anciens anciennes ancienne",
        "union": "un unions",
        "syndicat": "synd syndical syndicale syndicats",
        "agricole": "agri agric agricoles",
        "musique": "mus musical musicale musiques",
        "gymnastique": "gym gymnast gymnastiq",
        "prive": "privee prives privees priv",
        "public": "publique publics publiques pub publ",
        "catholique": "cath cathol catholiques",
        "professionnel": "pro prof profess professionnelle professionnels",
        "formation": "form formations",
        "technique": "tech techn techniques",
        "office": "off offices",
        "amicale": "amic amicales",
        "intercommunal": "interco intercom intercommunale intercommunaux",
        "agglomeration": "agglo agglom",
        "communaute": "cc communautes",
        "developpement": "dev devel develop",
        "environnement": "env environ",
        "francais": "franc francaise francaises fr",
        "europeen": "europ europeenne",
        "handicape": "handicap handicapes handicapees",
        "basket": "basketball bb",
        "foot": "football fb",
        "hand": "handball hb",
        "volley": "volleyball",
        "judo": "judoka",
        "petanque": "petanq",
        "international": "internat internationale",
        "service": "serv services",
        "cooperative": "coop cooperatif",
        "maison": "mais maisons",
        "fete": "fetes",
        "loisir": "loisirs lois",
        "ami": "amis amies",
        "femme": "femmes",
        "club": "clubs",
        "travailleur": "travail trav travailleurs",
    }.items()
    for short in shorts.split()
}

# Acronyms whose letters are not the first letters of every word.
ACRONYMS: Mapping[str, tuple[str, ...]] = {
    "ogec": ("organisme", "gestion", "ecole", "catholique"),
    "apel": ("parent", "eleve"),
    "ape": ("parent", "eleve"),
    "ccas": ("centre", "communal", "action", "social"),
    "ehpad": ("hebergement", "agees"),
    "cidff": ("centre", "information", "droit", "femme"),
    "mjc": ("maison", "jeune", "culture"),
    "mfr": ("maison", "familial", "rural"),
    "unafam": ("union", "famille", "malades"),
    "udaf": ("union", "departemental", "famille"),
    "afm": ("francais", "myopathies"),
    "geiq": ("groupement", "insertion", "qualification"),
    "licra": ("ligue", "contre", "racisme", "antisemitisme"),
    "ufolep": ("union", "francais", "laiques", "physique"),
    "usep": ("union", "sportif", "enseignement"),
    "civam": ("agricole", "milieu", "rural"),
    "plie": ("plan", "insertion", "emploi"),
    "admr": ("aide", "domicile", "milieu", "rural"),
    "csc": ("centre", "socio", "culturel"),
}

# Words that so many organisations carry that they tell little; a directory's own counts prevail.
COMMON: Mapping[str, float] = {
    **dict.fromkeys(
        _words(
            "centre club comite departemental ecole federation sportif sport maison union st "
            "association amicale social culturel action jeune foot ball"
        ),
        0.30,
    ),
    **dict.fromkeys(
        _words(
            "aide ami animation art atelier atlantique basket bureau caisse cercle collectif "
            "college communal communaute compagnie conseil cooperative culture dame danse "
            "developpement education eleve emploi enfant ensemble entraide espace famille "
            "familial femme fete formation foyer france francais general gestion groupement "
            "groupe gymnastique habitat handicape hopital insertion institut intercommunal "
            "laique ligue local logement loire loisir lycee mission mouvement municipal musique "
            "national nord office ogec organisme ouest parent pays petanque primaire prive "
            "professionnel public quartier regie regional relais reseau rural secours section "
            "secteur service socio solidarite sud sante syndicat tennis theatre tourisme "
            "travailleur universite vie vieux marie joseph jean pierre paul anne martin michel"
        ),
        0.50,
    ),
}
