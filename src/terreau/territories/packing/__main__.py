"""Pack the public files into one archive, one part a département, so that tests load little."""

import csv
import gzip
import io
import json
import lzma
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from terreau.territories.packing.holes import (
    PLACES_INSIDE,
    STILL_DRAWN_TOGETHER,
    Hole,
    find_holes,
    hole_around,
)
from terreau.territories.packing.topology import Shape, Topology

CONTOUR_HEADER = [
    *("code", "zone", "path", "simple_path", "min_x", "min_y", "max_x", "max_y"),
    *("basis", "borrowed_from"),
]
Rows = list[list[str]]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file, compressed or not."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_topology(path: Path) -> dict:
    """Read a compressed TopoJSON file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


class Archive:
    """A zip whose bytes depend on its content only."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA)

    def add(self, name: str, header: list[str], rows: Iterable[list[str]]) -> None:
        """Add one CSV member."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
        self._zip.writestr(info, out.getvalue(), zipfile.ZIP_LZMA)

    def close(self) -> None:
        """Write the directory of the archive."""
        self._zip.close()


def contour_row(
    code: str, shape: Shape, *, with_simple: bool, basis: str = "official", borrowed: str = ""
) -> list[str]:
    """Say a contour as one line, and what it was drawn from."""
    simple = shape.simple_path if with_simple else ""
    return [code, shape.zone, shape.path, simple, *map(str, shape.box), basis, borrowed]


def holes_of_forgotten(folder: Path, raw: dict) -> dict[str, Hole]:
    """Find where the communes without contour lie, among the neighbours that have one."""
    drawn = {geometry["id"] for geometry in raw["objects"]["com"]["geometries"]}
    holes = find_holes(raw)
    found = {}
    for row in read_rows(folder / "communes.csv.xz"):
        code, is_placed = row["code"], row["lon"] and row["lat"]
        place = (float(row["lon"]), float(row["lat"])) if is_placed else PLACES_INSIDE.get(code)
        hole = hole_around(holes, place) if code not in drawn and place else None
        if hole:
            found[code] = hole
    return found


def pack_communes(folder: Path, archive: Archive) -> dict[str, str]:
    """Pack the communes by département; return the département of each code."""
    communes = read_rows(folder / "communes.csv.xz")
    places = {row["code"]: row["dep"] for row in communes}
    parts: dict[str, Rows] = defaultdict(list)
    for row in communes:
        parts[row["dep"]].append(list(row.values()))
    for departement, rows in sorted(parts.items()):
        archive.add(f"communes/{departement}.csv", list(communes[0]), rows)
    former = read_rows(folder / "communes_deleguees.csv")
    rows = [[*row.values(), places[row["commune"]]] for row in former]
    archive.add("former.csv", [*former[0], "dep"], rows)
    return places


def pack_neighbours(
    folder: Path, archive: Archive, places: dict[str, str], holes: dict[str, Hole]
) -> None:
    """Pack each pair once, with the département of its first commune."""
    parts: dict[str, Rows] = defaultdict(list)
    pairs = [(row["a"], row["b"]) for row in read_rows(folder / "voisins.csv.xz")]
    pairs += [tuple(sorted((code, one))) for code, hole in holes.items() for one in hole.around]
    for first, second in pairs:
        parts[places[first]].append([first, second])
    for departement, rows in sorted(parts.items()):
        archive.add(f"neighbours/{departement}.csv", ["a", "b"], rows)


def pack_unit_contours(folder: Path, archive: Archive) -> None:
    """Pack the contours of the larger units, in two degrees of detail."""
    raw = read_topology(folder / "france_epci_dep_reg.topojson.gz")
    topology = Topology(raw)
    for key, name in (("epci", "epci"), ("dep", "departements"), ("reg", "regions")):
        rows = [
            contour_row(g["properties"][key], topology.shape(g), with_simple=True)
            for g in raw["objects"][key]["geometries"]
        ]
        archive.add(f"contours/{name}.csv", CONTOUR_HEADER, rows)


def pack_commune_contours(
    raw: dict, archive: Archive, places: dict[str, str], holes: dict[str, Hole]
) -> None:
    """Pack those of communes; the forgotten ones are the holes that their neighbours leave."""
    topology = Topology(raw)
    parts: dict[str, Rows] = defaultdict(list)
    shapes = {g["id"]: topology.shape(g) for g in raw["objects"]["com"]["geometries"]}
    for code, shape in shapes.items():
        parts[places[code]].append(contour_row(code, shape, with_simple=False))
    for code, hole in sorted(holes.items()):
        shape = topology.shape({"type": "Polygon", "arcs": [list(hole.arcs)]})
        row = contour_row(code, shape, with_simple=False, basis="neighbours")
        parts[places[code]].append(row)
    for code, whole in STILL_DRAWN_TOGETHER.items():
        row = contour_row(code, shapes[whole], with_simple=False, basis="whole", borrowed=whole)
        parts[places[code]].append(row)
    for departement, rows in sorted(parts.items()):
        archive.add(f"contours/communes/{departement}.csv", CONTOUR_HEADER, rows)


def main(folder: Path, out: Path) -> None:
    """Pack everything."""
    archive = Archive(out)
    units = read_rows(folder / "departements_regions.csv")
    archive.add("units.csv", list(units[0]), [list(row.values()) for row in units])
    epci = read_rows(folder / "epci.csv.xz")
    archive.add("epci.csv", list(epci[0]), [list(row.values()) for row in epci])
    places = pack_communes(folder, archive)
    raw = read_topology(folder / "communes.topojson.gz")
    holes = holes_of_forgotten(folder, raw)
    pack_neighbours(folder, archive, places, holes)
    pack_unit_contours(folder, archive)
    pack_commune_contours(raw, archive, places, holes)
    archive.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
