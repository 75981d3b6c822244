"""The path: dialogue, experiments and partnerships, several alive at once."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.alliances.enums import JournalKind, PathPhase
from terreau.alliances.models import Alliance, JournalEntry, PhaseSpan
from terreau.alliances.pictures.path_tall import draw_tall
from terreau.alliances.pictures.path_wide import draw_wide
from terreau.alliances.pictures.stretches import PathLane, Step, Stretch, drawn_steps
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.svg import drawing

TONES = {PathPhase.DIALOGUE: "slate", PathPhase.EXPERIMENT: "honey", PathPhase.PARTNERSHIP: "leaf"}


@dataclass(frozen=True)
class PathStory:
    """What the path is drawn from."""

    lanes: tuple[PathLane, ...]
    steps: tuple[Step, ...]


def story_of(
    alliance: Alliance, *, is_inside: bool = False, steps: Iterable[JournalEntry] | None = None
) -> PathStory:
    """Read the phases and, unless they are given, the steps of the journal: two queries."""
    spans = list(PhaseSpan.objects.filter(alliance=alliance).order_by("starts_on", "pk"))
    lanes = []
    for phase in PathPhase:
        mine = [one for one in spans if one.phase == phase]
        stretches = tuple(
            Stretch(one.starts_on, one.ends_on, one.label, one.source)
            for one in sorted(mine, key=lambda one: one.starts_on.start)
        )
        if stretches:
            lanes.append(PathLane(capfirst(str(phase.label)), TONES[phase], stretches))
    entries = _steps(alliance, is_inside=is_inside) if steps is None else steps
    dated = sorted(entries, key=lambda one: (one.happened_on.start, one.pk))
    return PathStory(tuple(lanes), tuple(Step(one.happened_on, one.title) for one in dated))


def _steps(alliance: Alliance, *, is_inside: bool) -> QuerySet[JournalEntry]:
    entries = JournalEntry.objects.filter(alliance=alliance, kind=JournalKind.STEP)
    if not is_inside:
        entries = entries.filter(is_public=True)
    return entries.only("title", "happened_on").order_by("pk")


def draw_path(story: PathStory, *, today: datetime.date) -> Picture:
    """Draw it along the years on a wide screen, downwards on a phone."""
    title = _("Le chemin de l’alliance")
    description = _("%(lanes)s. Plusieurs phases vivent en même temps ; aucune n’est obligatoire.")
    description %= {"lanes": " ; ".join(_say_lane(lane) for lane in story.lanes)}
    steps = drawn_steps(story.steps)
    wide, tall = draw_wide(story.lanes, steps, today), draw_tall(story.lanes, steps, today)
    note = _("Trait pâle : date connue à peu près. Pointillé : la phase continue.")
    if len(steps) < len(story.steps):
        note = f"{note} {_('Les étapes sont réunies par année ; le tableau les dit toutes.')}"
    return Picture(
        _svg(wide.under + wide.parts, wide.width, wide.height, title, description),
        title,
        description,
        _table(story, title),
        note,
        _svg(tall.under + tall.parts, tall.width, tall.height, title, description),
    )


def _svg(parts, width: float, height: float, title: str, description: str) -> SafeString:
    return drawing(
        parts, width=width, height=height, title=title, description=description, css="path"
    )


def _say_lane(lane: PathLane) -> str:
    return f"{lane.label} : " + ", ".join(stretch.dates for stretch in lane.stretches)


def _table(story: PathStory, title: str) -> PictureTable:
    rows = [
        (
            lane.label,
            stretch.label or "—",
            str(stretch.start),
            str(stretch.end) if stretch.end else _("en cours"),
            stretch.source or "—",
        )
        for lane in story.lanes
        for stretch in lane.stretches
    ]
    step_word, source = _("Étape"), _("journal")
    for step in story.steps:
        when = str(step.when)
        rows.append((step_word, step.title, when, when, source))
    headers = (_("Phase"), _("Ce qui se passe"), _("Début"), _("Fin"), _("Source"))
    return PictureTable(title, headers, tuple(rows))
