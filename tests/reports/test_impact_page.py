"""The page of outcomes: each figure with its definition, its source, and whether it agrees."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from reports.metrics import ALSO_COUNTED, METRICS, OUTCOMES, PROMISES
from tests import factories as make
from tests.pages import is_under_strict_rules, plain, queries, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def past():
    """Return an edition that is over, with a figure that agrees, one that differs and one without rows."""
    edition = make.EditionFactory(year=2021, status="over")
    make.ZoneFactory(edition=edition, area_sqm=1234)
    make.SignUpFactory(shift__duty__edition=edition, approved_minutes=60)
    figures = {"area_sqm": ("1234", "exact"), "volunteers": ("735", "over"), "attendees": ("1500.50", "about")}
    for metric, (value, qualifier) in figures.items():
        make.PublishedFigureFactory(
            edition=edition, metric=metric, value=value, qualifier=qualifier, source=f"report, table {metric}",
            note_th="นับทุกวัน", note_en="Over all days",
        )  # fmt: skip
    return edition


def rows_of(response):
    """Return the words of each figure's row."""
    rows = re.findall(r'<tr id="(\w+)" role="row">(.*?)</tr>', response.content.decode(), flags=re.DOTALL)
    return {key: plain(row) for key, row in rows}


def test_each_figure_with_definition_source_and_agreement(client, past, language):
    response = client.get(reverse("impact", kwargs={"year": 2021}))
    assert response.status_code == 200
    rows = rows_of(response)
    assert set(rows) == set(METRICS)
    for key, metric in METRICS.items():
        assert str(metric.name) in rows[key]
        assert str(metric.definition) in rows[key]
    assert "1,234" in rows["area_sqm"]
    assert "report, table area_sqm" in rows["area_sqm"]
    assert ("นับทุกวัน" if language == "th" else "Over all days") in rows["area_sqm"]
    assert str(past.name) in text(response)
    assert is_under_strict_rules(response)


def test_agreement_in_words(client, past):
    with translation.override("en"):
        rows = rows_of(client.get("/en/2021/impact/"))
    assert rows["area_sqm"].count("1,234 sqm") == 2
    assert "exactly" not in rows["area_sqm"]
    assert " agrees " in rows["area_sqm"]
    assert "1 people over 735 people differs" in rows["volunteers"]
    assert "no rows exist about 1,500.50 people nothing to compare" in rows["attendees"]


def test_what_is_counted_besides_stands_apart(client, past):
    html = client.get("/en/2021/impact/").content.decode()
    tables = re.findall(r"<table.*?</table>", html, flags=re.DOTALL)
    published, others, promises = (re.findall(r'<tr id="(\w+)" role="row">', table) for table in tables)
    assert published == ["area_sqm", "volunteers", "attendees"]
    assert set(others) == {metric.key for metric in OUTCOMES} - set(published) | {metric.key for metric in ALSO_COUNTED}
    assert promises == [metric.key for metric in PROMISES]


def test_a_promise_that_a_source_published_stands_once(client, past):
    make.PublishedFigureFactory(edition=past, metric="pledged", value=500)
    html = client.get("/en/2021/impact/").content.decode()
    assert html.count('id="pledged"') == 1


def test_an_edition_without_published_figures_shows_its_own(client):
    make.EditionFactory(year=2021, status="over")
    html = client.get("/2021/impact/").content.decode()
    published = re.findall(r'<tr id="(\w+)" role="row">', re.search(r"<table.*?</table>", html, flags=re.DOTALL)[0])
    assert published == [metric.key for metric in OUTCOMES]


def test_the_same_number_of_queries_for_one_row_and_three(client):
    edition = make.usual_edition()
    grow(edition)
    address = reverse("impact", kwargs={"year": edition.year})
    before = queries(client, address)
    grow(edition)
    grow(edition)
    assert queries(client, address) == before


def grow(edition):
    """Add a row of everything that is counted."""
    registration = make.RegistrationFactory(organization=make.OrganizationFactory())
    make.CheckInFactory(registration=registration)
    tour = make.RegistrationFactory(session__activity__kind="field_tour", organization=make.OrganizationFactory())
    make.CheckInFactory(registration=tour)
    make.SignUpFactory(approved_minutes=60)
    make.PaymentFactory(pledge=make.PledgeFactory(status="paid"))
    make.MediaCoverageFactory()
    make.ParticipationFactory()
    metric = list(METRICS)[edition.published_figures.count()]
    make.PublishedFigureFactory(metric=metric)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(("year", "status"), [(2564, 200), (2022, 404), (3000, 404), (1800, 404)])
def test_years_in_the_address(client, prefix, year, status):
    make.EditionFactory(year=2021, status="over")
    assert client.get(f"{prefix}/{year}/impact/").status_code == status


def test_a_draft_has_no_page(client):
    make.EditionFactory(year=2021, status="draft")
    assert client.get("/2021/impact/").status_code == 404


def test_sample_rows_are_called_so(client, past):
    address = "/en/2021/impact/"
    plain_page = text(client.get(address))
    type(past).objects.update(has_sample_rows=True)
    with_samples = text(client.get(address))
    assert "sample" not in plain_page.lower()
    assert "sample" in with_samples.lower()
