"""What must hold of any perimeter, on random figures over places where a program may break."""

import random

import pytest

from terreau.territories.indicators.perimeters import figures_of
from terreau.territories.indicators.reading import read_table
from terreau.territories.indicators.writing import write_series
from terreau.territories.models import Territory
from tests.territories.factories import unit
from tests.territories.indicator_factories import figure, make_indicator

pytestmark = pytest.mark.usefixtures("traps")
YEAR = 2024
SEEDS = range(3)
Told = dict[int, float | None]


def drawn(seed: int, slug: str, *, lowest: int = 0) -> Told:
    """Write random figures: a tenth missing, a tenth secret; give those written."""
    dice = random.Random(seed)
    keys = sorted(Territory.objects.communes().values_list("pk", flat=True))
    told: Told = {}
    for key in keys:
        luck = dice.random()
        if luck >= 0.1:
            told[key] = None if luck < 0.2 else dice.randrange(lowest, 10_000)
    write_series(slug, YEAR, told, vintage="2026")
    return told


def parted(seed: int, parts: int) -> list[list[Territory]]:
    """Part every commune, whatever its département or its ocean, into perimeters."""
    dice = random.Random(seed + 1_000)
    found: list[list[Territory]] = [[] for _ in range(parts)]
    for commune in Territory.objects.communes().order_by("pk"):
        found[dice.randrange(parts)].append(commune)
    return found


def sum_of(told: Told, communes: list[Territory]) -> float | None:
    """Add what is known; nothing known is not zero."""
    known = [value for one in communes if (value := told.get(one.pk)) is not None]
    return sum(known) if known else None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_parts_of_any_partition_add_up_to_the_whole(seed: int) -> None:
    make_indicator("essai-jardins")
    told = drawn(seed, "essai-jardins")
    whole = figure(list(Territory.objects.communes()), "essai-jardins")
    parts = [(one, figure(one, "essai-jardins")) for one in parted(seed, 4)]
    assert whole.value == sum(part.value for _communes, part in parts)
    for name in ("known", "total", "suppressed"):
        assert getattr(whole, name) == sum(getattr(part, name) for _communes, part in parts)
    for communes, part in parts:
        assert part.value == sum_of(told, communes)
        assert part.known == sum(told.get(one.pk) is not None for one in communes)


@pytest.mark.parametrize("level", ["epci", "departement", "region"])
def test_every_unit_is_the_sum_of_its_communes_and_no_more(level: str) -> None:
    make_indicator("essai-jardins")
    told = drawn(7, "essai-jardins")
    table = read_table(["essai-jardins"], level=level)
    units = Territory.objects.in_bulk(table.keys.tolist())
    for line, key in enumerate(table.keys.tolist()):
        communes = list(Territory.objects.communes_of([units[key]]))
        wanted = sum_of(told, communes)
        found = table.values[line, 0]
        assert (None if found != found else found) == wanted, units[key]
        assert table.total[line, 0] == len(communes)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ratio_divides_sums_where_both_parts_are_known(seed: int) -> None:
    make_indicator("essai-jardins")
    make_indicator("essai-habitants")
    make_indicator(
        "essai-part",
        "ratio",
        numerator_slug="essai-jardins",
        denominator_slug="essai-habitants",
        unit="rate",
    )
    above, below = drawn(seed, "essai-jardins"), drawn(seed + 50, "essai-habitants", lowest=1)
    for communes in parted(seed, 3):
        both = [
            (above[one.pk], below[one.pk])
            for one in communes
            if above.get(one.pk) is not None and below.get(one.pk) is not None
        ]
        found = figure(communes, "essai-part")
        wanted = sum(top for top, _low in both) / sum(low for _top, low in both)
        assert found.value == pytest.approx(wanted, rel=1e-12)
        assert found.known == len(both)
        mean = sum(top / low for top, low in both) / len(both)
        assert found.value != pytest.approx(mean, rel=1e-6), "never a mean of ratios"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_median_is_never_made_of_medians(seed: int) -> None:
    make_indicator("essai-revenu", "none", unit="euros")
    told = drawn(seed, "essai-revenu")
    known = [key for key, value in told.items() if value is not None]
    dice = random.Random(seed)
    for count in (2, 3, 40):
        some = list(Territory.objects.filter(pk__in=dice.sample(known, count)))
        found = figure(some, "essai-revenu")
        assert found.value is None
        assert found.reason.startswith("Non calculable sur plusieurs communes")
        assert (found.known, found.total) == (count, count)
    alone = Territory.objects.get(pk=known[0])
    assert figure([alone], "essai-revenu").value == told[alone.pk]
    table = read_table(["essai-revenu"], level="departement")
    assert all(value != value for value in table.values[table.known[:, 0] > 1, 0])


def test_what_is_missing_stays_missing_and_the_coverage_says_it() -> None:
    make_indicator("essai-jardins")
    communes = list(Territory.objects.communes_of([unit("departement", "94")])[:34])
    figures = {one.pk: 2.0 for one in communes[:31]}
    write_series("essai-jardins", YEAR, figures, vintage="2026")
    found = figure(communes, "essai-jardins")
    assert (found.value, found.coverage) == (62, "31 communes sur 34")
    assert found.is_partial
    nothing = figure(communes[31:], "essai-jardins")
    assert (nothing.value, nothing.text) == (None, "inconnu")
    assert nothing.coverage == "0 commune sur 3"


def test_a_perimeter_over_the_seas_counts_each_place_by_its_rule() -> None:
    places = [unit("commune", code) for code in ("97411", "2A004", "98735", "94018")]
    [people, aged] = figures_of(places, ["population", "part-65-plus"])
    counted = [one for one in places if one.population is not None]
    assert people.value == sum(one.population for one in counted)
    assert (people.known, people.total) == (len(counted), 4)
    told = [one for one in places if one.aged_65_plus is not None]
    share = sum(one.aged_65_plus for one in told) / sum(one.census_population for one in told)
    assert aged.value == pytest.approx(share, rel=1e-12)
    assert aged.known == len(told) < 4
