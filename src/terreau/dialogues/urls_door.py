"""The short addresses by which voices enter: read aloud, printed, or in a QR code."""

from django.urls import path

from terreau.dialogues.views import door

app_name = "dialogues-door"
urlpatterns = [
    path("", door.ask, name="ask"),
    path("<str:code>/", door.enter, name="enter"),
    path("<str:code>/lien/<str:secret>/", door.enter_by_link, name="link"),
]
