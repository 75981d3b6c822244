"""Dates are read as people write them, and kept no more precise than they are known."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from terreau.actors.models import Organisation
from terreau.alliances.models import PhaseSpan
from terreau.core.partial_dates import (
    SEASON_MONTHS,
    PartialDate,
    PartialDateField,
    PartialDateFormField,
    may_reach,
)
from tests.actors.factories import make_organisation


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2013", "2013"),
        (" 2013 ", "2013"),
        ("2013-09", "2013-09"),
        ("2013-9", "2013-09"),
        ("2013-09-12", "2013-09-12"),
        ("septembre 2013", "2013-09"),
        ("Sept. 2013", "2013-09"),
        ("août 2013", "2013-08"),
        ("FÉVRIER 2013", "2013-02"),
        ("déc. 2013", "2013-12"),
        ("printemps 2013", "2013-21"),
        ("été 2013", "2013-22"),
        ("à l’été 2013", "2013-22"),
        ("Automne 2013", "2013-23"),
        ("automne de 2013", "2013-23"),
        ("hiver 2013", "2013-24"),
        ("12/09/2013", "2013-09-12"),
        ("12.9.2013", "2013-09-12"),
        ("09/2013", "2013-09"),
        ("12 septembre 2013", "2013-09-12"),
        ("le 12 septembre 2013", "2013-09-12"),
        ("1er mai 2020", "2020-05-01"),
        ("29/02/2024", "2024-02-29"),
        ("autumn 2013", "2013-23"),
        ("September 12th, 2013", "2013-09-12"),
    ],
)
def test_reads(typed, kept):
    assert PartialDateFormField().clean(typed) == PartialDate(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "hier",
        "13",
        "2013-13",
        "2013-00",
        "31/02/2013",
        "29/02/2023",
        "12 automne 2013",
        "septembre",
        "2013-23-01",
        "0000",
        "=1+1",
        "<b>2013</b>",
        "2013\x00",
        "9" * 500,
    ],
)
def test_refuses_with_a_sentence_that_says_what_to_write(typed):
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean(typed)
    assert "automne 2013" in refusal.value.messages[0]


def test_nothing_is_unknown_when_the_date_is_optional():
    assert PartialDateFormField(required=False).clean("") is None


def test_nothing_is_refused_when_the_date_is_needed():
    with pytest.raises(ValidationError):
        PartialDateFormField().clean("  ")


@pytest.mark.parametrize("text", ["2013", "2013-09", "2013-24", "2013-09-12", "2020-05-01"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_shown_can_be_typed_again(text, language):
    field = PartialDateFormField()
    with override(language):
        shown = field.prepare_value(PartialDate(text))
        assert field.clean(shown) == PartialDate(text)
        assert not field.has_changed(PartialDate(text), shown)
        assert field.has_changed(PartialDate(text), "1999")
        assert field.has_changed(PartialDate(text), "hier")


def test_dates_are_ordered_by_what_they_can_mean():
    dates = [PartialDate(text) for text in ("2014", "2013-24", "2013-09-12", "2013-23", "2013")]
    assert [date.text for date in sorted(dates)] == [
        "2013",
        "2013-23",
        "2013-09-12",
        "2013-24",
        "2014",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2025-01-01", "2025-03-31", "2025-06-01", "2025-11-30"])
def test_what_may_reach_a_day_is_selected_as_its_span_says(day):
    parts = ["", *(f"-{part:02}" for part in (*range(1, 13), *range(21, 25)))]
    texts = [f"{year}{part}" for year in (2024, 2025, 2026) for part in parts]
    texts += ["2024-12-31", "2025-01-01", "2025-03-30", "2025-05-31", "2025-12-31", "2026-01-01"]
    for text in texts:
        make_organisation(f"Née en {text}", founded_on=PartialDate(text))
    make_organisation("Sans date")
    first = datetime.date.fromisoformat(day)
    found = Organisation.objects.filter(may_reach("founded_on", first))
    told = {one.founded_on.text for one in found}
    seasons = {f"2025-{part}" for part in SEASON_MONTHS}
    assert told - seasons == {text for text in texts if PartialDate(text).end >= first} - seasons
    assert seasons <= told


def test_the_model_field_gives_the_form_field():
    assert isinstance(PartialDateField().formfield(), PartialDateFormField)


class PhaseForm(forms.ModelForm):
    class Meta:
        model = PhaseSpan
        fields = ["phase", "starts_on", "ends_on"]


def test_a_model_form_keeps_what_was_typed_and_validates_the_model():
    form = PhaseForm({"phase": "dialogue", "starts_on": "automne 2013", "ends_on": ""})
    form.instance.alliance_id = 1
    assert form.is_valid(), form.errors
    assert form.instance.starts_on == PartialDate("2013-23")
    assert form.instance.ends_on is None
    refused = PhaseForm({"phase": "dialogue", "starts_on": "un jour", "ends_on": ""})
    assert not refused.is_valid()
    assert 'value="un jour"' in str(refused["starts_on"])
