"""How the record says what became of the experiments."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "experiment-asked": _("a posé la question de l’expérimentation « %(title)s »"),
    "experiment-started": _("a commencé l’expérimentation « %(title)s »"),
    "experiment-edited": _("a récrit la présentation de l’expérimentation « %(title)s »"),
    "experiment-piece-added": _("a ajouté la pièce « %(piece)s » à « %(title)s »"),
    "experiment-piece-edited": _("a précisé la pièce « %(piece)s » de « %(title)s »"),
    "experiment-piece-removed": _("a retiré la pièce « %(piece)s » de « %(title)s »"),
    "contribution-asked": _("a demandé « %(piece)s » à %(name)s pour « %(title)s »"),
    "contribution-pledged": _("%(name)s promet « %(piece)s » à « %(title)s »"),
    "contribution-changed": _("%(name)s change sa promesse de « %(piece)s » à « %(title)s »"),
    "contribution-declined": _("%(name)s décline « %(piece)s » pour « %(title)s »"),
    "contribution-withdrawn": _("la contribution de %(name)s à « %(piece)s » est retirée"),
    "contribution-delivered": _("« %(piece)s » est apportée par %(name)s à « %(title)s »"),
    "contribution-thanked": _("a remercié %(name)s pour « %(piece)s »"),
    "coalition-accepted": _("a retenu une coalition pour « %(title)s » et demandé leurs pièces"),
    "experiment-protocol": _("a écrit ce qui sera mesuré dans « %(title)s »"),
    "experiment-proof-judged": _("a jugé le critère « %(criterion)s » de « %(title)s »"),
    "experiment-decided": _("a noté la décision « %(outcome)s » sur « %(title)s »"),
}
