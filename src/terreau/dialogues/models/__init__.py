"""The rows of the dialogues, told by instrument."""

from terreau.dialogues.models.agendas import (
    Agenda,
    AgendaAnswer,
    AgendaDependency,
    AgendaItem,
    Decision,
    DecisionAnswer,
    MinorityOpinion,
)
from terreau.dialogues.models.ballots import Ballot, BallotCount, BallotOption, BallotPaper
from terreau.dialogues.models.consultations import (
    Consultation,
    LinkAddress,
    PaperEntry,
    Participant,
)
from terreau.dialogues.models.conversations import (
    Conversation,
    Landscape,
    ModerationEntry,
    Statement,
    StatementMeaning,
    Vote,
)
from terreau.dialogues.models.outlooks import Outlook, OutlookItem, OutlookScore
from terreau.dialogues.models.workshops import (
    GroupFacilitator,
    Proposition,
    PropositionCluster,
    PropositionFollowUp,
    PropositionMark,
    PropositionPoint,
    Workshop,
    WorkshopGroup,
    WorkshopTheme,
)

__all__ = [
    "Agenda",
    "AgendaAnswer",
    "AgendaDependency",
    "AgendaItem",
    "Ballot",
    "BallotCount",
    "BallotOption",
    "BallotPaper",
    "Consultation",
    "Conversation",
    "Decision",
    "DecisionAnswer",
    "GroupFacilitator",
    "Landscape",
    "LinkAddress",
    "MinorityOpinion",
    "ModerationEntry",
    "Outlook",
    "OutlookItem",
    "OutlookScore",
    "PaperEntry",
    "Participant",
    "Proposition",
    "PropositionCluster",
    "PropositionFollowUp",
    "PropositionMark",
    "PropositionPoint",
    "Statement",
    "StatementMeaning",
    "Vote",
    "Workshop",
    "WorkshopGroup",
    "WorkshopTheme",
]
