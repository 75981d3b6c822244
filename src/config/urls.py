"""One line a domain; the paths are French because people read them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("terreau.portal.urls")),
    path("territoires/", include("terreau.territories.urls")),
    path("acteurs/", include("terreau.actors.urls")),
    path("alliances/<slug:slug>/dialogue/", include("terreau.dialogues.urls")),
    path("alliances/<slug:slug>/rencontres/", include("terreau.events.urls")),
    path("alliances/<slug:slug>/diagnostic/", include("terreau.diagnoses.urls")),
    path("experiences/", include("terreau.experiments.urls")),
    path("partenariats/", include("terreau.partnerships.urls")),
    path("accompagnement/", include("terreau.support.urls")),
    path("reseau/", include("terreau.fabric.urls")),
    path("d/", include("terreau.dialogues.urls_door")),
    path("r/", include("terreau.events.urls_door")),
    path("alliances/", include("terreau.alliances.urls")),
    path("compte/", include("terreau.accounts.urls")),
    path("compte/", include("terreau.accounts.urls_sign_in")),
    path("travaux/", include("terreau.core.jobs.urls")),
    path("imports/", include("terreau.core.exchange.urls")),
    path("api/", include("terreau.api.urls")),
    path("administration/", admin.site.urls),
]

handler400 = "terreau.core.error_pages.bad_request"
handler403 = "terreau.core.error_pages.permission_denied"
handler404 = "terreau.core.error_pages.page_not_found"
handler500 = "terreau.core.error_pages.server_error"
