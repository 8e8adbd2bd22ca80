"""The public page of a draw: how it will be held, what came of it, and how anybody works it out again."""

import datetime as dt
import json
import re
import subprocess
import sys
from html import unescape

import pytest
from django.urls import reverse

from activities import actions
from activities.models import Draw, Session
from tests import factories as make
from tests.html import faults
from tests.pages import is_under_strict_rules, plain, queries, text

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def session(edition, now):
    """A session of three places whose draw five parties have entered; closed by now."""
    session = make.SessionFactory(entry="draw", capacity=3, registration_closes_at=now)
    for size in (1, 2, 1, 2, 1):
        make.RegistrationFactory(session=session, status="entered", party_size=size, name="สมหญิง ใจงาม")
    return session


def address(session, name="session_draw"):
    """Return the address of a session's draw."""
    return reverse(name, args=[session.edition.year, session.code])


def hold(session, at, seed="สลาก 835246 <b>"):
    """Hold its draw."""
    row = Session.objects.for_programme().get(pk=session.pk)
    return actions.hold_draw(session=row, seed=seed, by=make.UserFactory(), at=at)


def test_before_it_closes_the_page_says_until_when_one_can_enter_and_how_many_have(client, session, now, language):
    Session.objects.update(registration_closes_at=now + HOUR)
    said = text(client.get(address(session)))
    assert {"th": "2 พฤศจิกายน 2569 13.00 น.", "en": "2 November 2026 13:00"}[language] in said
    assert re.search(r"\b5\b", said)
    assert re.search(r"\b7\b", said)
    way_in = reverse("register", args=[session.edition.year, session.code])
    assert f'href="{way_in}"' in client.get(address(session)).content.decode()


def test_when_it_is_closed_the_page_says_that_the_draw_is_to_come(client, session):
    with_english = client.get(f"/en{address(session)}")
    assert "Entries closed on 2 November 2026 12:00" in text(with_english)
    assert "/register/" not in with_english.content.decode()


def test_afterwards_it_shows_seed_entries_and_order_and_nobodys_name(client, session, now, language):
    draw = hold(session, now)
    html = client.get(address(session)).content.decode()
    shown = re.findall(r'<th scope="row"><code>(\w{8})</code></th>', html)
    assert shown == [reference for reference, _result in draw.outcome]
    assert "สลาก 835246 &lt;b&gt;" in html
    assert "สมหญิง" not in html
    assert "@" not in plain(html)
    assert faults(html) == []


def test_three_lines_of_python_give_the_same_order(client, session, now, tmp_path):
    draw = hold(session, now)
    response = client.get(address(session, "session_draw_json"))
    name = re.search(r'filename="([^"]+)"', response["Content-Disposition"])[1]
    (tmp_path / name).write_bytes(response.content)
    html = client.get(address(session)).content.decode()
    program = unescape(re.search(r'<pre class="program" lang="en"><code>(.+?)</code>', html, re.DOTALL)[1])
    assert len(program.splitlines()) == 3
    ran = subprocess.run(  # noqa: S603 (our own lines)
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == [reference for reference, _result in draw.outcome]


def test_the_file_holds_all_that_is_needed_and_nobodys_name(client, session, now):
    draw = hold(session, now)
    response = client.get(address(session, "session_draw_json"))
    held = json.loads(response.content)
    assert (held["seed"], held["entries"], held["outcome"]) == (draw.seed, draw.entries, draw.outcome)
    assert set(held) == {"edition", "session", "activity", "held_at", "rule", "seed", "entries", "outcome"}
    assert "สมหญิง" not in response.content.decode()


def test_there_is_no_file_before_the_draw(client, session):
    assert client.get(address(session, "session_draw_json")).status_code == 404


@pytest.mark.parametrize("wrong", [{"entry": "registration"}, {"state": "draft"}])
def test_other_sessions_and_drafts_have_no_such_page(wrong, client, session):
    Session.objects.update(**wrong)
    assert client.get(address(session)).status_code == 404


def test_editions_that_nobody_sees_yet_and_other_years_have_no_such_page(client, session, edition):
    other = make.EditionFactory(year=2019, status="over")
    assert client.get(reverse("session_draw", args=[other.year, session.code])).status_code == 404
    type(edition).objects.filter(pk=edition.pk).update(status="draft")
    assert client.get(address(session)).status_code == 404


def test_a_draw_that_nobody_entered(client, edition, now, language):
    draw = make.DrawFactory()
    response = client.get(address(draw.session))
    assert response.status_code == 200
    assert b'class="empty"' in response.content


def test_a_session_that_was_called_off_says_so(client, session):
    Session.objects.update(state="cancelled")
    said = text(client.get(f"/en{address(session)}"))
    assert "This session was cancelled" in said
    assert "parties have entered" not in said


def test_the_page_is_under_strict_rules_and_takes_the_same_queries_for_many(client, session, now):
    client.get(address(session))
    before = queries(client, address(session))
    hold(session, now)
    assert queries(client, address(session)) <= before
    assert is_under_strict_rules(client.get(address(session)))


def test_kept_pages_show_the_result_as_soon_as_it_was_drawn(session, now):
    before = session.edition.__class__.objects.get(pk=session.edition.pk).content_version
    hold(session, now)
    assert session.edition.__class__.objects.get(pk=session.edition.pk).content_version == before + 1
    assert Draw.objects.count() == 1
