"""What was born of what: alliance → meetings → experiments → partnerships, both ways.

Only what the reader may see is named; what they may not is counted. No arrow ever goes round:
writing refuses it, and reading leaves out the one that would.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.events.models import Event
from terreau.experiments.models import Experiment
from terreau.partnerships.models import Partnership

ALLIANCE, DIALOGUE, EVENT = "alliance", "dialogue", "event"
EXPERIMENT, PARTNERSHIP = "experiment", "partnership"


@dataclass(frozen=True)
class LineageNode:
    """One thing that was born, or that gave birth."""

    key: str  # "experiment:12"
    kind: str
    label: str
    url: str
    on: datetime.date | None  # None: nobody said when
    state: str = ""  # a word: its stage, its state


@dataclass(frozen=True)
class Lineage:
    """A tree of arrows (from, to) between keys; `hidden` partnerships are not the reader's."""

    nodes: tuple[LineageNode, ...]
    edges: tuple[tuple[str, str], ...]
    hidden: int = 0


def lineage_of(alliance: Alliance, *, person=None) -> Lineage:
    """Tell all that was born in an alliance, as somebody may see it; a passer-by without person.

    Three queries for the things, one for their links, whatever their number.
    """
    events = Event.objects.visible_to(person).filter(alliance=alliance)
    experiments = Experiment.objects.visible_to(person).filter(
        Q(alliance=alliance) | Q(born_of_event__alliance=alliance)
    )
    born = Partnership.objects.filter(
        Q(alliances=alliance) | Q(experiments__alliance=alliance) | Q(event__alliance=alliance)
    )
    near = Q(pk__in=born.order_by().values("pk")) | Q(framework__in=born.order_by().values("pk"))
    return _gather([alliance], events, experiments, near, person)


def lineage_of_partnership(partnership: Partnership, *, person=None) -> Lineage:
    """Tell what a partnership was born of, and what was born of it, as somebody may see it."""
    alliances = list(
        Alliance.objects.visible_to(person)
        .filter(pk__in=partnership.alliances.order_by().values("pk"))
        .order_by("name", "pk")
    )
    experiments = Experiment.objects.visible_to(person).filter(
        pk__in=partnership.experiments.order_by().values("pk")
    )
    events = Event.objects.visible_to(person).filter(
        Q(pk=partnership.event_id)
        | Q(pk__in=partnership.experiments.order_by().values("born_of_event"))
    )
    near = Q(pk=partnership.pk) | Q(framework=partnership.pk)
    if partnership.framework_id:
        near |= Q(pk=partnership.framework_id)
    return _gather(alliances, events, experiments, near, person)


def _gather(
    alliances: list[Alliance],
    events: QuerySet[Event],
    experiments: QuerySet[Experiment],
    near: Q,
    person,
) -> Lineage:
    events = list(events.select_related("alliance").distinct().order_by("starts_at", "pk"))
    tried = list(experiments.distinct().order_by("created_at", "pk"))
    seen = Partnership.objects.visible_to(person).order_by().values("pk")
    told = list(
        Partnership.objects.filter(near)
        .annotate(is_seen=Case(When(pk__in=seen, then=True), default=False))
        .order_by("created_at", "pk")
    )
    born = [one for one in told if one.is_seen]
    nodes = [_alliance_node(one) for one in alliances]
    nodes += [_dialogue_node(one) for one in alliances if _had_dialogue(one, tried)]
    nodes += [_event_node(one) for one in events]
    nodes += [_experiment_node(one) for one in tried]
    nodes += [_partnership_node(one) for one in born]
    edges = [edge for one in events for edge in _event_edges(one)]
    again = _again(tried)
    edges = [*again, *edges]
    edges += [edge for one in tried for edge in _experiment_edges(one)]
    # What was done again is born of its model: the alliance is further away.
    copies = {copy for _model, copy in again}
    edges = [one for one in edges if one[1] not in copies or not one[0].startswith(f"{ALLIANCE}:")]
    edges += _partnership_edges(born)
    known = {node.key for node in nodes}
    kept = (edge for edge in dict.fromkeys(edges) if edge[0] in known and edge[1] in known)
    return Lineage(tuple(nodes), without_loops(kept), len(told) - len(born))


def without_loops(edges: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Keep the arrows in their order, leaving out each one that would close a loop.

    >>> without_loops([("a", "b"), ("b", "c"), ("c", "a")])
    (('a', 'b'), ('b', 'c'))
    """
    after: dict[str, list[str]] = {}
    kept = []
    for start, end in edges:
        if start != end and not _leads(after, end, start):
            after.setdefault(start, []).append(end)
            kept.append((start, end))
    return tuple(kept)


def _leads(after: dict[str, list[str]], start: str, end: str) -> bool:
    waiting, met = [start], {start}
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        fresh = [one for one in after.get(here, ()) if one not in met]
        met.update(fresh)
        waiting += fresh
    return False


def _had_dialogue(alliance: Alliance, tried: list[Experiment]) -> bool:
    return any(one.born_of_dialogue and one.alliance_id == alliance.pk for one in tried)


def _alliance_node(one: Alliance) -> LineageNode:
    on = one.started_on.start if one.started_on else timezone.localdate(one.opened_at)
    return LineageNode(f"{ALLIANCE}:{one.pk}", ALLIANCE, one.name, one.get_absolute_url(), on)


def _dialogue_node(one: Alliance) -> LineageNode:
    url = one.get_absolute_url()
    return LineageNode(f"{DIALOGUE}:{one.pk}", DIALOGUE, _("le dialogue"), url, None)


def _event_node(one: Event) -> LineageNode:
    on = timezone.localdate(one.starts_at)
    return LineageNode(f"{EVENT}:{one.pk}", EVENT, one.title, one.get_absolute_url(), on)


def _experiment_node(one: Experiment) -> LineageNode:
    return LineageNode(
        f"{EXPERIMENT}:{one.pk}",
        EXPERIMENT,
        one.title,
        one.get_absolute_url(),
        one.starts_on.start if one.starts_on else None,
        str(one.get_state_display()),
    )


def _partnership_node(one: Partnership) -> LineageNode:
    return LineageNode(
        f"{PARTNERSHIP}:{one.pk}",
        PARTNERSHIP,
        one.title,
        one.get_absolute_url(),
        one.starts_on.start if one.starts_on else None,
        one.standing_label,
    )


def _event_edges(one: Event) -> list[tuple[str, str]]:
    return [(f"{ALLIANCE}:{one.alliance_id}", f"{EVENT}:{one.pk}")]


def _again(tried: list[Experiment]) -> list[tuple[str, str]]:
    """From each model to what did it again, among these experiments."""
    known = {one.pk for one in tried}
    pairs = [(one.duplicates_id, one.pk) for one in tried if one.duplicates_id in known]
    return [(f"{EXPERIMENT}:{model}", f"{EXPERIMENT}:{copy}") for model, copy in sorted(pairs)]


def _experiment_edges(one: Experiment) -> list[tuple[str, str]]:
    me = f"{EXPERIMENT}:{one.pk}"
    edges = []
    if one.born_of_experiment_id:
        edges.append((f"{EXPERIMENT}:{one.born_of_experiment_id}", me))
    if one.born_of_event_id:
        edges.append((f"{EVENT}:{one.born_of_event_id}", me))
    if one.born_of_dialogue and one.alliance_id:
        edges.append((f"{ALLIANCE}:{one.alliance_id}", f"{DIALOGUE}:{one.alliance_id}"))
        edges.append((f"{DIALOGUE}:{one.alliance_id}", me))
    if not edges and one.alliance_id:
        edges.append((f"{ALLIANCE}:{one.alliance_id}", me))
    return edges


def _partnership_edges(born: list[Partnership]) -> list[tuple[str, str]]:
    """The nearest origins first; the alliance alone when nothing nearer is known."""
    keys = [one.pk for one in born]
    links = _links(keys)
    tried, gathered = links[EXPERIMENT], links[ALLIANCE]
    edges = []
    for one in born:
        near = list(tried.get(one.pk, ()))
        if one.event_id:
            near.append(f"{EVENT}:{one.event_id}")
        if one.framework_id:
            near.append(f"{PARTNERSHIP}:{one.framework_id}")
        near = near or list(gathered.get(one.pk, ()))
        edges += [(origin, f"{PARTNERSHIP}:{one.pk}") for origin in near]
    return edges


def _links(keys: list[int]) -> dict[str, dict[int, list[str]]]:
    """Of what each partnership is born, by kind, in one query."""
    links = Partnership.experiments.through.objects.filter(partnership__in=keys)
    tried = links.order_by().values_list(Value(EXPERIMENT), "partnership_id", "experiment_id")
    links = Partnership.alliances.through.objects.filter(partnership__in=keys)
    gathered = links.order_by().values_list(Value(ALLIANCE), "partnership_id", "alliance_id")
    found: dict[str, dict[int, list[str]]] = {EXPERIMENT: {}, ALLIANCE: {}}
    for kind, key, other in sorted(tried.union(gathered, all=True)):
        found[kind].setdefault(key, []).append(f"{kind}:{other}")
    return found
