"""The age of what a sheet says, as a level that a person reads.

Filters by date and levels agree to the day: a sheet is fresh when `confirmed_on` is on or after
`fresh_since(today)`, stale when it is before `stale_before(today)`, ageing between the two, and
unknown when `confirmed_on` is None.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.enums import FreshnessLevel
from terreau.actors.half_lives import SHEET_DAYS, days_of
from terreau.actors.models import Organisation
from terreau_engine.freshness import confidence_of


@dataclass(frozen=True)
class Freshness:
    """The level of a sheet or of a fact, and what it is read from."""

    level: FreshnessLevel
    value: float | None
    on: datetime.date | None
    age_days: int | None = None

    @property
    def label(self) -> str:
        return str(self.level.label)

    @property
    def age_words(self) -> str:
        """Say the age as people do: « hier », « il y a 3 mois »; empty when nobody knows."""
        return "" if self.age_days is None else say_age(self.age_days)


def say_age(days: int) -> str:
    """Say a number of days in the unit that fits it; a month is a twelfth of a year."""
    if days < 2:
        return _("hier") if days else _("aujourd’hui")
    if days < 60:
        return ngettext("il y a %(n)s jour", "il y a %(n)s jours", days) % {"n": days}
    months = int(days / 30.4375)
    if months < 24:
        return ngettext("il y a %(n)s mois", "il y a %(n)s mois", months) % {"n": months}
    years = int(days / 365.25)
    return ngettext("il y a %(n)s an", "il y a %(n)s ans", years) % {"n": years}


def freshness_of(organisation: Organisation, today: datetime.date) -> Freshness:
    """The freshness of a whole sheet, from the last day somebody who knows confirmed it."""
    return freshness_on(organisation.confirmed_on, today, half_life_days=SHEET_DAYS)


def freshness_on(
    on: datetime.date | None, today: datetime.date, *, half_life_days: int
) -> Freshness:
    """The freshness of something said on a day; a day to come counts as today."""
    age = None if on is None else max(0, (today - on).days)
    confidence = confidence_of(age, half_life_days)
    return Freshness(FreshnessLevel(confidence.level), confidence.value, on, age)


def freshness_of_field(field: str, on: datetime.date | None, today: datetime.date) -> Freshness:
    """The freshness of one field of a sheet, with the half-life of its kind of fact."""
    return freshness_on(on, today, half_life_days=days_of(field))


def fresh_since(today: datetime.date) -> datetime.date:
    """The first day of confirmation that is still fresh."""
    return today - datetime.timedelta(days=SHEET_DAYS - 1)


def stale_before(today: datetime.date) -> datetime.date:
    """A sheet confirmed before this day is stale."""
    return today - datetime.timedelta(days=2 * SHEET_DAYS - 1)
