"""The pages that an alliance and a territory both have."""

from django.urls import path
from django.urls.resolvers import URLPattern

from terreau.fabric.views import figures, files, leaving, waves, web


def patterns_for(suffix: str) -> list[URLPattern]:
    """Give the addresses of one of both; the views are the same."""
    return [
        path("", web.web, name=f"of_{suffix}"),
        path("chiffres/", figures.figures, name=f"figures_{suffix}"),
        path("et-si/", leaving.without, name=f"without_{suffix}"),
        path("vagues/", waves.waves, name=f"waves_{suffix}"),
        path("vagues/<uuid:uuid>/", waves.wave, name=f"wave_{suffix}"),
        path("export/<str:name>", files.export, name=f"export_{suffix}"),
    ]
