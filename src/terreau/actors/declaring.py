"""What the actors declare to the domains below: verbs, sections, data, checks."""

from importlib import import_module

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import (
    register_account_section,
    register_link_purpose,
    register_personal_data,
    register_silence,
)
from terreau.accounts.inbox import register_todo
from terreau.actors import waiting
from terreau.actors.account import (
    mandates_data,
    mandates_section,
    positions_data,
    sheets_data,
    views_data,
)
from terreau.actors.actions.objections import PURPOSE as OBJECTION
from terreau.actors.campaign_addresses import refusing
from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.actors.extensions import register_section as register_sheet_section
from terreau.actors.nomenclature import DOMAIN_NAMES, GOAL_NAMES
from terreau.actors.refresh_section import refresh_section
from terreau.actors.search.rebuilding import ask_for_rebuild, find_index_faults
from terreau.actors.sheet_links import PURPOSE as SHEET_REVIEW
from terreau.actors.territory_section import actors_here
from terreau.core.checks import register_check
from terreau.core.exchange.datasets import register_dataset
from terreau.core.verbs import register_verbs
from terreau.territories.extensions import register_follower, register_section
from terreau.territories.indicators.vocabulary import register_vocabulary

VERBS_MODULES = ("journal_verbs", "journal_verbs_fresh", "journal_verbs_matching")


def declare() -> None:
    """Register all of it, each time the application starts."""
    for module in VERBS_MODULES:
        register_verbs(import_module(f"terreau.actors.{module}").VERBS)
    register_link_purpose(SHEET_REVIEW, _("vérification d’une fiche"))
    register_silence("directory", refusing)
    register_link_purpose(OBJECTION, _("opposition à figurer dans l’annuaire"))
    register_sheet_section("refresh", refresh_section, order=90)
    register_account_section(mandates_section)
    register_section("actors", _("Qui agit ici ?"), "actors/_territory.html", actors_here, rank=20)
    register_dataset(OrganisationDataset())
    register_vocabulary(DOMAIN_NAMES, GOAL_NAMES)
    register_personal_data("mandats", mandates_data)
    register_personal_data("positions notées par d’autres", positions_data)
    register_personal_data("fiches créées", sheets_data)
    register_personal_data("vues de l’annuaire", views_data)
    register_follower(ask_for_rebuild)
    register_check("directory", find_index_faults, label=_("index de l’annuaire"))
    register_todo(
        "sheets",
        _("Fiches à vérifier"),
        build=waiting.sheets_to_do,
        keys=waiting.keys_of_sheets,
        order=20,
    )
    register_todo(
        "pairs",
        _("Fiches à réunir"),
        build=waiting.pairs_to_do,
        keys=waiting.keys_of_pairs,
        order=21,
    )
    register_todo(
        "reviews",
        _("Ce que les structures ont changé"),
        build=waiting.reviews_to_do,
        keys=waiting.keys_of_reviews,
        order=22,
    )
