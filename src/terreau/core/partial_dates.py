"""Dates as people remember them: a year, a season, a month or a day."""

import calendar
import datetime
import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast, Left, Length
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from terreau.core.partial_date_words import read_partial_date

# EDTF (ISO 8601-2) writes seasons as months 21 to 24, which sort after the true months;
# `start` and `end` give the calendar span, on which everything is ordered.
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
_PATTERN = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_SEASON_NAMES = {
    21: gettext_lazy("printemps"),
    22: gettext_lazy("été"),
    23: gettext_lazy("automne"),
    24: gettext_lazy("hiver"),
}


@dataclass(frozen=True, order=False)
class PartialDate:
    """A date known to the year, the season, the month or the day (EDTF text inside).

    >>> PartialDate("2013-23").start
    datetime.date(2013, 9, 1)
    """

    text: str

    def __post_init__(self) -> None:
        year, part, day = self._parts()
        if part is None:
            datetime.date(year, 1, 1)
        elif part in SEASON_MONTHS:
            if day is not None:
                raise ValueError(self.text)
        else:
            datetime.date(year, part, day or 1)

    def _parts(self) -> tuple[int, int | None, int | None]:
        match = _PATTERN.match(self.text)
        if not match:
            raise ValueError(self.text)
        year, part, day = (int(group) if group else None for group in match.groups())
        return year or 0, part, day

    @property
    def start(self) -> datetime.date:
        """The first day it can mean."""
        year, part, day = self._parts()
        first = SEASON_MONTHS[part][0] if part in SEASON_MONTHS else part or 1
        return datetime.date(year, first, day or 1)

    @property
    def end(self) -> datetime.date:
        """The last day it can mean."""
        year, part, day = self._parts()
        if day:
            return self.start
        last = SEASON_MONTHS[part][1] if part in SEASON_MONTHS else part or 12
        return datetime.date(year, last, calendar.monthrange(year, last)[1])

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        year, part, day = self._parts()
        if part is None:
            return str(year)
        if part in SEASON_MONTHS:
            return f"{_SEASON_NAMES[part]} {year}"
        text = date_format(self.start, "j F Y" if day else "F Y")
        is_french = not (get_language() or "").startswith("en")
        return text.replace("1 ", "1er ", 1) if day == 1 and is_french else text


def may_reach(field: str, day: datetime.date) -> models.Q:
    """Select the dates that may be that day or later: « 2026 » may be any day of 2026.

    Texts of one length are compared, so that the order of words does not matter; a season counts
    with its whole year.
    """
    written = Cast(models.Value(day, models.DateField()), models.CharField())
    return ~models.Q(**{field: ""}) & models.Q(**{f"{field}__gte": Left(written, Length(field))})


def refuse_to_come(value: "PartialDate | datetime.date") -> None:
    """Refuse, of what is told as done, a date that has not begun (a validator)."""
    first = value.start if isinstance(value, PartialDate) else value
    if first > timezone.localdate():
        raise ValidationError(
            _("Cette date n’est pas encore venue : notez ce qui est fait, pas ce qui est prévu."),
            code="to_come",
        )


class PartialDateFormField(forms.Field):
    """Read « 2013 », « septembre 2013 », « automne 2013 », « 12/09/2013 » or an ISO date."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "« %(typed)s » n’est pas une date que le calendrier a. Écrivez une année (2013), "
            "une saison (automne 2013), un mois (septembre 2013) ou un jour (12/09/2013)."
        )
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", gettext_lazy("Par exemple 2013, automne 2013, 12/09/2013."))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return str(value) if isinstance(value, PartialDate) else value

    def to_python(self, value):
        if isinstance(value, PartialDate):
            return value
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            return PartialDate(read_partial_date(typed) or "")
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"typed": typed[:60]}
            ) from error

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialDateField(models.CharField):
    """Store a `PartialDate` as its EDTF text; the empty text is « unknown »."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "default": "", **kwargs})

    def from_db_value(self, value, expression, connection):
        return PartialDate(value) if value else None

    def to_python(self, value):
        if value in (None, ""):
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate(str(value))
        except ValueError as error:
            raise ValidationError(
                _("Écrivez une année (2013), un mois, une saison ou un jour que le calendrier a.")
            ) from error

    def get_prep_value(self, value):
        date = self.to_python(value)
        return date.text if date else ""

    def run_validators(self, value):
        super().run_validators(value.text if isinstance(value, PartialDate) else value)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs):
        # CharField's own formfield() would pass the width of the stored text.
        options = {"form_class": PartialDateFormField, **kwargs}
        return models.Field.formfield(self, **options)
