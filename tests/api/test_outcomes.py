"""Outcome reports: each figure counted, beside the published one."""

import pytest

from tests import factories
from tests.api.asking import read, rows

pytestmark = pytest.mark.django_db


def test_outcomes(client, old):
    factories.PublishedFigureFactory(edition=old, metric="area_sqm", value=1500, source="page 1")
    factories.ZoneFactory(edition=old, area_sqm=1500)
    found = read(client, "outcomes/2019/")
    assert found["edition"] == 2019
    assert found["metrics"] == [
        {
            "metric": "area_sqm",
            "unit": "sqm",
            "counted": 1500,
            "published": 1500,
            "qualifier": "exact",
            "source": "page 1",
            "agrees": True,
        }
    ]
    assert {"metric", "unit", "counted"} <= set(found["also_counted"][0])
    assert read(client, "outcomes/2562/") == found


def test_list_of_outcomes_says_where_each_report_is(client, old):
    assert rows(client, "outcomes/") == [
        {
            "edition": 2019,
            "status": "over",
            "name": old.name_en,
            "name_th": old.name_th,
            "name_en": old.name_en,
            "report": "http://testserver/api/v1/outcomes/2019/",
            "url": "http://testserver/en/2019/impact/",
        }
    ]
