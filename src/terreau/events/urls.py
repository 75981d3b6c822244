"""Addresses of the meetings of an alliance."""

from django.urls import path

from terreau.events.urls_plans import plan_patterns
from terreau.events.views import (
    attendance,
    calendars,
    encounters,
    events,
    lifecycle,
    minutes,
    registrations,
    sessions,
)

app_name = "events"
urlpatterns = [
    path("", events.event_list, name="list"),
    path("nouvelle/", events.new, name="new"),
    path("agenda.ics", calendars.feed, name="feed"),
    path("suites/", encounters.follow_ups, name="follow-ups"),
    path("<uuid:uuid>/", events.event_detail, name="detail"),
    path("<uuid:uuid>/agenda.ics", calendars.one, name="ics"),
    path("<uuid:uuid>/modifier/", events.edit, name="edit"),
    path("<uuid:uuid>/annoncer/", lifecycle.publish, name="publish"),
    path("<uuid:uuid>/annuler/", lifecycle.cancel, name="cancel"),
    path("<uuid:uuid>/tenue/", lifecycle.close, name="close"),
    path("<uuid:uuid>/effacer/", lifecycle.discard, name="discard"),
    path("<uuid:uuid>/programme/ajouter/", sessions.new, name="session-new"),
    path("<uuid:uuid>/programme/<uuid:session>/", sessions.edit, name="session-edit"),
    path("<uuid:uuid>/programme/<uuid:session>/retirer/", sessions.remove, name="session-remove"),
    path("<uuid:uuid>/compte-rendu/", minutes.edit, name="minutes"),
    path("<uuid:uuid>/compte-rendu/publier/", minutes.publish, name="minutes-publish"),
    path("<uuid:uuid>/affiche/", registrations.poster, name="poster"),
    path("<uuid:uuid>/inscriptions/", registrations.registrations, name="registrations"),
    path("<uuid:uuid>/inscriptions/ajouter/", registrations.person_add, name="person-add"),
    path(
        "<uuid:uuid>/inscriptions/<uuid:registration>/",
        registrations.registration_edit,
        name="registration-edit",
    ),
    path(
        "<uuid:uuid>/inscriptions/<uuid:registration>/retirer/",
        registrations.registration_remove,
        name="registration-remove",
    ),
    path(
        "<uuid:uuid>/inscriptions/<uuid:registration>/effacer/",
        registrations.registration_erase,
        name="registration-erase",
    ),
    path("<uuid:uuid>/accueil/", attendance.attendance, name="attendance"),
    path("<uuid:uuid>/accueil/sans-inscription/", attendance.welcome, name="welcome"),
    path("<uuid:uuid>/accueil/<uuid:registration>/", attendance.arrival, name="arrival"),
    path("<uuid:uuid>/accueil/<uuid:registration>/noter/", attendance.mark, name="mark"),
    *plan_patterns,
]
