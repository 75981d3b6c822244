"""The deeds about duplicates, as the journal says them."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "organisation-merged": _("a réuni la fiche « %(other)s » à « %(name)s »"),
    "organisation-absorbed": _("a réuni cette fiche, « %(name)s », à « %(other)s »"),
    "organisation-parted": _("a annulé la réunion de « %(other)s » à « %(name)s »"),
    "organisation-returned": _("a rendu sa fiche à « %(name)s », qui était réunie à « %(other)s »"),
    "pair-distinct": _("a noté que « %(name)s » et « %(other)s » sont deux organisations"),
    "pair-reopened": _(
        "a rouvert la question : « %(name)s » et « %(other)s » sont-elles la même ?"
    ),
    "pair-asked": _("a demandé un accord pour réunir « %(name)s » et « %(other)s »"),
    "pair-agreed": _("a donné son accord pour réunir « %(name)s » et « %(other)s »"),
}
