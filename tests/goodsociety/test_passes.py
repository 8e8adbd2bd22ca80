"""The pass: one code for an expo, told to nobody, and replaced when others have seen it."""

import datetime as dt
import re
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from activities import actions, refusals
from activities.actions import Scan
from activities.actions.passing import PASSES_OF_A_PERSON
from activities.models import Pass
from activities.passes import CALENDAR, ENTRANCE, code_of, pass_address, token_of
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry
from goodsociety.common.refusals import WrongStep
from tests import factories as make
from tests.accounts.signing_in import MAIL, let_in
from tests.html import faults
from tests.pages import drawn, is_under_strict_rules, text
from tests.tables import everything, refused
from zones.models import Appointment

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def person(edition):
    """Return a visitor."""
    return make.PersonFactory(email=MAIL, name="สมชาย ใจดี")


@pytest.fixture
def party(person):
    """Return their registration."""
    return make.RegistrationFactory(person=person, party_size=2)


@pytest.fixture
def held(party, edition):
    """Return their pass."""
    return make.PassFactory(person=party.person, edition=edition)


@pytest.fixture
def me(client, person):
    """Return the visitor's browser, signed in."""
    let_in(client)
    return client


def scanned(held, session, by, at):
    """Return what the desk says to a pass."""
    row = actions.scan(session=session, read=Scan(pass_address(held.code), uuid4()), by=by, at=at)
    return row.result, row.reason


# On my page


def test_my_page_shows_the_code_and_what_to_type(me, held, party):
    page = me.get(reverse("me"))
    html = page.content.decode()
    assert drawn(pass_address(held.code)) in html
    assert party.reference in html[html.index('id="pass"') : html.index('id="days-heading"')]
    assert faults(html) == []
    assert is_under_strict_rules(page)


def test_without_a_pass_one_can_be_made(me, party, edition):
    path = reverse("renew_pass", args=[edition.year])
    assert f'href="{path}"' in me.get(reverse("me")).content.decode()
    assert me.post(path, {"key": str(uuid4())}).url == f"{reverse('me')}#pass"
    assert drawn(pass_address(Pass.objects.get().code)) in me.get(reverse("me")).content.decode()


def test_without_anything_there_is_no_pass_to_show(me, edition):
    assert 'id="pass"' not in me.get(reverse("me")).content.decode()


@pytest.mark.parametrize("status", ["over", "cancelled"])
def test_a_pass_of_what_is_over_is_not_shown(me, held, edition, status):
    edition.status, edition.cancelled_reason_th = status, "เหตุสุดวิสัย"
    edition.save()
    assert 'id="pass"' not in me.get(reverse("me")).content.decode()


# Read by an ordinary camera


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_whoever_reads_it_learns_nothing_about_whose_it_is(held, party, prefix, edition):
    page = Client().get(f"{prefix}/p/{token_of(held.code)}")
    said = page.content.decode()
    assert page.status_code == 200
    assert edition.name in said or edition.name_en in said
    for secret in (party.person.name, MAIL, party.reference, party.code, party.session.activity.name_th):
        assert secret not in said
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"].startswith("noindex")
    assert faults(said) == []


def test_the_address_in_the_code_is_that_page(held, settings):
    assert pass_address(held.code) == f"{settings.SITE_URL}{reverse('pass', args=[token_of(held.code)])}"


def test_reading_it_changes_nothing(held, client):
    before = everything()
    client.get(reverse("pass", args=[token_of(held.code)]))
    assert everything() == before


@pytest.mark.parametrize("forge", ["other signature", "unknown", "calendar", "nonsense"])
def test_a_forged_code_gets_a_friendly_page(client, held, forge):
    token = {
        "other signature": f"{held.code}.{token_of('A' * 22)[23:]}",
        "unknown": token_of("A" * 22),
        "calendar": token_of(held.code, CALENDAR),
        "nonsense": "ก" * 3000,
    }[forge]
    page = client.get(reverse("pass", args=[token]))
    assert page.status_code == 404
    assert reverse("me") in page.content.decode()
    assert faults(page.content.decode()) == []


def test_a_calendars_address_lets_nobody_in_and_an_entrance_code_shows_no_calendar(held):
    assert code_of(token_of(held.code, CALENDAR), ENTRANCE) == ""
    assert code_of(token_of(held.code, ENTRANCE), CALENDAR) == ""


def test_a_revoked_pass_says_so(client, held, now):
    Pass.objects.update(revoked_at=now + HOUR)
    with translation.override("en"):
        assert "no longer valid" in text(client.get(reverse("pass", args=[token_of(held.code)])))


@pytest.mark.parametrize(
    ("role", "is_led"), [(Role.DESK, True), (Role.ORGANISER, True), (Role.FINANCE, False), (None, False)]
)
def test_staff_of_the_desk_know_it_is_to_be_scanned(client, held, edition, role, is_led):
    user = make.UserFactory(is_staff=True)
    make.ZoneFactory(edition=edition)
    if role:
        Appointment.objects.create(user=user, role=role, edition=edition)
    client.force_login(user)
    page = client.get(reverse("pass", args=[token_of(held.code)]))
    assert page.context["is_desk"] is is_led


# A new one


def test_a_new_pass_lets_in_and_the_old_one_is_refused(me, held, party, edition, now):
    desk = make.UserFactory(is_staff=True)
    path = reverse("renew_pass", args=[edition.year])
    assert drawn(pass_address(held.code)) not in me.get(path).content.decode()
    assert me.get(path).status_code == 200
    assert Pass.objects.count() == 1, "looking at the address changes nothing"
    me.post(path, {"key": str(uuid4())})
    new = Pass.objects.live().get()
    assert new.code != held.code
    assert scanned(held, party.session, desk, now) == ("refused", "revoked")
    assert scanned(new, party.session, desk, now) == ("welcome", "")
    assert [(entry.verb, entry.subject_key) for entry in AuditEntry.objects.filter(verb="renew_pass")] == [
        ("renew_pass", new.pk)
    ]


def test_the_button_pressed_twice_makes_one(me, held, edition):
    form = {"key": str(uuid4())}
    for _time in range(2):
        assert me.post(reverse("renew_pass", args=[edition.year]), form).status_code == 302
    assert Pass.objects.count() == 2


def test_it_is_mine_alone(me, held, edition):
    theirs = make.PassFactory(edition=edition)
    me.post(reverse("renew_pass", args=[edition.year]), {"key": str(uuid4())})
    theirs.refresh_from_db()
    assert theirs.revoked_at is None
    answer = Client().post(reverse("renew_pass", args=[edition.year]), {"key": str(uuid4())})
    assert answer.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize("year", [1999, 2025])
def test_there_is_none_for_an_expo_that_is_not_there(me, year):
    make.EditionFactory(year=2025, status="draft")
    assert me.get(reverse("renew_pass", args=[year])).status_code == 404


def test_enough_is_enough_for_a_day(me, held, edition, now):
    for _time in range(PASSES_OF_A_PERSON.most):
        actions.renew_pass(person=held.person, edition=edition, by=VISITOR, at=now)
    with refused(refusals.TooManyPasses):
        actions.renew_pass(person=held.person, edition=edition, by=VISITOR, at=now)
    assert me.post(reverse("renew_pass", args=[edition.year]), {"key": str(uuid4())}).status_code == 429
    with time_machine.travel(now + dt.timedelta(days=1)):
        actions.renew_pass(person=held.person, edition=edition, by=VISITOR, at=now + dt.timedelta(days=1))


def test_staff_take_a_pass_away_once(held, party, now):
    staff = make.UserFactory(is_staff=True)
    actions.revoke_pass(held=held, by=staff, at=now + HOUR)
    assert scanned(held, party.session, staff, now + HOUR) == ("refused", "revoked")
    with refused(WrongStep):
        actions.revoke_pass(held=held, by=staff, at=now + HOUR)


def test_who_registers_after_a_pass_was_taken_away_has_a_new_one(party, held, now, edition):
    actions.revoke_pass(held=held, by=make.UserFactory(is_staff=True), at=now + HOUR)
    actions.renew_pass(person=held.person, edition=edition, by=VISITOR, at=now + HOUR)
    assert re.fullmatch(r"[\w-]{22}", Pass.objects.live().get(person=held.person).code)
