"""The mailbox of the demo."""

import datetime as dt

import pytest
from django.urls import NoReverseMatch, path, reverse

from goodsociety import urls
from goodsociety.pages import mailbox
from tests.factories import OutboxFactory
from tests.html import faults
from tests.pages import queries, text

pytestmark = pytest.mark.django_db

#: The site's addresses with those that only the demo has.
urlpatterns = [path("mailbox/", mailbox.mail_list, name="mailbox"), *urls.urlpatterns]
in_the_demo = pytest.mark.urls(__name__)


def test_outside_the_demo_there_is_no_mailbox(client):
    assert client.get("/mailbox/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("mailbox")


@in_the_demo
def test_every_page_of_the_demo_leads_to_it(client):
    assert 'href="/mailbox/"' in client.get("/privacy/").content.decode()


@in_the_demo
def test_mails_stand_newest_first_whether_sent_or_waiting(client, now):
    OutboxFactory(subject="The first", created_at=now - dt.timedelta(hours=2), state="sent")
    OutboxFactory(subject="The second", created_at=now - dt.timedelta(hours=1))
    OutboxFactory(subject="Given up", created_at=now - dt.timedelta(hours=3), state="failed")

    page = text(client.get("/mailbox/"))

    assert page.index("The second") < page.index("The first") < page.index("Given up")
    assert "somebody@example.org" in page


@in_the_demo
def test_links_to_the_site_can_be_followed_and_no_others(client, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    OutboxFactory(body="http://127.0.0.1:8000/registrations/a-b_c/?x=1&y=2 https://evil.example.org/ <b>bold</b>")

    response = client.get("/mailbox/")
    html = response.content.decode()

    assert 'href="/registrations/a-b_c/?x=1&amp;y=2">http://127.0.0.1:8000/registrations/a-b_c/?x=1&amp;y=2</a>' in html
    assert "https://evil.example.org/" in html
    assert 'href="https://evil' not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert faults(html) == []


@in_the_demo
@pytest.mark.parametrize("rest", ["//evil.example.org/", "/\\evil.example.org/", "@evil.example.org/", ".evil.org/"])
def test_what_only_looks_like_a_link_to_the_site_is_none(client, settings, rest):
    settings.SITE_URL = "http://127.0.0.1:8000"
    OutboxFactory(body=f"{settings.SITE_URL}{rest}")

    html = client.get("/mailbox/").content.decode()

    assert "evil" in html
    assert "evil" not in "".join(part.split('"')[0] for part in html.split('href="')[1:])


@in_the_demo
def test_an_empty_mailbox_says_how_to_fill_it(client, settings):
    OutboxFactory(body="", state="sent")

    page = text(client.get("/mailbox/"))

    assert "somebody@example.org" not in page
    assert faults(client.get("/mailbox/").content.decode()) == []


@in_the_demo
def test_three_mails_take_no_more_queries_than_one(client):
    OutboxFactory()
    once = queries(client, "/mailbox/")
    OutboxFactory()
    OutboxFactory()

    assert queries(client, "/mailbox/") == once


@in_the_demo
def test_many_mails_come_in_pages(client):
    for _ in range(21):
        OutboxFactory()

    assert len(client.get("/mailbox/").context["page"]) == 20
    assert len(client.get("/mailbox/?page=2").context["page"]) == 1
