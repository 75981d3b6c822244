"""Addresses of the files of conversations."""

from django.urls import path

from terreau.dialogues.views import files

file_patterns = [
    path("reprendre/", files.bring, name="conversation-bring"),
    path("conversation/<uuid:uuid>/<str:space>.zip", files.take, name="conversation-take"),
]
