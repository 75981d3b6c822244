"""Gather what the page of a landscape shows, in a number of queries that never grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.actors.enums import ActorWorld
from terreau.core.pictures import Picture
from terreau.core.worlds_look import UNKNOWN_LOOK
from terreau.dialogues.enums import Space, StatementState
from terreau.dialogues.landscape_lines import Beside, Group, Line, Row, points_words, share_of
from terreau.dialogues.landscape_missing import Missing, find_missing
from terreau.dialogues.landscape_reading import SpaceReading, compare_spaces
from terreau.dialogues.landscape_words import own_words, voices_words
from terreau.dialogues.landscape_worlds import WorldLine, Worlds, compare_worlds
from terreau.dialogues.models import Conversation, Landscape, Participant, Statement
from terreau.dialogues.pictures.landscape import Scene, draw_landscape_map
from terreau.dialogues.pictures.landscape_statements import draw_statements

ENOUGH_VOTES = 7  # under these nobody is placed, as the engine says
BESIDE, APART = 5, 0.2


@dataclass(frozen=True)
class SpacePage:
    """One space of the page."""

    reading: SpaceReading
    people: Picture | None
    statements: Picture | None
    own: str
    uniting: list[Line]
    refusing: list[Line]
    dividing: list[Line]
    plain: list[Line]
    groups: list[Group]


@dataclass(frozen=True)
class WorldTold:
    """One statement across the worlds, in words."""

    text: str
    line: WorldLine
    gap: str
    high: str
    low: str


@dataclass(frozen=True)
class LandscapePage:
    """The whole page."""

    spaces: list[SpacePage]
    beside: list[Beside]
    beside_all: int
    beside_apart: int
    worlds: Worlds | None
    world_lines: list[WorldTold]
    missing: Missing

    @property
    def is_empty(self) -> bool:
        return all(one.reading.mode == "empty" for one in self.spaces)

    @property
    def columns(self) -> str:
        """Side by side when both spaces have something to say; else what there is, in full."""
        told = sum(one.reading.is_told for one in self.spaces)
        return "two two-even" if told > 1 else "flow"

    @property
    def has_plain(self) -> bool:
        return any(one.plain for one in self.spaces)

    @property
    def has_drawn(self) -> bool:
        return any(one.reading.is_drawn for one in self.spaces)

    @property
    def hidden_worlds(self) -> str:
        hidden = self.worlds.hidden if self.worlds else ()
        return ", ".join(world_name(world) for world in hidden)


def world_name(world: str) -> str:
    """Name a world, or say that it is not known."""
    return str(ActorWorld(world).label) if world else str(UNKNOWN_LOOK.word)


def read_page(conversation: Conversation, voice: Participant | None) -> LandscapePage:
    """Read the kept landscapes, the texts of what is told, and who is missing."""
    kept = {one.space: one for one in _landscapes(conversation)}
    readings = [SpaceReading(kept.get(space), space) for space in conversation.open_spaces]
    by_space = {one.space: one for one in readings}
    pairs = []
    if len(readings) == 2:
        pairs = compare_spaces(by_space[Space.ORGANISATIONS], by_space[Space.INHABITANTS])
    organisations = by_space.get(Space.ORGANISATIONS)
    worlds = None
    if organisations and organisations.is_told:
        worlds = compare_worlds(organisations.content)
    texts = _texts(conversation, readings, pairs[:BESIDE], worlds)
    return LandscapePage(
        [_space(one, texts, voice) for one in readings],
        [
            Beside(texts[left["n"]], left["n"], left, right)
            for left, right in pairs[:BESIDE]
            if left["n"] in texts
        ],
        len(pairs),
        sum(abs(share_of(left) - share_of(right)) > APART for left, right in pairs),
        worlds,
        _world_lines(worlds, texts),
        find_missing(conversation),
    )


def _landscapes(conversation: Conversation):
    rows = Landscape.objects.filter(conversation=conversation).exclude(computed_at=None)
    return rows.defer("routing")


def _texts(
    conversation: Conversation,
    readings: Sequence[SpaceReading],
    pairs: Sequence[tuple[Row, Row]],
    worlds: Worlds | None,
) -> dict[int, str]:
    """Read each text once; what was withdrawn since the computation has none."""
    wanted = {left["n"] for left, _right in pairs}
    wanted |= {line.number for line in worlds.lines} if worlds else set()
    for reading in readings:
        wanted |= reading.numbers()
    rows = Statement.objects.filter(
        conversation=conversation, state=StatementState.ACCEPTED, number__in=sorted(wanted)
    )
    return dict(rows.order_by("number").values_list("number", "text"))


def _space(reading: SpaceReading, texts: Mapping[int, str], voice: Participant | None) -> SpacePage:
    people = statements = None
    own_row = reading.voice_row(voice)
    if reading.is_drawn:
        people = draw_landscape_map(_scene(reading, own_row))
        statements = draw_statements(
            reading.drawn_statements,
            rows=reading.rows,
            texts=texts,
            groups=reading.told_groups,
            fewest=reading.fewest,
            title=_("Où se placent les énoncés (%(space)s)") % {"space": reading.label},
        )
    return SpacePage(
        reading,
        people,
        statements,
        _own(reading, own_row, voice),
        reading.lines(reading.uniting, texts),
        reading.lines(reading.refusing, texts),
        reading.lines(reading.dividing, texts),
        reading.lines(reading.plain, texts),
        reading.groups(texts),
    )


def _own(reading: SpaceReading, row: Row | None, voice: Participant | None) -> str:
    if not reading.is_drawn or voice is None or voice.space != reading.space:
        return ""
    needed = min(ENOUGH_VOTES, len(reading.content["statements"]))
    return own_words(row, needed=needed, has_groups=reading.mode == "groups")


def _scene(reading: SpaceReading, own: Row | None) -> Scene:
    placed = reading.placed
    note = _("Base : %(voices)s, dont %(placed)s ayant assez répondu pour avoir une place.") % {
        "voices": voices_words(reading.landscape.voice_count),
        "placed": voices_words(len(placed)),
    }
    return Scene(
        placed,
        reading.content["groups"] if reading.mode == "groups" else (),
        own if own and own["at"] is not None else None,
        _("Le paysage (%(space)s)") % {"space": reading.label},
        note,
    )


def _world_lines(worlds: Worlds | None, texts: Mapping[int, str]) -> list[WorldTold]:
    return [
        WorldTold(
            texts[line.number],
            line,
            points_words(line.gap),
            world_name(line.high.world),
            world_name(line.low.world),
        )
        for line in (worlds.lines if worlds else ())
        if line.number in texts
    ]
