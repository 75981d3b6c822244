"""Sentences of the journal of the accompaniment."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "support-opened": _("a ouvert l’accompagnement de « %(name)s »"),
    "support-edited": _("a mis à jour le dossier de « %(name)s »"),
    "support-closed": _("a clos l’accompagnement de « %(name)s »"),
    "support-reopened": _("a rouvert l’accompagnement de « %(name)s »"),
    "support-agreed": _("a accepté l’accompagnement de « %(name)s »"),
    "support-withdrawn": _("a retiré son accord à l’accompagnement de « %(name)s »"),
    "support-task-added": _("a noté une tâche : « %(what)s »"),
    "support-task-done": _("a fait « %(what)s »"),
    "support-task-dropped": _("a abandonné « %(what)s »"),
    "support-task-open": _("a remis à faire « %(what)s »"),
    "support-note-shared": _("a partagé une note"),
    "support-note-removed": _("a retiré une note partagée"),
    "support-meeting-noted": _("a noté un rendez-vous"),
    "support-meeting-edited": _("a complété un rendez-vous"),
    "alliance-strategy-written": _("a écrit la stratégie d’alliance de « %(name)s »"),
    "self-diagnosis-made": _("a fait l’autodiagnostic de « %(name)s »"),
}
