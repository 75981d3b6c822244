"""How the record of an alliance says what became of the interest grid; never what it holds."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "grid-declared": _("a mis à jour la ligne de %(name)s dans la grille des intérêts"),
    "grid-estimated": _("a mis à jour des estimations dans la grille des intérêts"),
    "grid-shared": _("a partagé la grille des intérêts avec les membres"),
    "grid-kept": _("a réservé la grille des intérêts aux facilitateurs"),
}
