"""What the journal says of the weak signals; never who told one without a name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "signal-kept": _("a retenu un signal dit le %(day)s"),
    "signal-refused": _("n’a pas retenu un signal dit le %(day)s"),
    "signal-followed": _("a noté la suite d’un signal dit le %(day)s : %(state)s"),
    "signal-link-issued": _("a émis un lien pour dire un signal sans compte"),
    "signal-link-revoked": _("a retiré un lien pour dire un signal sans compte"),
}
