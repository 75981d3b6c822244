"""Addresses of imports and exports."""

from django.urls import path, register_converter

from terreau.core.exchange import views
from terreau.core.exchange.writing import MEDIA_TYPES


class KindConverter:
    """Accept the formats that can be written."""

    regex = "|".join(MEDIA_TYPES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "table_kind")

app_name = "exchange"
urlpatterns = [
    path("", views.list_imports, name="list"),
    path("lot/<uuid:pk>/", views.show_run, name="run"),
    path("lot/<uuid:pk>/confirmer/", views.confirm, name="confirm"),
    path("lot/<uuid:pk>/annuler/", views.undo, name="undo"),
    path("lot/<uuid:pk>/refus.<table_kind:kind>", views.download_errors, name="errors"),
    path("<slug:name>/", views.upload, name="upload"),
    path("<slug:name>/export.<table_kind:kind>", views.download_export, name="export"),
    path("<slug:name>/modele.<table_kind:kind>", views.download_template, name="template"),
    path("<slug:name>/dictionnaire/", views.show_dictionary, name="dictionary"),
    path(
        "<slug:name>/dictionnaire.<table_kind:kind>",
        views.download_dictionary,
        name="dictionary-file",
    ),
]
