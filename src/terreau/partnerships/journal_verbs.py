"""How the journal says what happens in a partnership."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "partnership-noted": _("a noté le partenariat « %(name)s » entre %(parties)s"),
    "partnership-born": _("a noté un partenariat né de l’alliance : « %(name)s »"),
    "partnership-censused": _("a recensé le partenariat « %(name)s » entre %(parties)s"),
    "census-noted": _("a recensé un partenariat du territoire : « %(name)s »"),
    "census-declared": _("a déclaré à son tour le partenariat « %(name)s » (%(source)s)"),
    "census-withdrawn": _("a retiré le partenariat recensé « %(name)s » : %(reason)s"),
    "census-imported": _(
        "a importé le recensement « %(file)s » : %(created)s partenariats notés, %(changed)s "
        "complétés, %(persons)s aides à des personnes laissées de côté"
    ),
    "partnership-edited": _("a récrit la fiche du partenariat « %(name)s »"),
    "partnership-closed": _("a vu le partenariat se clore : %(reason)s"),
    "party-joined": _("a fait entrer « %(name)s » dans le partenariat"),
    "party-described": _("a dit les objectifs de « %(name)s »"),
    "party-left": _("a noté le départ de « %(name)s » : %(reason)s"),
    "flow-gives": _("a noté ce qu’apporte « %(name)s » : %(what)s"),
    "flow-receives": _("a noté ce que reçoit « %(name)s » : %(what)s"),
    "flow-edited": _("a précisé une ligne de « %(name)s » : %(what)s"),
    "flow-removed": _("a retiré une ligne de « %(name)s » : %(what)s"),
    "stage-on": _("est passé à l’étape « %(stage)s » (%(reason)s)"),
    "stage-back": _("est revenu à l’étape « %(stage)s » : %(reason)s"),
    "stage-recalled": _("a complété l’histoire : étape « %(stage)s », %(day)s"),
    "level-changed": _("a noté le niveau « %(level)s »"),
    "document-added": _("a joint le document « %(name)s »"),
    "document-removed": _("a retiré le document « %(name)s »"),
    "agreement-written": _("a écrit la convention « %(name)s »"),
    "agreement-edited": _("a récrit la convention « %(name)s »"),
    "agreement-signed": _("a noté la signature de « %(name)s », le %(day)s"),
    "agreement-ended": _("a noté la fin de « %(name)s »"),
    "agreement-template-edited": _("a changé le modèle de convention « %(name)s »"),
    "review-planned": _("a fixé la prochaine revue : %(day)s"),
    "review-opened": _("a ouvert une revue, dévoilée au plus tard le %(day)s"),
    "review-answered": _("a donné la réponse de « %(name)s » à la revue"),
    "review-revealed": _("a dévoilé la revue : chaque partie avait répondu"),
    "review-concluded": _("a écrit les conclusions de la revue"),
    "step-proposed": _("a proposé un prochain pas : %(what)s"),
    "step-agreed": _("a donné son accord à : %(what)s"),
    "step-done": _("a noté comme fait : %(what)s"),
}
