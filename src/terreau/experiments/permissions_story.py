"""Who may say that a step is done, what a « pas de côté » changed, how an immersion went."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.experiments.models import Immersion, Sidestep, SmallStep
from terreau.experiments.permissions import can_steer_experiment, can_tell_story


def can_tick_step(posture: Posture | None, step: SmallStep) -> Verdict:
    """Say that a small step is done: the organisation that took it on, or who steers."""
    organisation = posture.organisation if posture else None
    if organisation and step.organisation_id == organisation.pk:
        return GRANTED
    if step.organisation_id is None:
        return can_tell_story(posture, step.experiment)
    return can_steer_experiment(posture, step.experiment)


def can_tell_sidestep_effect(posture: Posture | None, sidestep: Sidestep) -> Verdict:
    """Tell what a « pas de côté » changed: the organisation that promised it, and nobody else."""
    if posture and posture.organisation and posture.organisation.pk == sidestep.organisation_id:
        return GRANTED
    return refused(
        _(
            "Seule « %(name)s » dit ce qu’elle a changé chez elle. Si vous parlez pour elle, "
            "choisissez-la en haut de la page."
        )
        % {"name": sidestep.organisation}
    )


def can_edit_immersion(posture: Posture | None, immersion: Immersion) -> Verdict:
    """Say how an immersion goes: who visits, who hosts, or who steers the experiment."""
    organisation = posture.organisation if posture else None
    if organisation and organisation.pk in (immersion.visitor_id, immersion.host_id):
        return GRANTED
    return can_steer_experiment(posture, immersion.experiment)
