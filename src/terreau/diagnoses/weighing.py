"""What a page needs to let somebody choose the indicators of a challenge."""

from dataclasses import dataclass

from terreau.diagnoses.bridge.crossing import WORSE_WHEN
from terreau.diagnoses.crosswalk import is_comparable
from terreau.diagnoses.forms.choices import sense_name, weight_name
from terreau.diagnoses.values import ChallengeReading, FigureLine
from terreau.territories.indicators.words import shown
from terreau.territories.models import Indicator


@dataclass(frozen=True)
class WeightField:
    """The weight of one indicator, and its sense when the registry gives it none."""

    name: str
    label: str
    value: str
    sense_name: str
    sense: str
    is_neutral: bool
    is_counted: bool


def weight_field(one: FigureLine) -> WeightField:
    """Give the fields of an indicator."""
    return WeightField(
        name=weight_name(one.slug),
        label=shown(one.name),
        value=f"{one.weight:g}",
        sense_name=sense_name(one.slug),
        sense=one.sense,
        is_neutral=one.is_neutral,
        is_counted=one.sense in WORSE_WHEN,
    )


def others_for(reading: ChallengeReading) -> list[tuple[str, str]]:
    """Name the indicators that could be added by hand, in one query."""
    known = {one.slug for one in reading.figures}
    rows = [one for one in Indicator.objects.order_by("name") if is_comparable(one)]
    return [(one.slug, shown(one.name)) for one in rows if one.slug not in known]
