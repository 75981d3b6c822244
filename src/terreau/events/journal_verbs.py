"""How the record of an alliance says what becomes of its meetings."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "event-prepared": _("a préparé la rencontre « %(title)s »"),
    "event-edited": _("a modifié la rencontre « %(title)s »"),
    "event-published": _("a annoncé la rencontre « %(title)s »"),
    "event-cancelled": _("a annulé la rencontre « %(title)s » : %(reason)s"),
    "event-held": _("a noté tenue la rencontre « %(title)s » (%(present)s présences)"),
    "event-minutes": _("a publié le compte rendu de « %(title)s »"),
    "event-person-added": _("a inscrit une personne à « %(title)s »"),
    "event-person-removed": _("a retiré une inscription à « %(title)s »"),
    "encounter-plan-kept": _("a retenu le plan des rencontres de « %(title)s » (%(rounds)s tours)"),
    "encounter-plan-remade": _(
        "a refait le plan des rencontres de « %(title)s » à partir du tour %(round)s"
    ),
    "encounters-read": _("a noté %(count)s paires qui se sont rencontrées à « %(title)s »"),
    "encounter-noted": _("a noté que « %(first)s » et « %(second)s » se sont rencontrées"),
    "encounter-removed": _("a retiré la rencontre de « %(first)s » et « %(second)s »"),
    "follow-up-promised": _("a noté une suite promise entre « %(first)s » et « %(second)s »"),
    "follow-up-closed": _("a noté où en est une suite entre « %(first)s » et « %(second)s »"),
}
