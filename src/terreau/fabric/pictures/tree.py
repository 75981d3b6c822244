"""Draw « l’arbre »: what was born of what, from left to right, or down an indented list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import wrap
from terreau.core.pictures.svg import drawing, element, link

ROW, GAP, PAD = 70.0, 34.0, 9.0
WIDE_WIDTH, NARROW_WIDTH, INDENT = 900.0, 330.0, 20.0
WIDEST = 205.0
SIZE = 13.0


@dataclass(frozen=True)
class Leaf:
    """One thing of the tree: what it is, its name, the words above it."""

    key: str
    label: str
    above: str
    tone: str
    url: str = ""
    state: str = ""


@dataclass(frozen=True)
class Tree:
    """Things and arrows (from, to), without any loop."""

    leaves: Sequence[Leaf]
    arrows: Sequence[tuple[str, str]]
    title: str
    description: str
    table: PictureTable
    note: str = ""


@dataclass(frozen=True)
class _Place:
    leaf: Leaf
    depth: int
    row: float


def draw_tree(tree: Tree) -> Picture:
    """Draw both sizes: a phone reads an indented list, joined by lines."""
    order = _walk(tree)
    wide, narrow = _wide(tree, order), _narrow(tree, order)
    return Picture(wide, tree.title, tree.description, tree.table, tree.note, narrow)


def _walk(tree: Tree) -> list[tuple[Leaf, int]]:
    """List each thing once, under the latest that it was born of, with its depth.

    So every arrow goes from left to right, also to what was born of two.
    """
    known = {leaf.key: leaf for leaf in tree.leaves}
    depths = _depths(tree)
    home: dict[str, str] = {}
    for start, end in tree.arrows:
        if end not in home or depths[start] > depths[home[end]]:
            home[end] = start
    after: dict[str, list[str]] = {}
    for leaf in tree.leaves:
        if leaf.key in home:
            after.setdefault(home[leaf.key], []).append(leaf.key)
    waiting = [leaf.key for leaf in reversed(tree.leaves) if leaf.key not in home]
    found: list[tuple[Leaf, int]] = []
    while waiting:
        key = waiting.pop()
        found.append((known[key], depths[key]))
        waiting += reversed(after.get(key, ()))
    return found


def _depths(tree: Tree) -> dict[str, int]:
    """How many births lie between each thing and the first ones, by the longest way."""
    depths = dict.fromkeys((leaf.key for leaf in tree.leaves), 0)
    for _round in tree.leaves:
        deeper = {
            end: depths[start] + 1 for start, end in tree.arrows if depths[start] >= depths[end]
        }
        if not deeper:
            break
        depths |= deeper
    return depths


def _rows(order: Sequence[tuple[Leaf, int]]) -> list[_Place]:
    """Give a row to each end of a branch; what gave birth stands beside its first child."""
    places, row = [], -1.0
    last_depth = -1
    for leaf, depth in order:
        if depth <= last_depth:
            row += 1
        row = max(row, 0.0)
        places.append(_Place(leaf, depth, row))
        last_depth = depth
    return places


def _wide(tree: Tree, order: Sequence[tuple[Leaf, int]]) -> SafeString:
    places = _rows(order)
    columns = max((place.depth for place in places), default=0) + 1
    width = min(WIDEST, (WIDE_WIDTH - GAP * (columns - 1)) / columns)
    spots = {
        place.leaf.key: (place.depth * (width + GAP) + 2, place.row * ROW + 4.0) for place in places
    }
    parts = [_curve(spots[start], spots[end], width) for start, end in tree.arrows]
    parts += [_box(place.leaf, spots[place.leaf.key], width) for place in places]
    height = (max((place.row for place in places), default=0) + 1) * ROW + 4
    return _drawing(tree, parts, (width + GAP) * columns - GAP + 4, height)


def _narrow(tree: Tree, order: Sequence[tuple[Leaf, int]]) -> SafeString:
    deepest = max((depth for _leaf, depth in order), default=0)
    indent = min(INDENT, 90.0 / max(deepest, 1))
    spots = {
        leaf.key: (depth * indent + 2, row * ROW + 4.0) for row, (leaf, depth) in enumerate(order)
    }
    first_parent: dict[str, str] = {}
    for start, end in tree.arrows:
        if spots[start][1] < spots[end][1]:
            first_parent.setdefault(end, start)
    parts = [_elbow(spots[start], spots[end]) for end, start in first_parent.items()]
    parts += [
        _box(leaf, spots[leaf.key], NARROW_WIDTH - spots[leaf.key][0] - 2) for leaf, _depth in order
    ]
    return _drawing(tree, parts, NARROW_WIDTH, len(order) * ROW + 4)


def _drawing(tree: Tree, parts: Sequence[SafeString], width: float, height: float) -> SafeString:
    return drawing(
        parts,
        width=width,
        height=height,
        title=tree.title,
        description=tree.description,
        is_navigable=True,
    )


def _curve(start: tuple[float, float], end: tuple[float, float], width: float) -> SafeString:
    x1, y1 = start[0] + width, start[1] + ROW / 2 - 5
    x2, y2 = end[0], end[1] + ROW / 2 - 5
    middle = (x1 + x2) / 2
    path = f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return element("path", d=path, class_="p-axis", stroke_width=1.5)


def _elbow(start: tuple[float, float], end: tuple[float, float]) -> SafeString:
    x, y = start[0] + 8, start[1] + ROW - 10
    path = f"M{x:.1f} {y:.1f}V{end[1] + ROW / 2 - 5:.1f}H{end[0]:.1f}"
    return element("path", d=path, class_="p-axis", stroke_width=1.5)


def _box(leaf: Leaf, spot: tuple[float, float], width: float) -> SafeString:
    x, y = spot
    room = width - 2 * PAD - 4
    lines = wrap(leaf.label, room, SIZE, lines=2, is_bold=True)
    box = {"x": x, "y": y, "width": width, "height": ROW - 10, "rx": 8}
    parts = [
        element("rect", **box, class_="hole-plate"),
        element("rect", **box, class_="p-axis"),
        element("rect", **(box | {"width": 5, "rx": 2.5}), class_=f"p-fill p-tone-{leaf.tone}"),
        element(
            "text",
            *wrap(leaf.above, room, 12, lines=1),
            x=x + PAD + 4,
            y=y + 17,
            font_size=12,
            class_="t-soft",
        ),
        *(
            element(
                "text",
                line,
                x=x + PAD + 4,
                y=y + 34 + rank * 16,
                font_size=SIZE,
                class_="t-strong",
            )
            for rank, line in enumerate(lines)
        ),
    ]
    inside = element("g", element("title", f"{leaf.above} : {leaf.label}"), *parts)
    return link(leaf.url, f"{leaf.above} : {leaf.label}", inside)


def table_of(
    leaves: Mapping[str, Leaf],
    arrows: Sequence[tuple[str, str]],
    title: str,
    headers: tuple[str, ...],
) -> PictureTable:
    """Say the tree line by line: what, its name, what it was born of, what was born of it."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for start, end in arrows:
        before.setdefault(end, []).append(leaves[start].label)
        after.setdefault(start, []).append(leaves[end].label)
    rows = tuple(
        (
            leaf.label,
            " · ".join(filter(None, (leaf.above, leaf.state))),
            ", ".join(before.get(key, ())) or "—",
            ", ".join(after.get(key, ())) or "—",
        )
        for key, leaf in leaves.items()
    )
    return PictureTable(title, headers, rows)
