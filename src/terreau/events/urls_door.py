"""The short addresses by which one registers: read aloud, printed, or in a QR code."""

from django.urls import path

from terreau.events.views import door

app_name = "events-door"
urlpatterns = [
    path("", door.ask, name="ask"),
    path("<str:code>/", door.enter, name="enter"),
    path("<str:code>/place/<str:secret>/", door.own, name="own"),
    path("<str:code>/place/<str:secret>/renoncer/", door.give_up, name="give-up"),
    path("<str:code>/place/<str:secret>/effacer/", door.forget_me, name="forget"),
]
