"""One figure at a time, for the indicators that persons bring: read, put, take back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.territories.bridge import KNOWN
from terreau.territories.indicators.packing import join
from terreau.territories.indicators.words import shown
from terreau.territories.indicators.writing import NewSeries, write_many
from terreau.territories.models import Indicator, IndicatorBlock, IndicatorSeries, Territory

Place = tuple[str, int, int]  # indicator, year, key of the territory
Values = dict[int, float | None]


@dataclass(frozen=True)
class FigureCell:
    """The figure of one territory, one year; a value of None is a secret kept by the publisher."""

    slug: str
    year: int
    territory: int
    value: float | None
    title: str = ""

    @property
    def pk(self) -> str:
        """How an import finds it again."""
        return f"{self.slug}/{self.year}/{self.territory}"

    @property
    def place(self) -> Place:
        """Which figure it is."""
        return (self.slug, self.year, self.territory)

    def __str__(self) -> str:
        return self.title


def place_of(key: str) -> Place | None:
    """Read the key that a cell was written under."""
    slug, _slash, rest = key.partition("/")
    year, _slash, territory = rest.partition("/")
    if not (year.isdigit() and territory.isdigit()):
        return None
    return slug, int(year), int(territory)


def read_values(slug: str, year: int) -> Values:
    """Give every figure of a series by key of territory; None is a secret."""
    blocks = list(
        IndicatorBlock.objects.filter(series__indicator__slug=slug, series__year=year)
        .order_by()
        .values_list("keys", "figures", "statuses")
    )
    if not blocks:
        return {}
    vectors = join(blocks)
    known = (vectors.statuses == KNOWN).tolist()
    return {
        key: value if is_known else None
        for key, value, is_known in zip(
            vectors.keys.tolist(), vectors.figures.tolist(), known, strict=True
        )
    }


def read_cells(places: Iterable[Place]) -> dict[Place, FigureCell]:
    """Find the figures at these places; those that are missing are absent."""
    wanted = set(places)
    held = {one: read_values(*one) for one in {place[:2] for place in wanted}}
    names = dict(
        Territory.objects.filter(pk__in={place[2] for place in wanted})
        .order_by()
        .values_list("pk", "name")
    )
    titles = dict(
        Indicator.objects.filter(slug__in={place[0] for place in wanted})
        .order_by()
        .values_list("slug", "name")
    )
    return {
        (slug, year, key): FigureCell(
            *(slug, year, key, held[slug, year][key]),
            _("%(name)s, %(place)s, %(year)s")
            % {"name": shown(titles.get(slug, "")), "place": names.get(key, ""), "year": year},
        )
        for slug, year, key in wanted
        if key in held[slug, year]
    }


def every_cell(slugs: Iterable[str]) -> Iterable[FigureCell]:
    """Give all the figures of these indicators, the latest year first."""
    held = IndicatorSeries.objects.filter(indicator__slug__in=list(slugs))
    for slug, year in held.order_by("indicator__slug", "-year").values_list(
        "indicator__slug", "year"
    ):
        for key, value in sorted(read_values(slug, year).items()):
            yield FigureCell(slug, year, key, value)


def merge_cells(
    cells: Iterable[FigureCell], *, without: Iterable[Place] = (), vintage: str, base: str = ""
) -> list[IndicatorSeries]:
    """Put these figures among those held and leave some out; each series is written once."""
    changed: dict[tuple[str, int], Values] = {}
    for cell in cells:
        changed.setdefault((cell.slug, cell.year), {})[cell.territory] = cell.value
    dropped: dict[tuple[str, int], set[int]] = {}
    for slug, year, key in without:
        dropped.setdefault((slug, year), set()).add(key)
    new = []
    for slug, year in {**changed, **dropped}:
        values = read_values(slug, year) | changed.get((slug, year), {})
        for key in dropped.get((slug, year), ()):
            values.pop(key, None)
        new.append(NewSeries(slug, year, values, base))
    written = write_many(new, vintage=vintage)
    IndicatorSeries.objects.filter(
        pk__in=[row.pk for row, one in zip(written, new, strict=True) if not one.values]
    ).delete()
    return written
