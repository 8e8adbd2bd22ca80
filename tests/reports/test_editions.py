"""The outcomes of the real editions: those of 2019 are recounted and agree, those of 2017 and 2018 have no rows."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from reports.metrics import METRICS, OUTCOMES
from reports.outcomes import outcome_report
from tests import factories as make
from tests.reports.recount import RECOUNTS
from zones.models import Edition

pytestmark = pytest.mark.django_db

PUBLISHED = {
    "area_sqm": ("sqm", 1500, "exact"),
    "co_organisers": ("organizations", 17, "exact"),
    "partner_organizations": ("organizations", 120, "over"),
    "activities": ("activities", 120, "over"),
    "volunteers": ("people", 735, "exact"),
    "attendees": ("people", 1500, "over"),
    "field_tour_organizations": ("organizations", 31, "exact"),
    "field_tour_people": ("people", 185, "exact"),
    "funds_raised": ("THB", 1_300_000, "over"),
    "media_outlets": ("outlets", 56, "exact"),
}


def printed(year):
    """Return what ``manage.py outcomes <year> --format json`` prints."""
    said = StringIO()
    call_command("outcomes", str(year), "--format", "json", stdout=said)
    return json.loads(said.getvalue())


@pytest.mark.parametrize("year", [2019, 2562])
def test_the_ten_figures_of_2019_agree(edition_2019, year):
    report = printed(year)
    assert report["edition"] == 2019
    assert report["is_sample"] is True
    assert [line["metric"] for line in report["metrics"]] == list(PUBLISHED)
    for line in report["metrics"]:
        assert list(line) == ["metric", "unit", "counted", "published", "qualifier", "source", "agrees"]
        assert (line["unit"], line["published"], line["qualifier"]) == PUBLISHED[line["metric"]]
        assert line["source"].startswith("khonthaifoundation.org, page Good Society Expo 2019, outcome table row ")
        assert line["agrees"] is True
        assert isinstance(line["counted"], int)
        if line["qualifier"] == "exact":
            assert line["counted"] == line["published"]
        else:
            assert line["published"] < line["counted"] <= line["published"] * 1.15


@pytest.mark.parametrize("key", METRICS)
def test_each_figure_of_2019_is_what_a_recount_in_plain_python_says(edition_2019, key):
    now = timezone.now()
    total = METRICS[key].total(edition_2019, at=now)
    assert float(total.amount) == RECOUNTS[key](2019, now)
    assert total.amount > 0
    assert total.rows > 0


def test_the_page_of_2019_says_that_all_ten_agree(edition_2019, client, language):
    html = client.get(reverse("impact", kwargs={"year": 2019})).content.decode()
    assert html.count("badge-good") == 10
    assert "badge-bad" not in html
    for row in edition_2019.published_figures.all():
        assert row.source in html
        assert f"{row.value:,.0f} " in html


def test_rows_of_another_edition_change_nothing(edition_2019):
    before = printed(2019)
    usual = make.usual_edition()
    make.CheckInFactory(registration__session__activity__edition=usual)
    make.SignUpFactory(approved_minutes=60)
    make.ParticipationFactory(part="organiser")
    make.PaymentFactory(pledge=make.PledgeFactory(status="paid"))
    make.MediaCoverageFactory()
    assert printed(2019) == before


@pytest.mark.parametrize(("year", "figures"), [(2017, 1), (2018, 6)])
def test_editions_of_facts_alone_have_nothing_to_compare(year, figures):
    call_command("load_edition", f"{year}.yaml", stdout=StringIO())
    report = printed(year)
    assert len(report["metrics"]) == figures
    for line in report["metrics"]:
        assert line["counted"] == 0
        assert line["published"] > 0
        assert line["agrees"] is None
    assert {line["metric"] for line in report["metrics"] + report["also_counted"]} >= {row.key for row in OUTCOMES}


def test_the_cancelled_edition_has_neither():
    call_command("load_edition", "2020.yaml", stdout=StringIO())
    report = printed(2020)
    assert all(line["published"] is line["agrees"] is None for line in report["metrics"])
    assert outcome_report(Edition.objects.get(year=2020), at=timezone.now()) == report
