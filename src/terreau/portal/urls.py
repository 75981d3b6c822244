"""Addresses of the composed pages."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from terreau.portal.views import home, pages, preferences, search, style, todo

portal_patterns = (
    [
        path("chercher/", search.search, name="search"),
        path("a-faire/", todo.todo, name="todo"),
        path("sources/", pages.sources, name="sources"),
        path("accessibilite/", pages.accessibility, name="accessibility"),
        path("licence/", pages.licence, name="licence"),
        path("style/", style.style, name="style"),
        path("apparence/", preferences.choose_theme, name="theme"),
    ],
    "portal",
)

urlpatterns = [
    path("", home.home, name="home"),
    path("langue/", login_not_required(set_language), name="set_language"),
    path("", include(portal_patterns)),
]
