"""Scores of crossed views as values of the engine: means by world, gaps, rank agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from terreau.actors.enums import ActorWorld
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Outlook, OutlookItem, OutlookScore
from terreau_engine.concordance import Concordance, kendall_w, world_gaps

FEWEST_PEOPLE, FEWEST_ORGANISATIONS = 5, 3  # R14: under these a mean would tell who said what


@dataclass(frozen=True)
class WorldView:
    """How one world sees one item: a mean from 0 to 10, its base, and who does not know."""

    world: str
    mean: float | None
    base: int
    unknown: int
    is_hidden: bool


@dataclass(frozen=True)
class ItemView:
    """One item as each world sees it, and the widest gap between two of them."""

    item: OutlookItem
    views: tuple[WorldView, ...]
    mean: float | None  # of the organisations, the worlds weighing the same
    widest: tuple[str, str, float] | None
    centre: None = None  # no figure of all: the worlds stand side by side

    @property
    def band(self) -> tuple[float, float] | None:
        """From the lowest to the highest of the means that are shown."""
        shown = [one.mean for one in self.views if one.mean is not None and not one.is_hidden]
        return (min(shown), max(shown)) if len(shown) > 1 else None


@dataclass(frozen=True)
class OutlookView:
    """Crossed views ready to be read: items by decreasing mean, worlds, agreement on the order."""

    items: tuple[ItemView, ...]
    worlds: tuple[str, ...]
    voices: Mapping[str, int]
    agreement: Concordance | None


def view_outlook(outlook: Outlook) -> OutlookView:
    """Read every score once and compare the worlds, inhabitants being one of them, never pooled."""
    items = list(outlook.items.order_by("rank", "pk"))
    scores = _scores(outlook)
    by_world: dict[str, list[list[int | None]]] = {}
    for (world, _voice), given in scores.items():
        by_world.setdefault(world, []).append([given.get(item.pk) for item in items])
    worlds = tuple(world for world in ActorWorld.values if world in by_world)
    hidden = _hidden(by_world)
    labels = [str(item.pk) for item in items]
    shown = {world: by_world[world] for world in worlds if world not in hidden}
    table = world_gaps(shown, labels) if shown else None
    views = {(view.world, view.item): view for view in table.views} if table else {}
    widest = _widest(table.gaps) if table else {}
    read = [
        _item(item, worlds, hidden, views, by_world, widest.get(str(item.pk))) for item in items
    ]
    read.sort(key=lambda one: (one.mean is None, -(one.mean or 0), one.item.rank))
    means = [[_mean(views.get((world, key))) for key in labels] for world in shown]
    return OutlookView(
        tuple(read),
        worlds,
        {world: len(rows) for world, rows in by_world.items()},
        kendall_w(means) if len(means) > 1 and len(items) > 1 else None,
    )


def _scores(outlook: Outlook) -> dict[tuple[str, int], dict[int, int | None]]:
    rows = OutlookScore.objects.filter(
        participant__consultation=outlook.pk, participant__folded_into=None
    ).values_list("participant", "participant__space", "participant__world", "item", "score")
    found: dict[tuple[str, int], dict[int, int | None]] = {}
    for voice, space, world, item, score in rows.order_by("participant", "item"):
        is_inhabitant = space == Space.INHABITANTS
        seen = ActorWorld.INHABITANT.value if is_inhabitant else world
        if seen:
            found.setdefault((seen, voice), {})[item] = score
    return found


def _hidden(by_world: Mapping[str, Sequence[object]]) -> frozenset[str]:
    fewest = {ActorWorld.INHABITANT.value: FEWEST_PEOPLE}
    return frozenset(
        world
        for world, rows in by_world.items()
        if len(rows) < fewest.get(world, FEWEST_ORGANISATIONS)
    )


def _mean(view: object) -> float | None:
    mean = getattr(view, "mean", None)
    return None if mean is None else float(mean)


def _widest(gaps: Sequence[object]) -> dict[str, tuple[str, str, float]]:
    found: dict[str, tuple[str, str, float]] = {}
    for gap in gaps:
        if gap.gap is not None and gap.item not in found:  # the widest come first
            high, low = (gap.first, gap.second) if gap.gap >= 0 else (gap.second, gap.first)
            found[gap.item] = (high, low, abs(float(gap.gap)))
    return found


def _item(
    item: OutlookItem,
    worlds: Sequence[str],
    hidden: frozenset[str],
    views: Mapping[tuple[str, str], object],
    by_world: Mapping[str, Sequence[object]],
    widest: tuple[str, str, float] | None,
) -> ItemView:
    told = []
    for world in worlds:
        view = views.get((world, str(item.pk)))
        told.append(
            WorldView(
                world,
                _mean(view),
                getattr(view, "base", 0),
                getattr(view, "unknown", 0),
                world in hidden,
            )
        )
    known = [
        one.mean
        for one in told
        if one.mean is not None and one.world != ActorWorld.INHABITANT.value
    ]
    return ItemView(item, tuple(told), sum(known) / len(known) if known else None, widest)
