"""Addresses of the timetable of encounters, and of what came of it."""

from django.urls import path

from terreau.events.views import encounters, plans

EVENT, PLAN = "<uuid:uuid>", "<uuid:uuid>/tours/<uuid:plan>"
MET = f"{EVENT}/suites/<uuid:encounter>"
plan_patterns = [
    path(f"{EVENT}/tours/", plans.plan, name="plan"),
    path(f"{EVENT}/tours/calculer/", plans.plan_new, name="plan-new"),
    path(f"{EVENT}/badges/", plans.badges, name="badges"),
    path(f"{PLAN}/", plans.plan_one, name="plan-one"),
    path(f"{PLAN}/retenir/", plans.plan_keep, name="plan-keep"),
    path(f"{PLAN}/effacer/", plans.plan_discard, name="plan-discard"),
    path(f"{PLAN}/refaire/", plans.plan_remake, name="plan-remake"),
    path(f"{PLAN}/feuilles/", plans.plan_sheets, name="table-sheets"),
    path(f"{EVENT}/suites/", encounters.encounters, name="encounters"),
    path(f"{EVENT}/suites/relire/", encounters.encounters_read, name="encounters-read"),
    path(f"{EVENT}/suites/noter/", encounters.encounter_add, name="encounter-add"),
    path(f"{MET}/retirer/", encounters.encounter_remove, name="encounter-remove"),
    path(f"{MET}/promettre/", encounters.promise_new, name="promise"),
    path(f"{EVENT}/promesses/<uuid:follow_up>/", encounters.follow_up, name="follow-up"),
]
