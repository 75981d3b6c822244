"""Addresses of the vote on statements."""

from django.urls import path

from terreau.dialogues.views import answers, paper, room, votes

vote_patterns = [
    path("conversation/<uuid:uuid>/voter/", votes.vote, name="vote"),
    path("conversation/<uuid:uuid>/mes-reponses/", answers.answers, name="answers"),
    path("conversation/<uuid:uuid>/bulletins/", paper.sheets, name="sheets"),
    path("conversation/<uuid:uuid>/bulletins/imprimer/", paper.print_sheets, name="sheets-print"),
    path("conversation/<uuid:uuid>/bulletins/saisie/", paper.keying, name="keying"),
    path("consultation/<uuid:uuid>/salle/", room.room, name="room"),
]
