"""Tell Django which administration to serve; apart, because it is read before the models."""

from django.contrib.admin.apps import AdminConfig


class TerreauAdminConfig(AdminConfig):
    default_site = "terreau.accounts.admin_site.TerreauAdminSite"
