"""Real inter-organisational networks: every figure equals those of R's sna and igraph."""

import csv
import gzip
import itertools
import json
import os
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from terreau_engine.network import NetworkMetrics, brokerage, metrics, robustness

FOLDER = (
    Path(
        os.environ.get(
            "REFERENCE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data" / "reference"
        )
    )
    / "network"
)
NAMES = ("dhhs", "tc_contact", "emon_cheyenne", "emon_mtsi", "emon_texas")
DIRECTED = NAMES[2:]
pytestmark = pytest.mark.reference
each = pytest.mark.parametrize("name", NAMES)


@cache
def expected(name: str) -> dict:
    return json.loads((FOLDER / "expected_R_sna_igraph.json").read_text("utf-8"))["sets"][name]


@cache
def network(name: str) -> tuple[list[str], list[tuple[str, str]], dict[str, str]]:
    with (FOLDER / f"{name}_nodes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    worlds = {row["id"]: row[expected(name)["group_attr"]] for row in rows}
    with (FOLDER / f"{name}_edges.csv").open(encoding="utf-8") as file:
        ties = [(row["source"], row["target"]) for row in csv.DictReader(file)]
    return [row["id"] for row in rows], ties, worlds


@cache
def measured(name: str, directed: bool) -> NetworkMetrics:
    nodes, ties, worlds = network(name)
    return metrics(nodes, ties, worlds=worlds, directed=directed)


def same(told, known) -> None:
    """Compare to 1e-9; R wrote 13 digits, which is less for figures over 10,000."""
    wanted = [np.nan if value is None else value for value in np.atleast_1d(known)]
    np.testing.assert_allclose(np.atleast_1d(told), wanted, rtol=0, atol=1e-9)


@each
def test_density_and_degrees(name: str) -> None:
    known = expected(name)
    told = measured(name, known["directed"])
    same(told.density, known["density_sna"])
    same(measured(name, False).density, known["density_igraph_undirected"])
    word = "freeman_degree" if known["directed"] else "degree"
    same(told.degrees.centralisation, known[f"{word}_centralization_sna"])


@pytest.mark.parametrize("name", DIRECTED)
def test_directions(name: str) -> None:
    known, told = expected(name), measured(name, True)
    same(told.degrees.inward_centralisation, known["indegree_centralization_sna"])
    same(told.degrees.outward_centralisation, known["outdegree_centralization_sna"])
    same(told.structure.reciprocity, known["reciprocity_edgewise_sna"])
    same(told.structure.reciprocity_dyadic, known["reciprocity_dyadic_sna"])
    same(told.structure.hierarchy, known["hierarchy_krackhardt_sna"])


@each
def test_betweenness_and_closeness(name: str) -> None:
    known = expected(name)
    told, flat = measured(name, known["directed"]), measured(name, False)
    same(told.betweenness.values, known["betweenness_sna"])
    same(told.betweenness.centralisation, known["betweenness_centralization_sna"])
    same(flat.betweenness.values, known["betweenness_igraph_undirected"])
    same(told.closeness_mean, known["closeness_harmonic_mean"])


@each
def test_structure(name: str) -> None:
    known = expected(name)
    told = measured(name, known["directed"]).structure
    assert len(told.sizes) == known["components_weak_sna"]
    same(told.connectedness, known["connectedness_sna"])
    same(told.thrift, known["efficiency_sna"])
    assert told.core.tolist() == known["kcore_sna"] == known["coreness_igraph"]
    same(told.transitivity, known["transitivity_weak_sna"])
    same(told.transitivity_undirected, known["transitivity_igraph_undirected"])
    points = known["cutpoints_sna"]
    assert told.cut_points == (() if points is None else (str(points),))


@each
def test_holes_of_the_whole_network(name: str) -> None:
    same(
        measured(name, expected(name)["directed"]).holes.constraint,
        expected(name)["constraint_whole_igraph_undirected"],
    )


@each
def test_worlds(name: str) -> None:
    known = expected(name)
    told = measured(name, known["directed"]).mixing
    same(told.ei, known["ei_index"])
    same(told.assortativity, known["assortativity_nominal_igraph_undirected"])
    same(told.modularity, known["modularity_of_group_igraph"])


@each
def test_brokers(name: str) -> None:
    known = expected(name)
    nodes, ties, worlds = network(name)
    told = brokerage(nodes, ties, worlds, directed=known["directed"])
    rows = np.array(known["gould_fernandez_raw_nodes"])
    np.testing.assert_array_equal(np.column_stack([told.counts, told.totals]), rows)
    assert [*told.network, sum(told.network)] == known["gould_fernandez_graph"]


def test_a_bureaucracy_of_ten_has_its_published_densities() -> None:
    """Knoke and Wood 1981: information and money between ten organisations."""
    known = json.loads((FOLDER / "knoke_bureaucracies.json").read_text("utf-8"))
    for relation in ("information", "money"):
        table = np.array(known[relation])
        told = metrics(known["names"], np.argwhere(table > 0), directed=True)
        same(told.density, known["expected"][f"density_{relation}"])
        if relation == "information":
            assert told.degrees.outward.tolist() == known["expected"]["outdegree"]
            assert told.degrees.inward.tolist() == known["expected"]["indegree"]


def test_the_largest_piece_hides_what_the_ties_lost_show() -> None:
    """All European projects of 2 to 40 organisations, the most tied leaving first."""
    members: dict[str, set[str]] = defaultdict(set)
    path = FOLDER / "cordis_h2020_participations.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            members[row["rcn"]].add(row["pic"])
    projects = [sorted(found) for found in members.values() if 1 < len(found) <= 40]
    ties = {pair for project in projects for pair in itertools.combinations(project, 2)}
    names = sorted({name for pair in ties for name in pair})
    assert (len(names), len(ties)) == (30_642, 656_115)
    told = robustness(names, sorted(ties))
    for share, loss, largest in ((0, 0, 0.983), (0.01, 0.418, 0.962), (0.05, 0.693, 0.899)):
        assert told.after(share).tie_loss == pytest.approx(loss, abs=5e-4)
        assert told.after(share).largest_share == pytest.approx(largest, abs=5e-4)
