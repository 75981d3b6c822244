"""Addresses of the vote on statements."""

from django.urls import path

from terreau.dialogues.views import answers, votes

vote_patterns = [
    path("conversation/<uuid:uuid>/voter/", votes.vote, name="vote"),
    path("conversation/<uuid:uuid>/mes-reponses/", answers.answers, name="answers"),
]
