"""The administration behind the house's own sign-in, and its second factor."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Addresses, second factors with their secrets, social accounts, groups (roles live in the domains).
SIGN_IN_APPS = {"account", "mfa", "socialaccount", "auth"}


class TerreauAdminSite(AdminSite):
    """Refuse who has not signed in on the house's page, with a second factor if asked."""

    site_header = gettext_lazy("Administration de Terreau")
    site_title = site_header

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Leave out the rows of the sign-in: editing them by hand would open or lock accounts."""
        models = (
            [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        )
        shown = [model for model in models if model._meta.app_label not in SIGN_IN_APPS]
        super().register(shown, admin_class, **options)

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Lead to the one page where a password changes."""
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Lead to the house's own sign-out, which asks by POST."""
        return redirect("account_logout")

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask for the administration and, when the instance wants it, a second factor."""
        if not super().has_permission(request):
            return False
        return not settings.TERREAU_STAFF_SECOND_FACTOR or is_mfa_enabled(request.user)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Lead to the missing step instead of a second sign-in page."""
        if not request.user.is_authenticated:
            query = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
            return redirect(f"{reverse('account_login')}?{query}")
        if self.has_permission(request):
            return redirect("admin:index")
        if not super().has_permission(request):
            raise PermissionDenied(
                _("Cette page est réservée aux personnes qui administrent l’instance.")
            )
        messages.warning(
            request,
            _("L’administration demande un second facteur. Activez-le ici, puis revenez-y."),
        )
        return redirect("mfa_index")
