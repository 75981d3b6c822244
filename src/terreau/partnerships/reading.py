"""What the pages of a partnership show, in a number of queries that does not depend on the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.experiments.models import Experiment
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import Partnership, Party, StageChange


@dataclass(frozen=True)
class Origin:
    """One thing of which it was born, that this reader may see."""

    word: str
    name: str
    url: str


def with_objectives(parties: Sequence[Party]) -> list[Party]:
    """Read why each party comes."""
    rows = list(parties)
    prefetch_related_objects(rows, "objectives")
    return rows


def with_flows(parties: Sequence[Party]) -> list[Party]:
    """Read what each party gives and receives."""
    rows = list(parties)
    prefetch_related_objects(rows, "flows")
    return rows


def alliances_seen(partnership: Partnership, person) -> list[Alliance]:
    """The alliances where it was born that this person may see: read once a page."""
    kept = partnership.__dict__.setdefault("_alliances_seen", {})
    if person.pk not in kept:
        born = Alliance.objects.visible_to(person).filter(
            pk__in=partnership.alliances.order_by().values("pk")
        )
        kept[person.pk] = list(born.order_by("name", "pk"))
    return kept[person.pk]


def origins_shown(partnership: Partnership, person) -> list[Origin]:
    """Name the alliances, experiments, meeting and framework that this person may see."""
    found = [
        Origin(_("alliance"), one.name, one.get_absolute_url())
        for one in alliances_seen(partnership, person)
    ]
    experiments = Experiment.objects.visible_to(person).filter(
        pk__in=partnership.experiments.order_by().values("pk")
    )
    found += [
        Origin(_("expérimentation"), one.title, one.get_absolute_url())
        for one in experiments.distinct().order_by("title", "pk")
    ]
    seen = {one.url for one in found}
    event, framework = partnership.event, partnership.framework
    # A meeting is told to whoever sees its alliance; a framework leads nowhere one may not go.
    if event and (event.is_public or event.alliance.get_absolute_url() in seen):
        found.append(Origin(_("rencontre"), event.title, event.get_absolute_url()))
    if framework and _sees(framework, person):
        found.append(Origin(_("accord-cadre"), framework.title, framework.get_absolute_url()))
    return found


def _sees(partnership: Partnership, person) -> bool:
    return Partnership.objects.visible_to(person).filter(pk=partnership.pk).exists()


@dataclass(frozen=True)
class StageMark:
    """One stage of the path, and whether the partnership is there or was."""

    label: str
    state: str  # "done", "current", "next"


def path_of(partnership: Partnership, changes: Sequence[StageChange]) -> list[StageMark]:
    """Tell of each stage whether it was lived: a path with turns, not a ladder."""
    lived = {one.stage for one in changes}
    marks = []
    for stage in Stage:
        state = "done" if stage in lived else "next"
        marks.append(
            StageMark(str(stage.label), "current" if stage == partnership.stage else state)
        )
    return marks
