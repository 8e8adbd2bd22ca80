"""All editions: what each was and what was published of it."""

import pytest

from tests.factories import EditionFactory, PaymentFactory, PublishedFigureFactory
from tests.pages import queries, text

pytestmark = pytest.mark.django_db


def test_the_public_ones_stand_newest_first_with_the_reason_of_a_cancelled_one(client, edition):
    EditionFactory(year=2019, status="over")
    EditionFactory(year=2020, status="cancelled")
    EditionFactory(year=2017, status="draft")

    page = text(client.get("/en/editions/"))

    names = [f"Good Society Expo {year}" for year in (2026, 2020, 2019)]
    assert sorted(names, key=page.index) == names
    assert "Why it was cancelled: Circumstances" in page
    assert "2017" not in page


def test_each_says_when_and_where_in_the_years_of_the_language(client, db):
    past = EditionFactory(year=2019, status="over")

    assert f"10–13 October 2019 · {past.venue_en}" in text(client.get("/en/editions/"))
    assert f"10–13 ตุลาคม 2562 · {past.venue_th}" in text(client.get("/editions/"))


def test_key_figures_stand_with_their_qualifier_in_the_order_they_are_told(client, db):
    past = EditionFactory(year=2018, status="over", source="example.org, page 1")
    PublishedFigureFactory(edition=past, metric="visits", value=15_000, qualifier="about")
    PublishedFigureFactory(edition=past, metric="partner_organizations", value=151)
    PublishedFigureFactory(edition=past, metric="activities", value=100, qualifier="over")
    PublishedFigureFactory(edition=past, metric="media_outlets", value=56)
    PublishedFigureFactory(edition=past, metric="unheard_of", value=4711)
    PaymentFactory()

    page = text(client.get("/en/editions/"))

    figures = [
        "Organizations working together 151 organizations",
        "Activities over 100 activities",
        "Visits about 15,000 visits",
    ]
    assert sorted(figures, key=page.index) == figures
    assert "Published by: example.org, page 1" in page
    assert "56 outlets" not in page
    assert "4711" not in page
    assert "Money raised" not in page


def test_a_sample_edition_is_marked(client, edition):
    assert "sample" not in text(client.get("/en/editions/"))
    edition.is_sample = True
    edition.save()
    assert "sample" in text(client.get("/en/editions/"))


def test_when_there_is_none(client, db):
    assert "No expo is announced yet" in text(client.get("/en/editions/"))


@pytest.mark.parametrize("path", ["/editions/", "/about/"])
def test_many_editions_take_as_many_queries_as_one(client, db, path):
    PublishedFigureFactory(edition=EditionFactory(year=2019, status="over"))
    once = queries(client, path)
    for year in (2016, 2017, 2018):
        PublishedFigureFactory(edition=EditionFactory(year=year, status="over"))
    assert queries(client, path) == once
