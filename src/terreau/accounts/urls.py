"""Addresses of « Mon compte »."""

from django.urls import path

from terreau.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("mes-donnees.json", views.export_personal_data, name="export"),
    path("fermer-mes-sessions/", views.end_sessions, name="end-sessions"),
    path("sessions/<int:pk>/fermer/", views.end_one_session, name="end-session"),
    path("fermer/", views.close, name="close"),
    path("liens/<int:pk>/retirer/", views.revoke_personal_link, name="revoke-link"),
]
