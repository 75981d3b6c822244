"""The short addresses by which voices enter: read aloud, printed, or in a QR code."""

from django.urls import path

from terreau.dialogues.views import door

app_name = "dialogues-door"
urlpatterns = [
    path("<str:code>/", door.enter, name="enter"),
]
