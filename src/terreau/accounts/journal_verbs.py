"""Deeds of the accounts, as the instance's journal tells them."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "account-opened": _("a ouvert le compte de %(name)s"),
    "account-closed": _("a fermé le compte de %(name)s"),
    "account-reopened": _("a rouvert le compte de %(name)s"),
    "second-factor-removed": _("a retiré le second facteur perdu de %(name)s"),
    "administration-given": _("a confié l’administration de l’instance à %(name)s"),
    "administration-taken": _("a retiré l’administration de l’instance à %(name)s"),
}
