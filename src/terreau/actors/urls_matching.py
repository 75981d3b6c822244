"""Addresses of duplicates and mergers."""

from django.urls import path

from terreau.actors.views import duplicates, merging

urlpatterns = [
    path("doublons/", duplicates.list_duplicates, name="duplicates"),
    path("doublons/chercher/", duplicates.start_search, name="find_duplicates"),
    path("doublons/comparer/", duplicates.put_side_by_side, name="pair"),
    path("doublons/<int:pair>/", merging.compare_sheets, name="compare"),
    path("doublons/<int:pair>/deux/", duplicates.mark_distinct, name="distinct"),
    path("doublons/<int:pair>/rouvrir/", duplicates.reopen, name="reopen_pair"),
    path("doublons/<int:pair>/accord/", duplicates.agree, name="agree"),
    path("doublons/<int:pair>/demander/", duplicates.ask, name="ask_accord"),
    path("fusions/", merging.list_merges, name="merges"),
    path("fusions/<uuid:merge>/", merging.show_merge, name="merge"),
    path("fusions/<uuid:merge>/annuler/", merging.undo, name="undo_merge"),
]
