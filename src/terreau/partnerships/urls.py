"""Addresses of the partnerships."""

from django.urls import path

from terreau.partnerships.views import (
    agreements,
    flows,
    lists,
    papers,
    parties,
    reviews,
    sheets,
    story,
    templates,
)

app_name = "partnerships"
ONE = "<uuid:uuid>/"
PARTY = f"{ONE}parties/<uuid:party>/"
PAPER = f"{ONE}convention/<uuid:agreement>/"
REVIEW = f"{ONE}revues/<uuid:review>/"
urlpatterns = [
    path("", lists.list_all, name="list"),
    path("alliance/<slug:slug>/", lists.list_of_alliance, name="of_alliance"),
    path("nouveau/", sheets.create, name="create"),
    path("modeles/", templates.list_templates, name="templates"),
    path("modeles/nouveau/", templates.edit_template, name="template-new"),
    path("modeles/<int:template>/", templates.edit_template, name="template"),
    path(ONE, sheets.detail, name="detail"),
    path(f"{ONE}modifier/", sheets.edit, name="edit"),
    path(f"{ONE}parties/", parties.add, name="party-add"),
    path(PARTY, parties.describe, name="party"),
    path(f"{PARTY}quitter/", parties.leave, name="party-leave"),
    path(f"{PARTY}apport/", flows.add, name="flow-add"),
    path(f"{ONE}apports/", flows.flows, name="flows"),
    path(f"{ONE}apports/<int:flow>/retirer/", flows.remove, name="flow-remove"),
    path(f"{ONE}etapes/", story.story, name="story"),
    path(f"{ONE}etapes/noter/", story.stage, name="stage"),
    path(f"{ONE}etapes/niveau/", story.level, name="level"),
    path(f"{ONE}documents/", papers.papers, name="papers"),
    path(f"{ONE}documents/joindre/", papers.attach, name="document-add"),
    path(f"{ONE}documents/<uuid:document>/", papers.document, name="document"),
    path(f"{ONE}documents/<uuid:document>/retirer/", papers.remove, name="document-remove"),
    path(f"{ONE}convention/", agreements.start, name="agreement-new"),
    path(PAPER, agreements.show, name="agreement"),
    path(f"{PAPER}modifier/", agreements.edit, name="agreement-edit"),
    path(f"{PAPER}signature/", agreements.sign, name="agreement-sign"),
    path(f"{PAPER}odt/", agreements.odt, name="agreement-odt"),
    path(f"{PAPER}pdf/", agreements.pdf, name="agreement-pdf"),
    path(f"{PAPER}pdf/faire/", agreements.make_pdf, name="agreement-pdf-make"),
    path(f"{ONE}revues/", reviews.reviews, name="reviews"),
    path(f"{ONE}revues/ouvrir/", reviews.open_one, name="review-open"),
    path(f"{ONE}revues/calendrier/", reviews.calendar, name="review-calendar"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}repondre/", reviews.answer, name="review-answer"),
    path(f"{REVIEW}conclure/", reviews.conclude, name="review-conclude"),
    path(f"{REVIEW}pas/", reviews.step_add, name="step-add"),
    path(f"{REVIEW}pas/<uuid:step>/", reviews.step_answer, name="step-answer"),
]
