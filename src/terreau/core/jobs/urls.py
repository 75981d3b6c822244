"""Addresses of the jobs."""

from django.urls import path

from terreau.core.jobs import views

app_name = "core"
urlpatterns = [
    path("", views.list_jobs, name="jobs"),
    path("<uuid:pk>/", views.show_job, name="job"),
    path("<uuid:pk>/relancer/", views.retry, name="job-retry"),
]
