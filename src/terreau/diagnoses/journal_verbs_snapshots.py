"""What the journal says of the choices of a diagnosis and of its snapshots."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "diagnosis-choices-saved": _(
        "a enregistré les choix de lecture du diagnostic (besoin à partir de %(needed)s, "
        "ressenti à partir de %(felt)s)"
    ),
    "diagnosis-choices-reset": _("a rendu au diagnostic sa lecture habituelle"),
    "diagnosis-snapshot-taken": _(
        "a arrêté le diagnostic « %(title)s » (empreinte %(fingerprint)s)"
    ),
    "diagnosis-snapshot-imported": _(
        "a importé d’un fichier le diagnostic « %(title)s » (empreinte %(fingerprint)s)"
    ),
    "diagnosis-snapshot-erased": _(
        "a fait retirer son nom d’un diagnostic arrêté ; les chiffres restent (empreinte "
        "%(before)s, puis %(after)s)"
    ),
    "diagnosis-snapshot-published": _("a publié le diagnostic « %(title)s »"),
    "diagnosis-snapshot-withdrawn": _("a retiré la publication du diagnostic « %(title)s »"),
    "diagnosis-snapshot-removed": _(
        "a supprimé le diagnostic « %(title)s » (empreinte %(fingerprint)s)"
    ),
}
