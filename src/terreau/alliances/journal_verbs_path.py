"""How the record of an alliance says what touches its path."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "phase-added": _("a ajouté au chemin la phase « %(phase)s » (%(dates)s)"),
    "phase-edited": _("a modifié sur le chemin la phase « %(phase)s » (%(dates)s)"),
    "phase-removed": _("a retiré du chemin la phase « %(phase)s » (%(dates)s)"),
}
