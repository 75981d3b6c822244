"""The pages of the fabric that only an alliance has."""

from django.urls import path

from terreau.fabric.views import bringing, meetings, story

alliance_patterns = [
    path("se-rencontrer/", meetings.meet, name="meet"),
    path("se-rencontrer/noter/", meetings.answer, name="meet_said"),
    path("se-rencontrer/<uuid:uuid>/revenir/", meetings.reopen, name="meet_reopen"),
    path("souffle/", story.breath, name="breath"),
    path("genealogie/", story.genealogy, name="genealogy"),
    path("importer/", bringing.bring, name="bring"),
    path("importer/<uuid:uuid>/", bringing.brought, name="brought"),
    path("importer/<uuid:uuid>/retirer/", bringing.unbring, name="unbring"),
]
