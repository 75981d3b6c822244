"""Addresses of imports and exports."""

from django.urls import path, register_converter

from terreau.core.exchange.views import files, runs
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
    path("", files.list_imports, name="list"),
    path("lot/<uuid:pk>/", runs.show_run, name="run"),
    path("lot/<uuid:pk>/colonnes/", runs.columns, name="columns"),
    path("lot/<uuid:pk>/decider/", runs.decide, name="decide"),
    path("lot/<uuid:pk>/decider/ensemble/", runs.decide_many, name="decide-many"),
    path("lot/<uuid:pk>/confirmer/", runs.confirm, name="confirm"),
    path("lot/<uuid:pk>/annuler/", runs.undo, name="undo"),
    path("lot/<uuid:pk>/refus.<table_kind:kind>", runs.download_errors, name="errors"),
    path("<slug:name>/", files.upload, name="upload"),
    path("<slug:name>/export.<table_kind:kind>", files.download_export, name="export"),
    path("<slug:name>/modele.<table_kind:kind>", files.download_template, name="template"),
    path("<slug:name>/dictionnaire/", files.show_dictionary, name="dictionary"),
    path(
        "<slug:name>/dictionnaire.<table_kind:kind>",
        files.download_dictionary,
        name="dictionary-file",
    ),
]
