"""The columns of the file of a diagnosis, and what each of them says."""

from django.utils.translation import gettext_lazy as _

COLUMNS = (
    ("enjeu", _("identifiant de l’enjeu dans Terreau")),
    ("titre", _("titre de l’enjeu")),
    ("domaines", _("codes des domaines d’action de l’enjeu, séparés par des espaces")),
    ("odd", _("numéros des objectifs de développement durable, séparés par des espaces")),
    (
        "nature",
        _(
            "ce que dit la ligne : diagnostic (son titre, sa date…), perimetre, choix (de "
            "lecture), lecture (où en est l’enjeu), croisement (ses trois signes et leurs écarts), "
            "mesure (un indicateur), regard (une collecte), monde (un monde dans une collecte), "
            "partenariats, source"
        ),
    ),
    ("code", _("identifiant de l’indicateur, de la collecte, du monde ou du choix")),
    ("libelle", _("son nom")),
    ("valeur", _("la valeur ; vide : inconnue, ce qui n’est pas zéro")),
    ("unite", _("unité de la valeur ; une part va de 0 à 1")),
    ("sens", _("ce qui est mieux : plus (more), moins (less), ni l’un ni l’autre (neither)")),
    ("poids", _("poids de l’indicateur dans le besoin de l’enjeu")),
    ("besoin", _("besoin de 0 à 10 : 5 est le territoire du milieu parmi les pairs")),
    ("z", _("écart robuste à la médiane des pairs, positif quand le besoin est plus grand")),
    ("milieu_pairs", _("médiane des territoires comparés")),
    ("quartile_bas", _("premier quartile des territoires comparés")),
    ("quartile_haut", _("troisième quartile des territoires comparés")),
    ("pairs", _("nombre de territoires comparés dont le chiffre est connu")),
    ("france", _("valeur de la France")),
    ("connus", _("communes connues, ou partenariats dont on sait le domaine")),
    ("total", _("communes du périmètre, ou partenariats recensés")),
    ("secret", _("communes sous secret statistique")),
    ("annee", _("année du chiffre")),
    ("geographie", _("millésime de la géographie")),
    ("base", _("base du chiffre : sur quoi il est compté")),
    ("source", _("source du chiffre, ou nature de la collecte")),
    ("reponses", _("nombre de réponses")),
    ("borne_basse", _("borne basse de l’intervalle à 95 %, ou du plus petit besoin")),
    ("borne_haute", _("borne haute de l’intervalle à 95 %, ou du plus grand besoin")),
    ("date", _("date de la collecte, ou du diagnostic")),
    ("confiance", _("confiance de 0 à 1 : celle de la lecture la plus faible")),
    ("precision", _("pourquoi la valeur manque, ou ce qu’il faut savoir")),
)
