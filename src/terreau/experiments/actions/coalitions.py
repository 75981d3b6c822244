"""Ask for a coalition, accept it as asks, or set it aside: a proposal, never an assignment."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.jobs import enqueue
from terreau.core.verdicts import Refused, refused, require
from terreau.experiments.actions.contributions import ask_for_piece
from terreau.experiments.actions.telling import lock_experiment, tell
from terreau.experiments.bridge.coalitions import Wishes, compose, read_wishes
from terreau.experiments.coalition_reading import offered_shares, sheets_by_key
from terreau.experiments.enums import ProposalState
from terreau.experiments.models import CoalitionProposal, Experiment, Piece
from terreau.experiments.permissions import can_compose_coalition
from terreau.experiments.puzzle_reading import read_puzzle, with_puzzle

KIND = "experiment-coalition"


@dataclass(frozen=True)
class Asked:
    """What became of an accepted proposal."""

    count: int
    left_out: tuple[str, ...]  # sentences: a sheet that is gone, a piece that was removed


@transaction.atomic
def ask_for_coalition(
    experiment: Experiment, wishes: Wishes, *, by: Posture, now: datetime.datetime
) -> CoalitionProposal:
    """Ask for a coalition; it is computed by a job that one may leave and find again."""
    require(can_compose_coalition(by, experiment))
    if not experiment.pieces.exists():
        require(refused(_("Nommez d’abord les pièces qu’il faut : c’est elles que l’on cherche.")))
    proposal = CoalitionProposal.objects.create(
        experiment=experiment,
        options=wishes.stored,
        asked_by=by.person,
        posture=by.label,
        asked_at=now,
    )
    key = f"{KIND}:{proposal.uuid}"
    proposal.job = enqueue(KIND, {"proposal": proposal.pk}, by=by.person, key=key)
    proposal.save(update_fields=["job"])
    return proposal


def compute_coalition(proposal: CoalitionProposal, *, now: datetime.datetime) -> None:
    """Compute what was asked, from the puzzle as it is now."""
    rows = with_puzzle(Experiment.objects.select_related("alliance"))
    experiment = rows.get(pk=proposal.experiment_id)
    wishes = read_wishes(proposal.options)
    proposal.result = compose(experiment, read_puzzle(experiment), wishes, today=localdate(now))
    proposal.state = ProposalState.READY
    if proposal.result["status"] == "infeasible":
        proposal.state = ProposalState.FAILED
        proposal.failure = _("Aucune coalition ne respecte tous ces souhaits à la fois.")
    proposal.save(update_fields=["result", "state", "failure"])


@transaction.atomic
def accept_coalition(
    proposal: CoalitionProposal,
    wanted: Collection[tuple[str, str]],
    *,
    by: Posture,
    now: datetime.datetime,
) -> Asked:
    """Put the asks that were ticked to the organisations; each of them answers for itself."""
    experiment = _open(proposal, by)
    sheets = sheets_by_key({actor for actor, _piece in wanted})
    pieces = {str(one.uuid): one for one in Piece.objects.filter(experiment=experiment)}
    count, left_out = 0, []
    for share in offered_shares(proposal.result):
        if (share["actor"], share["piece"]) not in wanted:
            continue
        try:
            _ask(share, sheets, pieces, experiment, by, now)
        except Refused as refusal:
            left_out.append(str(refusal))
        else:
            count += 1
    if not count and not left_out:
        require(refused(_("Cochez au moins une demande, ou écartez cette proposition.")))
    CoalitionProposal.objects.filter(pk=proposal.pk).update(
        state=ProposalState.ACCEPTED, decided_at=now
    )
    tell(experiment, "coalition-accepted", by=by, now=now)
    return Asked(count, tuple(left_out))


@transaction.atomic
def set_aside(proposal: CoalitionProposal, *, by: Posture, now: datetime.datetime) -> None:
    """Keep a proposal without following it."""
    _open(proposal, by, states=(ProposalState.READY, ProposalState.FAILED))
    CoalitionProposal.objects.filter(pk=proposal.pk).update(
        state=ProposalState.SET_ASIDE, decided_at=now
    )


def _open(
    proposal: CoalitionProposal, by: Posture, states: Collection[str] = (ProposalState.READY,)
) -> Experiment:
    require(can_compose_coalition(by, proposal.experiment))
    experiment = lock_experiment(proposal.experiment)
    if CoalitionProposal.objects.get(pk=proposal.pk).state not in states:
        require(refused(_("Cette proposition a déjà sa suite. Demandez-en une nouvelle.")))
    return experiment


def _ask(
    share: dict[str, Any],
    sheets: dict[str, Organisation],
    pieces: dict[str, Piece],
    experiment: Experiment,
    by: Posture,
    now: datetime.datetime,
) -> None:
    organisation, piece = sheets.get(share["actor"]), pieces.get(share["piece"])
    if organisation is None:
        raise Refused(
            _("Une organisation proposée n’a plus de fiche : elle n’a pas été sollicitée.")
        )
    if piece is None:
        raise Refused(_("Une pièce proposée n’est plus dans le puzzle : rien n’a été demandé."))
    piece.experiment = experiment
    is_counted = piece.quantity is not None and not share["is_assumed"]
    quantity = round(share["amount"] - share["pledged"], 2) if is_counted else None
    ask_for_piece(piece, organisation, by=by, now=now, quantity=quantity)
