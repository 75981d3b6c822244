"""Addresses of the alliances; each family of pages is a module of views."""

from django.urls import include, path

from terreau.alliances.urls_grid import urlpatterns as grid_patterns
from terreau.alliances.urls_pictures import urlpatterns as picture_patterns
from terreau.alliances.urls_story import urlpatterns as story_patterns
from terreau.alliances.views import (
    challenges,
    invitations,
    members,
    objectives,
    opening,
    overview,
    publication,
)

app_name = "alliances"
_inside = [
    path("", overview.overview, name="overview"),
    path("modifier/", publication.edit, name="edit"),
    path("membres/", members.members, name="members"),
    path("membres/quitter/", members.leave, name="leave"),
    path("roles/", members.add_role, name="role-add"),
    path("roles/<int:role>/finir/", members.remove_role, name="role-end"),
    path("inviter/", members.invite_page, name="invite"),
    path("invitations/<uuid:invitation>/renvoyer/", members.resend, name="invitation-resend"),
    path("invitations/<uuid:invitation>/retirer/", members.withdraw, name="invitation-withdraw"),
    path("objectif/", objectives.objective, name="objective"),
    path("objectif/proposer/", objectives.propose, name="objective-propose"),
    path("objectif/v<int:number>/", objectives.objective, name="objective-version"),
    path("enjeux/", challenges.challenges, name="challenges"),
    path("enjeux/ajouter/", challenges.add, name="challenge-add"),
    path("enjeux/<uuid:uuid>/", challenges.challenge, name="challenge"),
    path("enjeux/<uuid:uuid>/modifier/", challenges.edit, name="challenge-edit"),
    path("enjeux/<uuid:uuid>/position/", challenges.stance, name="stance"),
    path("reglages/", publication.publication, name="publication"),
    path("reglages/publier/", publication.publish, name="publish"),
    path("reglages/repos/", publication.rest, name="rest"),
    path("reglages/supprimer/", publication.delete, name="delete"),
    path("reglages/retablir/", publication.restore, name="restore"),
    *picture_patterns,
    *grid_patterns,
    *story_patterns,
]
urlpatterns = [
    path("", overview.directory, name="list"),
    path("ouvrir/", opening.open_step, name="open"),
    path("ouvrir/<slug:step>/", opening.open_step, name="open-step"),
    path("alliance-ou-partenariat/", opening.qualification, name="qualification"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("<slug:slug>/", include(_inside)),
]
