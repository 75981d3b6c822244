"""The administration behind the house's own sign-in, and its second factor."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class TerreauAdminSite(AdminSite):
    """Refuse who has not signed in on the house's page, with a second factor if asked."""

    site_header = gettext_lazy("Administration de Terreau")
    site_title = site_header

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
