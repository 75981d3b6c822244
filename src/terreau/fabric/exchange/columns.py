"""The columns of the files of a network, and what each of them says."""

from django.utils.translation import gettext_lazy as _

NODE_COLUMNS = (
    ("Id", _("identifiant de l’organisation dans Terreau")),
    ("Label", _("nom")),
    ("Type", _("monde")),
    ("SIREN", _("numéro SIREN, s’il est connu")),
    ("Commune", _("commune du siège")),
    ("Liens", _("avec combien d’autres elle est reliée")),
    ("Force", _("somme des forces de ses liens")),
)
EDGE_COLUMNS = (
    ("Source", _("identifiant de l’une")),
    ("Target", _("identifiant de l’autre ; un lien n’a pas de sens")),
    ("From", _("nom de l’une")),
    ("To", _("nom de l’autre")),
    ("Type", _("toujours « Undirected »")),
    ("Nature", _("ce qui relie : partnership, contribution, meeting ou imported")),
    ("Weight", _("force du lien, plus grande que zéro")),
    ("Count", _("nombre de partenariats, d’expérimentations ou de rencontres")),
    ("Since", _("depuis quand, si on le sait")),
)
