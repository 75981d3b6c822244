"""Declare the accounts domain to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "terreau.accounts"
    label = "accounts"
    verbose_name = _("comptes")

    def ready(self) -> None:
        from terreau.accounts.digest_section import digest_data, digest_section
        from terreau.accounts.extensions import register_account_section, register_personal_data
        from terreau.accounts.journal_verbs import VERBS
        from terreau.accounts.personal_data import account_data, links_data
        from terreau.core.journal import register_verbs

        register_verbs(VERBS)
        register_personal_data("compte", account_data)
        register_personal_data("liens personnels", links_data)
        register_personal_data("messages", digest_data)
        register_account_section(digest_section)
