"""Addresses of the workshops and of the follow-up of their propositions."""

from django.urls import path

from terreau.dialogues.views import propositions, workshops

_one = "ateliers/<uuid:uuid>/propositions/<int:number>/"
workshop_patterns = [
    path("propositions/", propositions.follow_up, name="follow-up"),
    path("ateliers/ouvrir/", workshops.create, name="workshop-create"),
    path("ateliers/<uuid:uuid>/", workshops.workshop, name="workshop"),
    path("ateliers/<uuid:uuid>/modifier/", workshops.edit, name="workshop-edit"),
    path("ateliers/<uuid:uuid>/clore/", workshops.close, name="workshop-close"),
    path("ateliers/<uuid:uuid>/reunir/", workshops.gather, name="workshop-gather"),
    path("ateliers/<uuid:uuid>/points/", propositions.marks, name="workshop-marks"),
    path("ateliers/<uuid:uuid>/devoiler/", workshops.reveal, name="workshop-reveal"),
    path("ateliers/<uuid:uuid>/groupes/<int:group>/", workshops.group, name="workshop-group"),
    path("ateliers/<uuid:uuid>/groupes/<int:group>/ecrire/", workshops.add, name="proposition-add"),
    path(_one, propositions.proposition, name="proposition"),
    path(f"{_one}modifier/", propositions.rewrite, name="proposition-edit"),
    path(f"{_one}points/", propositions.point, name="point-add"),
    path(f"{_one}points/<int:point>/", propositions.change_point, name="point-edit"),
    path(f"{_one}suivi/", propositions.follow, name="proposition-follow"),
]
