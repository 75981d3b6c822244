"""The files of which the indicators and the programmes are made; staff may edit an address."""

from django.utils.translation import gettext_noop as _

_STABLE = "https://www.data.gouv.fr/api/1/datasets/r/"
_INSEE = "https://www.insee.fr/fr/statistiques/fichier/"
_MELODI = "https://api.insee.fr/melodi/file/"

INDICATOR_SOURCES: list[dict] = [
    {
        "slug": "insee-comparateur",
        "name": "Comparateur de territoires",
        "publisher": "INSEE",
        "url": _INSEE + "2521169/base_cc_comparateur_csv.zip",
        "vintage": _("pas encore importée"),
        "note": _("Recensement, état civil, foyers fiscaux, emploi et établissements par commune."),
        "is_refreshable": False,
    },
    {
        "slug": "insee-filosofi",
        "name": "Filosofi : revenus et pauvreté des ménages",
        "publisher": "INSEE",
        "url": _INSEE + "7756855/indic-struct-distrib-revenu-2021-COMMUNES_csv.zip",
        "vintage": _("pas encore importée"),
        "note": _(
            "Le secret statistique couvre les petites communes : le niveau de vie médian n’est "
            "publié que pour une partie d’entre elles, le taux de pauvreté pour bien moins encore."
        ),
    },
    {
        "slug": "dgcl-frr",
        "name": "Communes classées en France ruralités revitalisation",
        "publisher": "DGCL",
        "vintage": _("pas encore importée"),
        "note": _("La liste donne sa date dans l’en-tête de sa colonne."),
    },
    {
        "slug": "insee-melodi",
        "name": "Catalogue Melodi : recensement, état civil, revenus, entreprises",
        "publisher": "INSEE",
        "url": _MELODI + "DS_RP_LOGEMENT_PRINC/DS_RP_LOGEMENT_PRINC_CSV_FR",
        "vintage": _("pas encore importée"),
        "note": _(
            "Une adresse par jeu de données ; l’extrait d’un territoire se donne en fichier."
        ),
    },
    {
        "slug": "dares-demandeurs-emploi",
        "name": "Demandeurs d’emploi inscrits, par commune",
        "publisher": "DARES, France Travail",
        "vintage": _("pas encore importée"),
        "note": _("Données brutes du quatrième trimestre de chaque année."),
    },
    {
        "slug": "cnaf-rsa",
        "name": "Foyers allocataires du RSA, par commune",
        "publisher": "CNAF",
        "vintage": _("pas encore importée"),
        "note": _("Au-dessous de cinq foyers, le nombre n’est pas publié."),
    },
    {
        "slug": "drees-apl",
        "name": "Accessibilité potentielle localisée aux médecins généralistes",
        "publisher": "DREES",
        "vintage": _("pas encore importée"),
        "note": _("Un classeur, une feuille par année ; elle tient compte des communes voisines."),
    },
    {
        "slug": "insee-bpe",
        "name": "Base permanente des équipements",
        "publisher": "INSEE",
        "url": _MELODI + "DS_BPE/DS_BPE_CSV_FR",
        "vintage": _("pas encore importée"),
        "note": _("Le recensement de l’INSEE est exhaustif : une commune sans ligne n’en a aucun."),
    },
    {
        "slug": "anct-programmes",
        "name": "Programmes territoriaux : territoires engagés",
        "publisher": "ANCT",
        "vintage": _("pas encore importée"),
        "note": _(
            "Action cœur de ville, Petites villes de demain, Villages d’avenir, Territoires "
            "d’industrie, contrats de transition écologique, quartiers prioritaires, France "
            "services… : un fichier par programme, ou tous ensemble."
        ),
    },
    {
        "slug": "dgcl-perimetres",
        "name": "Périmètres des intercommunalités à fiscalité propre",
        "publisher": "DGCL",
        "vintage": _("pas encore importée"),
        "note": _("Plus ancien que ce qui est chargé, le fichier ne déplace aucune commune."),
    },
    {
        "slug": "tableau-de-chiffres",
        "name": "Tableau de chiffres : code, année, valeur",
        "publisher": "à préciser par qui l’importe",
        "vintage": _("pas encore importée"),
        "note": _(
            "Tout fichier qui donne un code officiel, une année, un indicateur et une valeur."
        ),
    },
]
