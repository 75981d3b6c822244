"""Addresses of the live diagnosis and of its snapshots."""

from django.urls import path

from terreau.diagnoses.views import crosswalk, files, home, papers, snapshot_files, snapshots

_ONE = "instantanes/<uuid:uuid>/"
patterns = [
    path("", home.home, name="home"),
    path("choix/", home.choose, name="choose"),
    path("enjeux/<uuid:uuid>/", home.challenge, name="challenge"),
    path("correspondances/", crosswalk.crosswalk, name="crosswalk"),
    path("page-de-l-elu/", papers.elected_live, name="elected"),
    path("export/<str:name>", files.export_live, name="export"),
    path("instantanes/", snapshots.snapshots, name="snapshots"),
    path("instantanes/arreter/", snapshots.take, name="take"),
    path("instantanes/importer/", snapshot_files.bring, name="import_snapshot"),
    path("instantanes/importer/confirmer/", snapshot_files.confirm, name="confirm_snapshot"),
    path(_ONE, snapshots.snapshot, name="snapshot"),
    path(f"{_ONE}publier/", snapshots.publish, name="publish_snapshot"),
    path(f"{_ONE}retirer/", snapshots.withdraw, name="withdraw_snapshot"),
    path(f"{_ONE}supprimer/", snapshots.remove, name="remove_snapshot"),
    path(f"{_ONE}comparer/", snapshots.compare, name="compare"),
    path(f"{_ONE}imprimer/", papers.print_page, name="print"),
    path(f"{_ONE}page-de-l-elu/", papers.elected, name="elected_snapshot"),
    path(f"{_ONE}diagnostic.pdf", papers.pdf, name="pdf"),
    path(f"{_ONE}page-de-l-elu.pdf", papers.elected_pdf, name="elected_pdf"),
    path(f"{_ONE}papier/<slug:kind>/", papers.paper, name="paper"),
    path(f"{_ONE}export/<str:name>", files.export, name="export_snapshot"),
]
