"""Who may ask a question, steer an experiment and decide of it; nobody owns one (R1)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_read_inside, facilitation_verdict, member_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.experiments.enums import ContributionState, ExperimentState
from terreau.experiments.models import Contribution, Experiment

STANDING = (
    ContributionState.PLEDGED,
    ContributionState.DELIVERED,
    ContributionState.THANKED,
)


@dataclass(frozen=True)
class Part:
    """What one posture has to do with one experiment."""

    brings: bool = False  # a piece promised or brought, in the name of this organisation
    is_asked: bool = False
    asked_the_question: bool = False


OUTSIDE = Part()


def part_in(posture: Posture | None, experiment: Experiment) -> Part:
    """Find what a posture has to do with an experiment: one query, once a page."""
    if not posture:
        return OUTSIDE
    key = (posture.person.pk, posture.mandate.pk if posture.mandate else None)
    cached = experiment.__dict__.setdefault("_parts", {})
    if key not in cached:
        cached[key] = _find_part(posture, experiment)
    return cached[key]


def _find_part(posture: Posture, experiment: Experiment) -> Part:
    asked_it = experiment.created_by_id == posture.person.pk
    if posture.organisation is None:
        return Part(asked_the_question=asked_it)
    own = Contribution.objects.filter(
        piece__experiment=experiment, organisation=posture.organisation
    )
    states = set(own.order_by().values_list("state", flat=True).distinct())
    return Part(
        brings=bool(states & set(STANDING)),
        is_asked=ContributionState.ASKED in states,
        asked_the_question=asked_it,
    )


def can_ask_question(posture: Posture | None, alliance: Alliance | None) -> Verdict:
    """Ask the question of an experiment: a member of the alliance, or an organisation alone."""
    if not posture:
        return refused(_("Connectez-vous pour poser la question d’une expérimentation."))
    if alliance is not None:
        if alliance.status == AllianceStatus.CLOSED:
            return refused(_("Cette alliance est close : elle ne lance plus d’expérimentation."))
        return member_verdict(posture, alliance)
    if posture.organisation is None:
        return refused(
            _(
                "Hors d’une alliance, la question se pose au nom d’une organisation. "
                "Choisissez-la en haut de la page, ou posez la question dans votre alliance."
            )
        )
    return GRANTED


def can_read_inside_experiment(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Read the amounts and the names of who wrote: members, and who brings or was asked."""
    part = part_in(posture, experiment)
    if part.brings or part.is_asked or part.asked_the_question:
        return GRANTED
    if posture and experiment.alliance:
        return can_read_inside(posture, experiment.alliance)
    return refused(_("Ceci se lit entre ceux qui prennent part à l’expérimentation."))


def can_steer_experiment(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Change its pieces, its steps, its protocol: who brings a piece, asked it, or facilitates."""
    if not posture:
        return refused(_("Connectez-vous pour continuer."))
    part = part_in(posture, experiment)
    if part.brings:
        return GRANTED
    if experiment.alliance is None:
        if part.asked_the_question:
            return GRANTED
        return refused(
            _(
                "Cette expérimentation est menée par ceux qui y apportent une pièce. "
                "Promettez-en une, ou écrivez-leur."
            )
        )
    if part.asked_the_question and member_verdict(posture, experiment.alliance):
        return GRANTED
    verdict = facilitation_verdict(posture, experiment.alliance)
    if verdict:
        return GRANTED
    return refused(
        _(
            "Cette expérimentation est menée par ceux qui y apportent une pièce et par les "
            "facilitateurs de l’alliance. Promettez une pièce, ou changez de posture en haut de "
            "la page si l’une de vos organisations y prend part."
        )
    )


def can_edit_experiment(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Rewrite the question, the hypothesis and the presentation: who steers it."""
    return can_steer_experiment(posture, experiment)


def can_edit_pieces(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Say what the experiment needs: who steers it, until it is stopped."""
    return _while_it_lives(can_steer_experiment(posture, experiment), experiment)


def can_tell_story(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Write steps, journal and immersions: who takes part, difficulties included."""
    if not posture:
        return refused(_("Connectez-vous pour continuer."))
    if part_in(posture, experiment).brings:
        return GRANTED
    if experiment.alliance and member_verdict(posture, experiment.alliance):
        return GRANTED
    return can_steer_experiment(posture, experiment)


def can_promise_sidestep(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Say what one changes first: an organisation that takes part, for itself only."""
    verdict = can_tell_story(posture, experiment)
    if verdict and posture and posture.organisation is None:
        return refused(
            _(
                "Un pas de côté engage une organisation. Choisissez la vôtre en haut de la page, "
                "puis dites ce qu’elle change d’abord."
            )
        )
    return verdict


def can_write_protocol(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Write what will tell, measure it and judge the proof: who steers it."""
    return can_steer_experiment(posture, experiment)


def can_decide(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Decide to stop, adapt, sustain or spread: who steers it, in an organisation's name."""
    verdict = can_steer_experiment(posture, experiment)
    if verdict and posture and posture.organisation is None:
        return refused(
            _(
                "Une décision sur une expérimentation se note au nom d’une organisation. "
                "Choisissez la vôtre en haut de la page."
            )
        )
    return verdict


def can_compose_coalition(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Ask for a coalition and put its proposal to the organisations: who steers it."""
    return can_edit_pieces(posture, experiment)


def _while_it_lives(verdict: Verdict, experiment: Experiment) -> Verdict:
    if verdict and experiment.state == ExperimentState.STOPPED:
        return refused(
            _(
                "Cette expérimentation est arrêtée : son puzzle ne change plus. Reprenez-la par "
                "une nouvelle décision, ou dupliquez-la."
            )
        )
    return verdict
