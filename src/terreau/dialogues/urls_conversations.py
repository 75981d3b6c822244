"""Addresses of the conversations."""

from django.urls import path

from terreau.dialogues.views import conversations

conversation_patterns = [
    path("conversation/<uuid:uuid>/", conversations.conversation, name="conversation"),
]
