"""A series is replaced as a whole, or not at all; what cannot be kept is refused."""

import math

import pytest

from terreau.territories.indicators.registry import DEFINITIONS, ensure_indicators
from terreau.territories.indicators.writing import UnwritableSeriesError, write_series
from terreau.territories.loading import load_referential
from terreau.territories.models import Indicator, IndicatorBlock, IndicatorSeries
from tests.territories.factories import unit
from tests.territories.indicator_factories import figure, keys_of, make_indicator, put

CHARENTON, MAURICE = "94018", "94069"


@pytest.mark.usefixtures("val_de_marne")
class TestWriting:
    def test_a_series_replaces_the_one_before(self) -> None:
        make_indicator("essai-jardins")
        put("essai-jardins", 2024, {CHARENTON: 3, MAURICE: 4}, base="essai")
        series = put("essai-jardins", 2024, {MAURICE: None})
        assert IndicatorSeries.objects.filter(indicator__slug="essai-jardins").count() == 1
        assert (series.known, series.suppressed, series.vintage) == (0, 1, "2026")
        assert IndicatorBlock.objects.filter(series=series).count() == 1
        assert figure([unit("commune", CHARENTON)], "essai-jardins").suppressed == 0

    def test_levels_stand_in_blocks_of_their_own(self) -> None:
        make_indicator("essai-jardins")
        (charenton, paris) = keys_of(CHARENTON, "75056")
        whole = unit("departement", "94").pk
        series = write_series("essai-jardins", 2024, {charenton: 1, paris: 2, whole: 9}, vintage="")
        blocks = set(series.blocks.values_list("level", "area__code"))
        assert blocks == {("commune", "94"), ("commune", "75"), ("departement", None)}
        assert series.known == 2

    @pytest.mark.parametrize("value", [math.nan, math.inf])
    def test_a_figure_is_a_finite_number(self, value: float) -> None:
        make_indicator("essai-jardins")
        put("essai-jardins", 2024, {CHARENTON: 3})
        with pytest.raises(UnwritableSeriesError, match="finite"):
            put("essai-jardins", 2024, {CHARENTON: value})
        assert figure([unit("commune", CHARENTON)], "essai-jardins").value == 3

    def test_a_key_of_nothing_leaves_what_was_held(self) -> None:
        make_indicator("essai-jardins")
        put("essai-jardins", 2024, {CHARENTON: 3})
        with pytest.raises(UnwritableSeriesError, match="no territory"):
            write_series("essai-jardins", 2024, {987_654_321: 1}, vintage="")
        assert figure([unit("commune", CHARENTON)], "essai-jardins").value == 3

    def test_a_ratio_and_a_stranger_are_refused(self) -> None:
        with pytest.raises(UnwritableSeriesError, match="two parts"):
            put("densite", 2023, {CHARENTON: 1})
        with pytest.raises(UnwritableSeriesError, match="registry"):
            put("jamais-vu", 2023, {CHARENTON: 1})

    def test_an_empty_series_says_that_nothing_is_known(self) -> None:
        make_indicator("essai-jardins")
        assert put("essai-jardins", 2024, {}).known == 0


@pytest.mark.usefixtures("val_de_marne")
class TestRegistry:
    def test_what_staff_amended_stays_theirs(self) -> None:
        Indicator.objects.filter(slug="densite").update(name="Habitants au km²", factor=7)
        ensure_indicators()
        density = Indicator.objects.get(slug="densite")
        assert (density.name, density.factor) == ("Habitants au km²", 1)

    def test_every_definition_stands_on_its_feet(self) -> None:
        slugs = [definition.slug for definition in DEFINITIONS]
        assert len(slugs) == len(set(slugs))
        for one in Indicator.objects.filter(slug__in=slugs):
            one.full_clean()
            assert set(one.part_slugs) <= set(slugs), one.slug
            assert one.definition.endswith("."), one.slug
            told = (one.unit, one.sense, one.aggregation, one.source_words, one.licence, one.goals)
            assert all(told), f"{one.slug} says all that R7 asks"
            assert one.formula or one.aggregation != "ratio", one.slug
        counts = {one.slug for one in DEFINITIONS if one.aggregation == "sum"}
        for one in DEFINITIONS:
            assert {one.numerator_slug, one.denominator_slug} - {""} <= counts, one.slug


@pytest.mark.django_db
def test_loading_more_of_france_rewrites_the_embedded_series() -> None:
    load_referential({"94"})
    assert IndicatorSeries.objects.get(indicator__slug="population").known == 47
    load_referential({"75"})
    series = IndicatorSeries.objects.get(indicator__slug="population")
    assert series.known == 48
    assert series.blocks.count() == 2
