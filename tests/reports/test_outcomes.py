"""The outcome report: each figure counted from rows beside the one that was published, for people and for machines."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.metrics import METRICS, OUTCOMES, Total
from reports.models import PublishedFigure
from reports.outcomes import Outcome, agrees, outcome_report
from tests import factories as make

pytestmark = pytest.mark.django_db
LINE = {"metric", "unit", "counted", "published", "qualifier", "source", "agrees"}


# When counted and published agree.


@pytest.mark.parametrize(
    ("qualifier", "published", "right", "wrong"),
    [
        ("exact", "735", ["735", "735.00"], ["734", "736", "735.01", "0"]),
        ("over", "1500", ["1500", "1500.01", "99999"], ["1499", "1499.99", "0"]),
        ("about", "15000", ["13500", "15000", "16500"], ["13499", "13499.99", "16501", "16500.01", "0"]),
        ("about", "5", ["4.5", "5.5"], ["4", "6"]),
        ("exact", "0", ["0"], ["1"]),
    ],
)
def test_agreement(qualifier, published, right, wrong):
    for counted in right:
        assert agrees(Decimal(counted), Decimal(published), qualifier)
    for counted in wrong:
        assert not agrees(Decimal(counted), Decimal(published), qualifier)


@pytest.mark.parametrize(
    ("counted", "rows", "is_published", "agreement"),
    [(735, 9, True, True), (734, 9, True, False), (0, 2, True, False), (0, 0, True, None), (735, 9, False, None)],
)
def test_there_must_be_something_to_compare(counted, rows, is_published, agreement):
    figure = make.PublishedFigureFactory.build() if is_published else None
    assert Outcome(METRICS["volunteers"], Total(Decimal(counted), rows), figure).agrees is agreement


# For machines.


def printed(year, output="json"):
    """Return what the command prints."""
    said = StringIO()
    call_command("outcomes", str(year), format=output, stdout=said)
    return json.loads(said.getvalue()) if output == "json" else said.getvalue()


def test_an_edition_without_anything():
    edition = make.EditionFactory(year=2021, status="over")
    report = printed(2021)
    assert report["edition"] == 2021
    assert report["is_sample"] is False
    assert [line["metric"] for line in report["metrics"]] == [metric.key for metric in OUTCOMES]
    assert [line["metric"] for line in report["also_counted"]] == [
        "visits", "expertise_offers", "expertise_matches", "seats_registered", "places_signed_up", "pledged",
    ]  # fmt: skip
    for line in report["metrics"] + report["also_counted"]:
        assert set(line) == LINE
        assert line["counted"] == 0
        assert line["published"] is line["qualifier"] is line["source"] is line["agrees"] is None
    assert outcome_report(edition, at=edition.moment(1, edition.opens_at)) == report


def test_lines_of_an_edition():
    edition = make.EditionFactory(year=2021, status="over")
    campaign = make.CampaignFactory(edition=edition)
    make.PaymentFactory(campaign=campaign, amount_satang=12_345)
    make.ZoneFactory(edition=edition, area_sqm=700)
    make.PublishedFigureFactory(edition=edition, metric="area_sqm", value="700.50", qualifier="about", source="page 3")
    make.PublishedFigureFactory(edition=edition, metric="funds_raised", value=200, qualifier="over", source="page 4")
    make.PublishedFigureFactory(metric="volunteers")
    area, funds = printed(2021)["metrics"]
    assert area == {
        "metric": "area_sqm",
        "unit": "sqm",
        "counted": 700,
        "published": "700.50",
        "qualifier": "about",
        "source": "page 3",
        "agrees": True,
    }
    assert (funds["counted"], funds["published"], funds["agrees"]) == ("123.45", 200, False)


@pytest.mark.parametrize("year", ["2564", "2021"])
def test_a_year_of_either_era(year):
    make.EditionFactory(year=2021, status="over")
    assert printed(year)["edition"] == 2021


@pytest.mark.parametrize("year", ["2022", "2565", "0", "-2021", "3000", "99999"])
def test_a_year_without_an_edition(year):
    make.EditionFactory(year=2021, status="over")
    make.EditionFactory(year=2020, status="over")
    with pytest.raises(CommandError, match=rf"There is no edition {year}\. Editions: 2021, 2020\."):
        call_command("outcomes", "--", year)


def test_no_edition_at_all():
    with pytest.raises(CommandError, match="none yet"):
        printed(2019)


def test_a_year_that_is_no_number():
    with pytest.raises(CommandError, match="invalid int"):
        call_command("outcomes", "soon")


def test_lines_for_people():
    edition = make.EditionFactory(year=2021, status="over", has_sample_rows=True)
    for metric, value in (("area_sqm", 700), ("volunteers", 3), ("activities", 4)):
        make.PublishedFigureFactory(edition=edition, metric=metric, value=value)
    make.ZoneFactory(edition=edition, area_sqm=700)
    make.SignUpFactory(shift__duty__edition=edition, approved_minutes=60)
    lines = [" ".join(line.split()) for line in printed(2021, "text").splitlines()]
    assert lines == [
        "Sample rows are among what was counted.",
        "area_sqm 700 sqm published exact 700: agrees",
        "activities 0 activities published exact 4: no rows exist",
        "volunteers 1 people published exact 3: DIFFERS",
    ]


def test_lines_for_people_where_nothing_was_published():
    make.EditionFactory(year=2021, status="over")
    lines = [" ".join(line.split()) for line in printed(2021, "text").splitlines()]
    assert lines[0] == "area_sqm 0 sqm"
    assert len(lines) == len(OUTCOMES)


def test_a_figure_that_nobody_defined_is_left_out():
    edition = make.EditionFactory(year=2021, status="over")
    make.PublishedFigureFactory(edition=edition, metric="happiness")
    make.PublishedFigureFactory(edition=edition, metric="volunteers")
    assert [line["metric"] for line in printed(2021)["metrics"]] == ["volunteers"]
    assert PublishedFigure.objects.count() == 2
