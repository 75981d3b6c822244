"""Addresses of « Mon compte »."""

from django.urls import path

from terreau.accounts import digest_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("mes-donnees.json", views.export_personal_data, name="export"),
    path("fermer-mes-sessions/", views.end_sessions, name="end-sessions"),
    path("sessions/<int:pk>/fermer/", views.end_one_session, name="end-session"),
    path("fermer/", views.close, name="close"),
    path("messages/", digest_views.preferences, name="digest"),
    path("messages/apercu/", digest_views.preview, name="digest-preview"),
    path("messages/arret/<str:secret>/", digest_views.stop, name="digest-stop"),
    path("liens/<int:pk>/retirer/", views.revoke_personal_link, name="revoke-link"),
]
