"""Addresses of the agenda and of the decisions by consent."""

from django.urls import path

from terreau.dialogues.views import agendas, decisions

agenda_patterns = [
    path("ordre-du-jour/", agendas.agenda, name="agenda"),
    path("ordre-du-jour/composer/", agendas.compose, name="agenda-compose"),
    path("ordre-du-jour/v<int:number>/", agendas.agenda, name="agenda-version"),
    path("ordre-du-jour/v<int:number>/repondre/", agendas.answer, name="agenda-answer"),
    path("ordre-du-jour/v<int:number>/avis/", agendas.opinion, name="agenda-opinion"),
    path("ordre-du-jour/v<int:number>/adopter/", agendas.adopt, name="agenda-adopt"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/proposer/", decisions.propose, name="decision-propose"),
    path("decisions/<uuid:uuid>/", decisions.decision, name="decision"),
    path("decisions/<uuid:uuid>/amender/", decisions.amend, name="decision-amend"),
    path("decisions/<uuid:uuid>/repondre/", decisions.answer, name="decision-answer"),
    path("decisions/<uuid:uuid>/clore/", decisions.settle, name="decision-settle"),
    path(
        "decisions/<uuid:uuid>/objections/<int:objection>/",
        decisions.treat,
        name="decision-treat",
    ),
]
