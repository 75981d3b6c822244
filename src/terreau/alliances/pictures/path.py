"""The path: dialogue, experiments and partnerships, several alive at once."""

import datetime

from django.utils.translation import gettext as _

from terreau.alliances.enums import JournalKind, PathPhase
from terreau.alliances.models import Alliance, JournalEntry, PhaseSpan
from terreau.core.pictures import Picture
from terreau.core.pictures.timeline import Lane, Milestone, Span, draw_timeline

TONES = {PathPhase.DIALOGUE: "slate", PathPhase.EXPERIMENT: "honey", PathPhase.PARTNERSHIP: "leaf"}


def lanes_of(alliance: Alliance) -> list[Lane]:
    """Read the phases and the steps of the journal, in two queries."""
    spans = list(PhaseSpan.objects.filter(alliance=alliance))
    steps = JournalEntry.objects.filter(alliance=alliance, kind=JournalKind.STEP, is_public=True)
    milestones = tuple(Milestone(step.happened_on, step.title) for step in steps)
    lanes: list[Lane] = []
    for phase in PathPhase:
        mine = tuple(
            Span(one.starts_on, one.ends_on, one.label) for one in spans if one.phase == phase
        )
        if mine:
            label = str(phase.label).capitalize()
            before = len(lanes) - 1 if lanes else None
            events = () if lanes else milestones
            lanes.append(Lane(label, mine, TONES[phase], events, before))
    return lanes


def draw_path(alliance: Alliance, lanes: list[Lane], *, today: datetime.date) -> Picture:
    """Draw the lanes on their years."""
    return draw_timeline(
        lanes,
        title=_("Le chemin de l’alliance"),
        description=_("Plusieurs phases vivent en même temps ; aucune n’est obligatoire."),
        today=today,
    )
