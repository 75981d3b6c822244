"""How the record of an alliance says what is done to its path."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "phase-added": _("a ajouté au chemin : %(phase)s, %(start)s"),
    "phase-edited": _("a corrigé le chemin : %(phase)s, %(start)s"),
}
