"""Who may ask for a piece, promise it, bring it and thank; only the organisation itself pledges."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.experiments.enums import ContributionState, ExperimentState
from terreau.experiments.models import Contribution, Experiment
from terreau.experiments.permissions import can_edit_pieces, can_steer_experiment


def can_pledge(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Promise a piece: any organisation that reads the experiment, for itself, while it lives."""
    if not posture:
        return refused(_("Connectez-vous pour promettre une pièce."))
    if posture.organisation is None:
        return refused(
            _(
                "Une pièce s’apporte au nom d’une organisation. Choisissez la vôtre en haut de la "
                "page, ou créez sa fiche."
            )
        )
    if experiment.state == ExperimentState.STOPPED:
        return refused(_("Cette expérimentation est arrêtée : elle ne reçoit plus de pièce."))
    return GRANTED


def can_ask_for_piece(posture: Posture | None, experiment: Experiment) -> Verdict:
    """Ask an organisation for a piece: who steers the experiment; asking assigns nothing."""
    return can_edit_pieces(posture, experiment)


def can_answer_ask(posture: Posture | None, contribution: Contribution) -> Verdict:
    """Promise or decline what was asked: the organisation itself, and nobody for it."""
    if contribution.state != ContributionState.ASKED:
        return refused(_("Cette demande a déjà sa réponse."))
    return _own(posture, contribution)


def can_change_pledge(posture: Posture | None, contribution: Contribution) -> Verdict:
    """Change what was promised: the organisation itself, until it is brought."""
    if contribution.state != ContributionState.PLEDGED:
        return refused(_("Seule une promesse se change : celle-ci n’en est plus une."))
    return _own(posture, contribution)


def can_withdraw_contribution(posture: Posture | None, contribution: Contribution) -> Verdict:
    """Take a promise back, or an ask: who promised, or who asked; what came is history."""
    if contribution.state == ContributionState.PLEDGED:
        return _own(posture, contribution)
    if contribution.state == ContributionState.ASKED:
        return can_steer_experiment(posture, contribution.piece.experiment)
    if contribution.state in (ContributionState.DELIVERED, ContributionState.THANKED):
        return refused(
            _("Ce qui a été apporté fait partie de l’histoire : cela ne se retire plus.")
        )
    return refused(_("Cette contribution n’a plus cours : il n’y a rien à retirer."))


def can_note_delivery(posture: Posture | None, contribution: Contribution) -> Verdict:
    """Note that it came, and how much: who promised it, or who steers the experiment."""
    if contribution.state not in (ContributionState.PLEDGED, ContributionState.DELIVERED):
        return refused(
            _("Seule une pièce promise, et pas encore remerciée, se note comme apportée.")
        )
    if _own(posture, contribution):
        return GRANTED
    return can_steer_experiment(posture, contribution.piece.experiment)


def can_thank(posture: Posture | None, contribution: Contribution) -> Verdict:
    """Thank for what came: who steers the experiment, never the bringer itself."""
    if contribution.state != ContributionState.DELIVERED:
        return refused(_("On remercie d’une pièce apportée, une fois."))
    if _own(posture, contribution):
        return refused(_("Une organisation ne se remercie pas elle-même : un autre le fera."))
    experiment = contribution.piece.experiment
    if experiment.alliance and facilitation_verdict(posture, experiment.alliance):
        return GRANTED
    return can_steer_experiment(posture, experiment)


def _own(posture: Posture | None, contribution: Contribution) -> Verdict:
    if not posture:
        return refused(_("Connectez-vous pour continuer."))
    if posture.organisation and posture.organisation.pk == contribution.organisation_id:
        return GRANTED
    return refused(
        _(
            "Seule « %(name)s » répond de ce qu’elle apporte. Si vous parlez pour elle, "
            "choisissez-la en haut de la page."
        )
        % {"name": contribution.organisation}
    )
