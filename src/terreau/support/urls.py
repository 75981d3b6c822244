"""Addresses of the accompaniment."""

from django.urls import path

from terreau.support.views import desk, files, hours, parts, reports, strategies

app_name = "support"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("ouvrir/organisation/<uuid:uuid>/", files.open_for_organisation, name="open"),
    path("ouvrir/partenariat/<uuid:uuid>/", files.open_for_partnership, name="open-partnership"),
    path("dossiers/<uuid:uuid>/", files.show, name="file"),
    path("dossiers/<uuid:uuid>/modifier/", files.edit, name="edit"),
    path("dossiers/<uuid:uuid>/clore/", files.close, name="close"),
    path("dossiers/<uuid:uuid>/rouvrir/", files.reopen, name="reopen"),
    path("dossiers/<uuid:uuid>/partage/", files.shared, name="shared"),
    path("dossiers/<uuid:uuid>/accord/", files.agree, name="agree"),
    path("dossiers/<uuid:uuid>/taches/", parts.new_task, name="task-add"),
    path("dossiers/<uuid:uuid>/notes/", parts.new_note, name="note-add"),
    path("dossiers/<uuid:uuid>/rendez-vous/", parts.new_meeting, name="meeting-add"),
    path("taches/<uuid:uuid>/", parts.task_state, name="task"),
    path("notes/<uuid:uuid>/retirer/", parts.drop_note, name="note-remove"),
    path("rendez-vous/<uuid:uuid>/", parts.meeting, name="meeting"),
    path("heures/", hours.log, name="hours"),
    path("heures/bilan/", reports.own, name="hours-report"),
    path("heures/bilan/organisation/", reports.of_organisation, name="hours-organisation"),
    path("heures/bilan/alliance/<slug:slug>/", reports.of_alliance, name="hours-alliance"),
    path("heures/<uuid:uuid>/", hours.change, name="hours-edit"),
    path("heures/<uuid:uuid>/retirer/", hours.remove, name="hours-remove"),
    path("strategie/<uuid:uuid>/", strategies.strategy, name="strategy"),
    path("strategie/<uuid:uuid>/ecrire/", strategies.write, name="strategy-write"),
    path("autodiagnostic/<uuid:uuid>/", strategies.diagnosis, name="diagnosis"),
    path("autodiagnostic/<uuid:uuid>/faire/", strategies.make_diagnosis, name="diagnosis-make"),
]
