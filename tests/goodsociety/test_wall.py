"""The mall's displays, as the server writes them; how they go on by themselves is looked at in a browser."""

import datetime as dt
import re

import pytest
import time_machine

from tests.factories import ActivityFactory, EditionFactory, PledgeFactory, SessionFactory
from tests.html import faults
from tests.pages import drawn, is_under_strict_rules, plain, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(edition, zone):
    """Return a session of day 1 from 13:00 to 14:00."""
    return SessionFactory(activity=ActivityFactory(zone=zone, name_en="Darning", name_th="ปะชุนผ้า"))


def wall_at(client, edition, at, language="en"):
    """Return the page at a moment."""
    prefix = {"en": "/en", "th": ""}[language]
    with time_machine.travel(at, tick=False):
        response = client.get(f"{prefix}/{edition.year}/wall/")
    html = response.content.decode()
    assert faults(html) == []
    assert is_under_strict_rules(response)
    return html


def slide(html, name):
    """Return what a slide says; nothing where it is not shown."""
    found = re.search(rf'<section class="slide[^"]*" data-slide="{name}"([^>]*)>(.*?)(?=<section class="slide|<ol id=)',
                      html, flags=re.DOTALL)  # fmt: skip
    return plain(found[2]) if found and " hidden" not in found[1] else ""


def ahead(html):
    """Return what the display knows to go on by itself."""
    listed = html[html.index('<ol id="ahead"') :]
    return [(plain(row).split(" ", 1)[0], plain(row)) for row in re.findall(r"<li .*?</li>", listed, flags=re.DOTALL)]


def test_now_and_next_stand_without_javascript(client, edition, session, zone):
    SessionFactory(activity=ActivityFactory(zone=zone, name_en="Plant It"), starts_at=edition.moment(1, dt.time(15)))

    html = wall_at(client, edition, session.starts_at)

    assert f"On now {zone.name_en} 13:00–14:00 Darning ปะชุนผ้า {session.place.name_en}" in slide(html, "now")
    assert "Plant It" in slide(html, "next")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in html


def test_it_has_no_header_footer_or_links(client, edition, session):
    html = wall_at(client, edition, session.starts_at)

    assert "<a " not in html
    assert "site-header" not in html
    assert "csrf" not in html


def test_each_session_carries_its_times_for_the_display_to_go_on(client, edition, session, zone):
    session.refresh_from_db()
    html = wall_at(client, edition, session.starts_at)

    assert f'data-zone="{zone.slug}" data-starts="{session.starts_at.isoformat()}"' in html
    assert f'data-ends="{session.ends_at.isoformat()}"' in html


def test_it_knows_today_and_the_day_after(client, edition, session):
    for day in (2, 3):
        SessionFactory(activity=session.activity, starts_at=edition.moment(day, dt.time(10 + day)))

    assert [time for time, _row in ahead(wall_at(client, edition, session.starts_at))] == ["13:00–14:00", "12:00–13:00"]
    html = wall_at(client, edition, session.ends_at)
    assert [time for time, _row in ahead(html)] == ["12:00–13:00", "13:00–14:00"]


def test_what_goes_all_day_is_marked(client, edition, session, zone):
    SessionFactory(
        activity__zone=zone, open_door=True, starts_at=edition.moment(1, dt.time(10)),
        ends_at=edition.moment(1, dt.time(20)),
    )  # fmt: skip
    assert wall_at(client, edition, session.starts_at).count('" data-all-day>') == 1


@pytest.mark.parametrize("language", ["th", "en"])
def test_both_languages_stand_together_the_other_one_marked(client, edition, session, language):
    html = wall_at(client, edition, session.starts_at, language)

    other, name = {"th": ("en", "Darning"), "en": ("th", "ปะชุนผ้า")}[language]
    assert f'<p class="wall-other" lang="{other}">{name}</p>' in html
    assert f'<html lang="{language}" class="wall">' in html


def test_a_name_that_nobody_translated_stands_once(client, edition, session):
    session.activity.name_en = ""
    session.activity.save()

    for language in ("th", "en"):
        assert "wall-other" not in wall_at(client, edition, session.starts_at, language)


def test_before_it_counts_the_days_and_the_promises(client, edition, session, now):
    PledgeFactory()

    html = wall_at(client, edition, now)

    assert "30 days to go 2–5 December 2026 · 10:00–20:00" in slide(html, "message")
    assert f'data-until="{edition.starts_on.isoformat()}"' in html
    assert "500 baht" in slide(html, "counters")
    assert slide(html, "now") == ""
    assert slide(html, "next").startswith("Next Wednesday 2 December")


def test_afterwards_it_thanks(client, edition, session):
    html = wall_at(client, edition, edition.moment(4, dt.time(20)))

    assert slide(html, "message").startswith("Thank you")
    assert "data-until" not in html
    assert slide(html, "next") == ""


def test_a_cancelled_expo_says_why(client, edition, now):
    gone = EditionFactory(year=2020, status="cancelled", starts_on=None)
    assert slide(wall_at(client, gone, now), "message") == "This expo was cancelled. Circumstances"


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_code_leads_to_the_programme_in_the_language(client, edition, settings, language):
    settings.SITE_URL = "https://expo.example.org"
    html = wall_at(client, edition, edition.moment(1, dt.time(12)), language)
    address = {"th": "https://expo.example.org/2026/programme/", "en": "https://expo.example.org/en/2026/programme/"}
    assert drawn(address[language]) in html
    assert address[language] in html


def test_sample_rows_are_told(client, edition, session, now):
    assert "Sample data." not in wall_at(client, edition, now)
    edition.has_sample_rows = True
    edition.save()
    assert "Sample data." in wall_at(client, edition, now)


def test_a_busy_day_takes_no_more_queries(client, edition, session):
    with time_machine.travel(session.starts_at, tick=False):
        client.get(f"/{edition.year}/wall/")
        once = queries(client, f"/{edition.year}/wall/")
        for _number in range(3):
            SessionFactory(starts_at=session.starts_at)
        assert queries(client, f"/{edition.year}/wall/") == once
