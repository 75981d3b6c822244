"""How the record of an alliance says what became of its agenda and of its decisions."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "agenda-proposed": _("a proposé la version %(number)s de l’ordre du jour commun"),
    "agenda-answered": _("a répondu « %(answer)s » à la version %(number)s de l’ordre du jour"),
    "agenda-adopted": _("a mis en vigueur la version %(number)s de l’ordre du jour commun"),
    "minority-written": _("a laissé un avis minoritaire près de l’ordre du jour n° %(number)s"),
    "decision-proposed": _("a soumis au consentement « %(title)s »"),
    "decision-answered": _("a répondu « %(answer)s » à « %(title)s »"),
    "decision-rewritten": _("a amendé « %(title)s » : version %(number)s du texte"),
    "objection-treated": _("a noté le sort d’une objection à « %(title)s » : %(outcome)s"),
    "decision-adopted": _("a noté l’adoption de « %(title)s »"),
    "decision-withdrawn": _("a retiré « %(title)s »"),
}
