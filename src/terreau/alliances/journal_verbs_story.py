"""How the record of an alliance says what touches its story and its governance."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "entry-written": _("a écrit la page « %(title)s » du journal"),
    "entry-edited": _("a récrit la page « %(title)s » du journal"),
    "voice-added": _("a ajouté sa voix à la page « %(title)s » du journal"),
    "attachment-added": _("a joint « %(name)s » à la page « %(title)s » du journal"),
    "charge-handed-over": _("a passé le relais de la facilitation : de %(former)s à %(next)s"),
    "governance-raised": _("a posé la question de la gouvernance"),
    "governance-set": _("a noté la gouvernance choisie : %(form)s"),
}
