"""What a browser keeps of a sign-in, what it opens and how it ends."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import SignInCode
from goodsociety.common import tidying
from goodsociety.common.models import Outbox
from tests.accounts.signing_in import MAIL, ask, give, is_in, let_in, mailed
from tests.factories import PASSWORD, PersonFactory, UserFactory
from tests.pages import text, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time(now):
    """Stop the clock."""


# Sessions


def test_the_key_of_the_session_is_new_and_the_old_one_opens_nothing(client):
    ask(client)
    before = client.cookies["sessionid"].value
    forged = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    give(client, mailed())
    assert client.cookies["sessionid"].value != before
    assert client.cookies["csrftoken"].value != forged
    old = Client()
    old.cookies["sessionid"] = before
    assert not is_in(old)


def test_another_visitor_in_the_same_browser_gets_a_session_of_their_own(client):
    let_in(client)
    session = client.session
    session["left"] = "by the first"
    session.save()
    assert ask(client, "other@example.org").url == reverse("me"), "whoever is in does not sign in again"
    client.post(reverse("sign_out"))
    let_in(client, "other@example.org")
    assert "left" not in client.session
    assert "other@example.org" in text(client.get(reverse("me")))


def test_signing_out_ends_it_and_only_when_it_is_sent(client):
    let_in(client)
    assert client.get(reverse("sign_out")).url == reverse("me")
    assert is_in(client)
    kept = client.cookies["sessionid"].value
    answer = client.post(reverse("sign_out"))
    assert answer.url == f"{reverse('sign_in')}?signed-out"
    assert client.get(answer.url).status_code == 200
    client.cookies["sessionid"] = kept
    assert not is_in(client)


def test_the_form_of_an_earlier_sign_in_lets_nobody_in_again(client):
    ask(client)
    form = {"key": "0" * 32, "code": mailed()}
    assert client.post(reverse("sign_in_code"), form).status_code == 302
    client.post(reverse("sign_out"))
    ask(client, "other@example.org")
    assert client.post(reverse("sign_in_code"), form).status_code == 409
    assert not is_in(client)


def test_signing_out_everywhere_ends_all_of_mine_and_nobody_elses(client, now):
    phone, other = Client(), Client()
    let_in(client)
    let_in(phone)
    let_in(other, "other@example.org")
    with time_machine.travel(now + dt.timedelta(minutes=1), tick=False):
        client.post(reverse("sign_out_everywhere"))
        assert [is_in(browser) for browser in (client, phone, other)] == [False, False, True]
        let_in(client)
        assert is_in(phone) is False


@pytest.mark.parametrize("name", ["sign_in", "sign_out", "sign_out_everywhere", "my_name"])
def test_a_forged_form_does_nothing(name):
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post(reverse(name), {"email": MAIL, "key": "0" * 32}).status_code == 403
    assert not Outbox.objects.exists()


def test_an_address_that_is_not_proved_is_forgotten_in_an_hour_and_a_sign_in_stays(client):
    ask(client)
    assert client.session.get_expiry_age() == 3600
    give(client, mailed())
    assert client.session.get_expiry_age() == 14 * 24 * 3600


# Where to go on


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/2026/programme/?zone=forest", "/2026/programme/?zone=forest"),
        ("/en/me/", "/en/me/"),
        *[
            (elsewhere, "/me/")
            for elsewhere in (
                "",
                "//evil.example.org/",
                "/\\evil.example.org/",
                "https://evil.example.org/",
                "javascript:alert(1)",
                "evil.example.org",
                "/\t/evil.example.org",
                "/me/\r\nSet-Cookie: a=b",
                "/" + "x" * 5000,
                "///evil.example.org",
                "/a\x00b",
            )
        ],
    ],
)
def test_the_way_on_stays_on_this_site(client, asked, led):
    ask(client, next=asked)
    assert give(client, mailed()).url == led


def test_the_form_carries_the_way_on_and_no_other(client):
    assert value_of(client.get(reverse("sign_in"), {"next": "/2026/"}), "next") == "/2026/"
    assert value_of(client.get(reverse("sign_in"), {"next": "//evil.example.org"}), "next") == ""


# Staff


def test_a_code_opens_nothing_of_the_workspace(client):
    UserFactory(email=MAIL, is_staff=True, is_superuser=True)
    let_in(client)
    assert is_in(client)
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 302
    assert reverse("admin:login") in answer.url
    assert "_auth_user_id" not in client.session


def test_a_password_opens_the_workspace_and_not_somebodys_page(client):
    UserFactory(email=MAIL, person=PersonFactory(email=MAIL), is_staff=True, is_superuser=True)
    assert client.login(username=MAIL, password=PASSWORD)
    assert client.get(reverse("admin:index")).status_code == 200
    assert not is_in(client)


def test_organisers_who_sign_in_by_a_code_as_well_keep_their_workspace(client):
    UserFactory(email="boss@example.org", is_staff=True, is_superuser=True)
    client.login(username="boss@example.org", password=PASSWORD)
    let_in(client)
    assert client.get(reverse("admin:index")).status_code == 200
    client.post(reverse("sign_out"))
    assert client.get(reverse("admin:index")).status_code == 302


# Letting go


def test_dead_codes_their_mails_and_ended_sessions_go(client, now):
    ask(client)
    waiting = Outbox.objects.get()
    tidying.tidy(at=now + dt.timedelta(minutes=9))
    assert SignInCode.objects.exists()
    with time_machine.travel(now + dt.timedelta(days=30), tick=False):
        tidying.tidy(at=now + dt.timedelta(days=30))
    waiting.refresh_from_db()
    assert not SignInCode.objects.exists()
    assert (waiting.state, waiting.body, waiting.recipient) == ("failed", "", "erased@example.org")
    assert not client.session.exists(client.cookies["sessionid"].value)


def test_other_mail_stays(now):
    let_in(Client())
    other = Outbox.objects.create(key="registered:1", recipient=MAIL, subject="s", body="b", due_at=now, created_at=now)
    tidying.tidy(at=now + dt.timedelta(hours=1))
    other.refresh_from_db()
    assert (other.state, other.body) == ("queued", "b")
