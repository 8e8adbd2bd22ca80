"""Days and moments as people type them."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from goodsociety.common.fields import DayField, MomentField


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2019-10-10", dt.date(2019, 10, 10)),
        ("2562-10-10", dt.date(2019, 10, 10)),
        (" 10/12/2562 ", dt.date(2019, 12, 10)),
        ("๑๐/๑๒/๒๕๖๒", dt.date(2019, 12, 10)),
        ("29/02/2563", dt.date(2020, 2, 29)),
        ("10 Oct 2562", dt.date(2019, 10, 10)),
    ],
)
def test_a_day_is_read_in_either_era_and_day_first(typed, day):
    assert DayField().clean(typed) == day


@pytest.mark.parametrize(
    "typed", ["29/02/2562", "31/12/2301", "10/10/62", "0000-00-00", "tomorrow", "2562", "1" * 5000]
)
def test_what_is_no_day_is_refused_in_words(typed):
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert str(refused.value.messages[0])


def test_a_year_of_no_era_is_named():
    with translation.override("en"), pytest.raises(ValidationError, match="The year 2301 is neither"):
        DayField().clean("31/12/2301")


def test_a_day_stays_a_day():
    assert DayField().clean(dt.date(2019, 10, 10)) == dt.date(2019, 10, 10)


@pytest.mark.parametrize("time", ["13:30", "13.30", "13:30:00"])
def test_a_moment_is_in_the_expos_time_zone(time):
    moment = MomentField().clean(["10/10/2562", time])
    assert moment == dt.datetime(2019, 10, 10, 6, 30, tzinfo=dt.UTC)
    assert timezone.localtime(moment).hour == 13


def test_a_moment_may_be_left_empty_where_it_may():
    class Form(forms.Form):
        at = MomentField(required=False)

    form = Form({"at_0": "", "at_1": ""})
    assert form.is_valid()
    assert form.cleaned_data["at"] is None
