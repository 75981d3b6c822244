"""Addresses of the ballots."""

from django.urls import path

from terreau.dialogues.views import ballot_files, ballots

ballot_patterns = [
    path("scrutin/nouveau/", ballots.create, name="ballot-new"),
    path("scrutin/<uuid:uuid>/", ballots.ballot, name="ballot"),
    path("scrutin/<uuid:uuid>/modifier/", ballots.edit, name="ballot-edit"),
    path("scrutin/<uuid:uuid>/depouiller/", ballots.count, name="ballot-count"),
    path("scrutin/<uuid:uuid>/<str:space>.<slug:kind>", ballot_files.take, name="ballot-take"),
    path("scrutin/reprendre/", ballot_files.bring, name="ballot-bring"),
]
