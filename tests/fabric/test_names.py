"""A name is whole where there is room, shortened where there is not, never over another."""

import re

from terreau.fabric.pictures.names import Names

LONG = "Fondation des Quatre Saisons du Confluent"


def written(*points: tuple[float, float], height: float = 300) -> list[list[str]]:
    """Write the long name at each point, and return the lines of each."""
    names = Names(points, [6.0] * len(points), 400, height, 14, 180)
    marks = (names.write(LONG, place, "p-halo") or "" for place in range(len(points)))
    return [re.findall(r">([^<>]+)</text>", mark) for mark in marks]


def test_a_long_name_is_whole_on_two_lines_where_there_is_room() -> None:
    [lines] = written((200, 100))
    assert len(lines) == 2
    assert " ".join(lines) == LONG


def test_it_is_shortened_where_only_one_line_is_free() -> None:
    [lines] = written((200, 12), height=40)
    assert len(lines) == 1
    assert lines[0].endswith("…")


def test_it_stands_beside_where_nothing_is_free_under_nor_over() -> None:
    names = Names([(100, 20)], [6.0], 400, 40, 14, 180)
    assert 'text-anchor="start"' in names.write("Ferme", 0, "p-halo")


def test_names_that_would_cover_one_another_are_left_to_the_table() -> None:
    same_place = written(*[(200, 100)] * 4)
    assert [len(lines) for lines in same_place] == [2, 2, 0, 0]
