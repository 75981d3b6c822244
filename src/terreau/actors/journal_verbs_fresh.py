"""The deeds that keep the directory fresh, as the journal says them; they name no person."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "sheet-link-sent": _("a envoyé un lien de vérification de la fiche « %(name)s »"),
    "sheet-link-revoked": _("a retiré un lien de vérification de la fiche « %(name)s »"),
    "sheet-confirmed-by-link": _("a confirmé que la fiche « %(name)s » est juste"),
    "sheet-changed-by-link": _("a corrigé la fiche « %(name)s » : %(fields)s"),
    "sheet-number-proposed": _("a proposé un numéro pour la fiche « %(name)s » : %(fields)s"),
    "sheet-reported-by-link": _("a signalé la fiche « %(name)s » comme fermée ou erronée"),
    "sheet-unlisted": _("a retiré la fiche « %(name)s » des pages publiques"),
    "sheet-confirmed-by-phone": _("a confirmé la fiche « %(name)s » par téléphone"),
    "review-accepted": _("a accepté pour « %(name)s » : %(kind)s %(fields)s"),
    "review-refused": _("a refusé pour « %(name)s » : %(kind)s %(fields)s"),
    "review-undone": _("a annulé pour « %(name)s » : %(kind)s %(fields)s"),
    "campaign-launched": _("a lancé la campagne « %(title)s » vers %(count)s destinataires"),
    "campaign-closed": _("a clos la campagne « %(title)s »"),
    "person-erased": _("les données d’une personne sont effacées de la fiche « %(name)s »"),
    "objection-received": _("une opposition est respectée : %(count)s lignes effacées"),
}
