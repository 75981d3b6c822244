"""Addresses of the puzzle: its pieces, and what each organisation brings."""

from django.urls import path

from terreau.experiments.views import coalitions, contributions, pieces

PIECE = "<uuid:uuid>/pieces/<uuid:piece>/"
ONE = "<uuid:uuid>/contributions/<uuid:contribution>/"
SEARCH = "<uuid:uuid>/coalitions/"
puzzle_patterns = [
    path("<uuid:uuid>/pieces/ajouter/", pieces.add, name="piece-add"),
    path(PIECE, pieces.piece, name="piece"),
    path(f"{PIECE}modifier/", pieces.edit, name="piece-edit"),
    path(f"{PIECE}retirer/", pieces.remove, name="piece-remove"),
    path(f"{PIECE}promettre/", contributions.pledge, name="pledge"),
    path(f"{PIECE}demander/", contributions.ask, name="ask"),
    path(SEARCH, coalitions.coalitions, name="coalitions"),
    path(f"{SEARCH}<uuid:proposal>/", coalitions.coalition, name="coalition"),
    path(f"{SEARCH}<uuid:proposal>/demander/", coalitions.accept, name="coalition-accept"),
    path(f"{SEARCH}<uuid:proposal>/ecarter/", coalitions.aside, name="coalition-aside"),
    path(ONE, contributions.contribution, name="contribution"),
    path(f"{ONE}decliner/", contributions.decline, name="contribution-decline"),
    path(f"{ONE}retirer/", contributions.withdraw, name="contribution-withdraw"),
    path(f"{ONE}apporter/", contributions.deliver, name="contribution-deliver"),
    path(f"{ONE}remercier/", contributions.thank, name="contribution-thank"),
]
