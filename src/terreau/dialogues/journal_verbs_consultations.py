"""How the record of an alliance says what becomes of its consultations."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "consultation-published": _("a publié la consultation « %(question)s »"),
    "consultation-closed": _("a clos la consultation « %(question)s »"),
    "consultation-reopened": _("a rouvert la consultation « %(question)s » : %(reason)s"),
    "consultation-revealed": _("a dévoilé les résultats de la consultation « %(question)s »"),
}
