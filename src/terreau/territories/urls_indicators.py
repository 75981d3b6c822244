"""Addresses of the indicators."""

from django.urls import path

from terreau.territories.views import indicator_files, indicator_forms, indicators

patterns = [
    path("indicateurs/", indicators.list_indicators, name="indicators"),
    path(
        "indicateurs/chiffres.<slug:kind>",
        indicator_files.download_figures,
        name="indicator-figures",
    ),
    path(
        "indicateurs/dictionnaire.<slug:kind>",
        indicator_files.download_dictionary,
        name="indicator-dictionary",
    ),
    path("indicateurs/ajouter/", indicator_forms.add_indicator, name="indicator-add"),
    path("indicateurs/<slug:slug>/", indicators.show_indicator, name="indicator"),
    path(
        "indicateurs/<slug:slug>/modifier/", indicator_forms.edit_indicator, name="indicator-edit"
    ),
    path(
        "indicateurs/<slug:slug>/retirer/",
        indicator_forms.withdraw,
        name="indicator-withdraw",
    ),
]
