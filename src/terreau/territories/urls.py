"""Addresses."""

from django.urls import path

from terreau.territories.urls_indicators import patterns as indicator_patterns
from terreau.territories.views import composer, pages, portraits, refresh, search

app_name = "territories"
urlpatterns = [
    path("", pages.home, name="home"),
    path("recherche/", search.search, name="search"),
    path("choisir/", search.pick, name="pick"),
    path("perimetre/", composer.compose, name="compose"),
    path("perimetre/export.csv", composer.export, name="export"),
    path("perimetre/importer/", composer.import_list, name="import"),
    path("perimetre/portrait/", portraits.perimeter_portrait, name="perimeter_portrait"),
    path("perimetre/jumeaux/", portraits.perimeter_twins, name="perimeter_twins"),
    path("actualiser/", refresh.refresh, name="refresh"),
    path("actualiser/<slug:slug>/", refresh.source, name="source"),
    path("actualiser/<slug:slug>/adresse/", refresh.source_address, name="source-address"),
    *indicator_patterns,
    path("<slug:kind>/<slug:code>/", pages.detail, name="detail"),
    path("<slug:kind>/<slug:code>/portrait/", portraits.portrait, name="portrait"),
    path("<slug:kind>/<slug:code>/jumeaux/", portraits.twins, name="twins"),
]
