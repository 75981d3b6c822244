"""What the pages of a workshop read: its board, its dots, its follow-up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet, Sum

from terreau.alliances.models import Alliance
from terreau.dialogues.enums import Space
from terreau.dialogues.models import (
    Participant,
    Proposition,
    PropositionFollowUp,
    PropositionMark,
    Workshop,
    WorkshopGroup,
    WorkshopTheme,
)

FEWEST = 5  # R14: fewer inhabitants are not counted apart


@dataclass(frozen=True)
class Column:
    """What one group said on one theme."""

    group: WorkshopGroup
    propositions: tuple[Proposition, ...]


@dataclass(frozen=True)
class Board:
    """A theme (None: those without) and what each group said on it."""

    theme: WorkshopTheme | None
    columns: tuple[Column, ...]
    is_open: bool = True

    @property
    def is_shown(self) -> bool:
        """A theme on which nothing was said is shown while one may still write."""
        return self.is_open or any(column.propositions for column in self.columns)


@dataclass(frozen=True)
class Marks:
    """The dots of one space: by proposition, and the voices that put them."""

    space: Space
    voices: int
    by_proposition: dict[int, int]

    @property
    def is_hidden(self) -> bool:
        """Too few inhabitants to be counted apart (R14)."""
        return self.space == Space.INHABITANTS and 0 < self.voices < FEWEST


def propositions_of(workshop: Workshop) -> list[Proposition]:
    """Read every proposition with its points, its group and its family, in two queries."""
    rows = workshop.propositions.select_related("group", "theme", "cluster")
    return list(rows.prefetch_related("points").order_by("number"))


def groups_of(workshop: Workshop) -> list[WorkshopGroup]:
    """Read the groups with who held their pen, in two queries."""
    return list(workshop.groups.prefetch_related("facilitators"))


def boards_of(
    workshop: Workshop, groups: Sequence[WorkshopGroup], propositions: Iterable[Proposition]
) -> list[Board]:
    """Lay out a session: a line a theme, a column a group."""
    placed: dict[tuple[int | None, int], list[Proposition]] = {}
    for one in propositions:
        placed.setdefault((one.theme_id, one.group_id), []).append(one)
    themes: list[WorkshopTheme | None] = list(workshop.themes.all())
    if not themes or any(theme is None for theme, _group in placed):
        themes.append(None)
    return [
        Board(
            theme,
            tuple(
                Column(group, tuple(placed.get((theme.pk if theme else None, group.pk), ())))
                for group in groups
            ),
            is_open=workshop.closed_at is None,
        )
        for theme in themes
    ]


def families_of(propositions: Iterable[Proposition]) -> list[tuple[str, list[Proposition]]]:
    """Gather the propositions by family, those without any last."""
    found: dict[str, list[Proposition]] = {}
    for one in sorted(propositions, key=lambda one: one.cluster.rank if one.cluster else 999):
        found.setdefault(one.cluster.title if one.cluster else "", []).append(one)
    return list(found.items())


def marks_of(workshop: Workshop) -> list[Marks]:
    """Count the dots, organisations and inhabitants apart (R8)."""
    counted = PropositionMark.objects.filter(
        proposition__workshop=workshop, participant__folded_into=None
    )
    sums = counted.values_list("participant__space", "proposition").annotate(n=Sum("count"))
    voices = dict(
        counted.order_by()
        .values_list("participant__space")
        .annotate(n=Count("participant", distinct=True))
    )
    found: dict[str, dict[int, int]] = {}
    for space, proposition, total in sums.order_by():
        found.setdefault(space, {})[proposition] = total
    return [Marks(space, voices[space], found[space]) for space in Space if space in found]


def own_marks(voice: Participant | None) -> dict[int, int]:
    """The dots that this voice has put."""
    if voice is None:
        return {}
    return dict(voice.marks.values_list("proposition_id", "count"))


def followed(alliance: Alliance, status: str = "") -> QuerySet[Proposition]:
    """The propositions of every workshop of an alliance, with their newest line."""
    lines = PropositionFollowUp.objects.select_related("organisation").order_by("-since", "-pk")
    rows = (
        Proposition.objects.filter(workshop__alliance=alliance)
        .select_related("workshop", "group", "cluster")
        .prefetch_related(Prefetch("follow_ups", queryset=lines))
    )
    rows = rows.filter(status=status) if status else rows
    return rows.order_by("-workshop__held_on", "workshop", "number")
