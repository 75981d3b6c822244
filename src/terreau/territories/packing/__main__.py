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

from terreau.territories.packing.topology import Shape, Topology

CONTOUR_HEADER = ["code", "zone", "path", "simple_path", "min_x", "min_y", "max_x", "max_y"]
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


def contour_row(code: str, shape: Shape, *, with_simple: bool) -> list[str]:
    """Say a contour as one line."""
    simple = shape.simple_path if with_simple else ""
    return [code, shape.zone, shape.path, simple, *map(str, shape.box)]


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


def pack_neighbours(folder: Path, archive: Archive, places: dict[str, str]) -> None:
    """Pack each pair once, with the département of its first commune."""
    parts: dict[str, Rows] = defaultdict(list)
    for row in read_rows(folder / "voisins.csv.xz"):
        parts[places[row["a"]]].append([row["a"], row["b"]])
    for departement, rows in sorted(parts.items()):
        archive.add(f"neighbours/{departement}.csv", ["a", "b"], rows)


def pack_contours(folder: Path, archive: Archive, places: dict[str, str]) -> None:
    """Pack the contours; those of the larger units in two degrees of detail."""
    raw = read_topology(folder / "france_epci_dep_reg.topojson.gz")
    topology = Topology(raw)
    for key, name in (("epci", "epci"), ("dep", "departements"), ("reg", "regions")):
        rows = [
            contour_row(g["properties"][key], topology.shape(g), with_simple=True)
            for g in raw["objects"][key]["geometries"]
        ]
        archive.add(f"contours/{name}.csv", CONTOUR_HEADER, rows)
    raw = read_topology(folder / "communes.topojson.gz")
    topology = Topology(raw)
    parts: dict[str, Rows] = defaultdict(list)
    for geometry in raw["objects"]["com"]["geometries"]:
        row = contour_row(geometry["id"], topology.shape(geometry), with_simple=False)
        parts[places[geometry["id"]]].append(row)
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
    pack_neighbours(folder, archive, places)
    pack_contours(folder, archive, places)
    archive.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
