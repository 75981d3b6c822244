"""How the record of an alliance says roles and decisions."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "alliance-opened": _("a ouvert l’alliance « %(name)s »"),
    "alliance-edited": _("a modifié la présentation de l’alliance (%(fields)s)"),
    "alliance-published": _("a publié l’alliance"),
    "alliance-unpublished": _("a retiré la page publique de l’alliance"),
    "alliance-slept": _("a mis l’alliance en sommeil : %(reason)s"),
    "alliance-woken": _("a réveillé l’alliance"),
    "alliance-closed": _("a clos l’alliance : %(reason)s"),
    "deletion-agreed": _("a donné son accord pour supprimer l’alliance : %(reason)s"),
    "deletion-withdrawn": _("a retiré son accord de suppression"),
    "alliance-deleted": _("a supprimé l’alliance, avec l’accord de %(count)s facilitateurs"),
    "alliance-restored": _("a rétabli l’alliance"),
    "member-joined": _("a fait entrer %(name)s dans l’alliance"),
    "member-described": _("a changé ce que dit %(name)s : %(fields)s"),
    "member-left": _("a noté le départ de %(name)s"),
    "role-given": _("a confié le rôle « %(role)s » à %(name)s"),
    "role-ended": _("a mis fin au rôle « %(role)s » de %(name)s"),
    "invitation-sent": _("a invité %(name)s"),
    "invitation-withdrawn": _("a retiré l’invitation de %(name)s"),
    "invitation-accepted": _("a accepté l’invitation"),
    "invitation-declined": _("a décliné l’invitation"),
    "objective-proposed": _("a mis au consentement la version %(number)s de l’objectif partagé"),
    "objective-answered": _("a répondu « %(answer)s » à la version %(number)s de l’objectif"),
    "challenge-proposed": _("a posé l’enjeu « %(title)s »"),
    "challenge-edited": _("a récrit l’enjeu « %(title)s »"),
    "stance-stated": _("a dit sa position sur l’enjeu « %(title)s » : %(position)s"),
}
