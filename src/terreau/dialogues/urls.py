"""Addresses of the dialogue of an alliance; each instrument is a module of addresses."""

from django.urls import path

from terreau.dialogues.urls_agendas import agenda_patterns
from terreau.dialogues.urls_ballots import ballot_patterns
from terreau.dialogues.urls_conversations import conversation_patterns
from terreau.dialogues.urls_files import file_patterns
from terreau.dialogues.urls_landscape import landscape_patterns
from terreau.dialogues.urls_outlooks import outlook_patterns
from terreau.dialogues.urls_votes import vote_patterns
from terreau.dialogues.urls_workshops import workshop_patterns
from terreau.dialogues.views import hub

app_name = "dialogues"
urlpatterns = [
    path("", hub.hub, name="hub"),
    *agenda_patterns,
    *ballot_patterns,
    *conversation_patterns,
    *file_patterns,
    *landscape_patterns,
    *outlook_patterns,
    *vote_patterns,
    *workshop_patterns,
]
