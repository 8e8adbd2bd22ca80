"""The second journey: a visitor finds a shift, signs up for it, sees the sign-up and takes it back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Consent, Person
from activities.models import Commitment, State
from activities.refusals import Clash, TooLateToCancel
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import KeyUsedForAnother
from tests.factories import (
    DutyFactory,
    EditionFactory,
    PersonFactory,
    PlaceFactory,
    RegistrationFactory,
    ShiftFactory,
    SignUpFactory,
)
from tests.pages import HOSTILE, alert, drawn, has_form, is_under_strict_rules, text, typed, value_of
from volunteers import refusals
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def shift(edition):
    """Return a shift with two places."""
    return ShiftFactory(capacity=2)


def list_of(edition):
    """Return the address of an edition's shifts, in the active language."""
    return reverse("shift_list", args=[edition.year])


def form_of(shift):
    """Return the address of a shift's form, in the active language."""
    return reverse("sign_up", args=[shift.edition.year, shift.code])


def page_of(row):
    """Return the address of a sign-up, in the active language."""
    return reverse("sign_up_detail", args=[row.code])


def sign_up(client, shift, **answers):
    """Send the form."""
    return client.post(form_of(shift), typed(**{"is_of_age": "on", **answers}))


def test_a_volunteer_signs_up_and_lands_on_the_page_of_the_sign_up(client, shift, language):
    assert is_under_strict_rules(client.get(form_of(shift)))
    response = sign_up(client, shift)
    row = SignUp.objects.get()
    assert (response.status_code, response.url) == (302, page_of(row))
    page = client.get(response.url)
    for word in (row.reference, shift.duty.name, {"th": "09.30", "en": "09:30"}[language]):
        assert word in text(page)
    assert drawn(f"{settings.SITE_URL}{page_of(row)}") in page.content.decode()
    assert (row.email, row.language) == ("jaidee@example.org", language)
    assert Shift.objects.get().seats_taken == 1
    assert Consent.objects.get().purpose == "volunteering"


def test_the_same_form_sent_twice_is_one_sign_up_and_the_same_page(client, shift, language):
    key = str(uuid4())
    first, second = (sign_up(client, shift, key=key) for _ in range(2))
    assert first.url == second.url
    assert SignUp.objects.count() == Outbox.objects.count() == 1
    assert Shift.objects.get().seats_taken == 1
    response = sign_up(client, shift, key=key, name="ใครอีกคน")
    assert response.status_code == 409
    assert str(KeyUsedForAnother()) in alert(response)


def assert_refused(response, refusal):
    """Check that a page says no with the sentence, keeps what was typed, and that no row was written."""
    assert response.status_code == 409
    assert str(refusal) in alert(response)
    assert value_of(response, "name") == "ใจดี มีสุข"
    assert not SignUp.objects.filter(email="jaidee@example.org").exists()


def test_a_full_shift_refuses_and_shows_others(client, shift, language):
    Shift.objects.update(has_waiting_list=False)
    SignUpFactory.create_batch(2, shift=shift)
    same_duty = ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 5 * HOUR)
    other_duty = ShiftFactory()
    past = ShiftFactory(duty=shift.duty, starts_at=shift.starts_at - 60 * DAY)
    for response in (client.get(form_of(shift)), sign_up(client, shift)):
        page = response.content.decode()
        assert str(refusals.ShiftFull()) in text(response)
        assert [form_of(row) in page for row in (same_duty, other_duty, past)] == [True, True, False]
        assert page.index(form_of(same_duty)) < page.index(form_of(other_duty)), "the same duty comes first"
    assert not has_form(client.get(form_of(shift)))
    assert_refused(response, refusals.ShiftFull())


@pytest.mark.parametrize("why", ["cancelled", "begun", "over"])
def test_a_closed_shift_refuses(client, shift, language, now, why):
    if why == "over":
        shift = ShiftFactory(duty=DutyFactory(edition=EditionFactory(year=2019, status="over")))
    changes = {"cancelled": {"state": State.CANCELLED}, "begun": {"starts_at": now}, "over": {}}
    Shift.objects.filter(pk=shift.pk).update(**changes[why])
    assert not has_form(client.get(form_of(shift)))
    assert_refused(sign_up(client, shift), refusals.ShiftClosed())


def test_nobody_is_in_two_places_at_once(client, shift, language):
    person = PersonFactory(email="jaidee@example.org")
    RegistrationFactory(person=person, session__starts_at=shift.starts_at, session__ends_at=shift.starts_at + HOUR)
    assert_refused(sign_up(client, shift), Clash())


def test_nobody_holds_two_places_in_a_shift(client, shift, language):
    sign_up(client, shift)
    response = sign_up(client, shift)
    assert response.status_code == 409
    assert str(refusals.AlreadySignedUp()) in alert(response)
    assert SignUp.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "answer"), [("email", ""), ("email", "jaidee"), ("phone", "081"), ("name", ""), ("consent", "")]
)
def test_what_cannot_be_meant_is_said_at_the_field(client, shift, language, field, answer):
    response = sign_up(client, shift, **{field: answer})
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("field", ["name", "email", "phone", "consent", "key"])
def test_no_field_stumbles(client, shift, field, what):
    response = sign_up(client, shift, **{field: HOSTILE[what]})
    assert response.status_code in {200, 302, 409}
    assert "<script>alert" not in response.content.decode()


# Who sees what


@pytest.mark.parametrize("name", ["sign_up_detail", "sign_up_cancel"])
def test_a_sign_up_opens_by_its_secret_code_alone(client, shift, name):
    row, other = SignUpFactory(shift=shift), RegistrationFactory()
    for guess in (row.reference, str(row.pk), row.code[:-1], row.code.swapcase(), shift.code, other.code, "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code == 404
    assert SignUp.objects.get().is_live
    response = client.get(reverse(name, args=[row.code]))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"


def test_shifts_that_the_public_may_not_see_have_no_form(client, shift):
    hidden = EditionFactory(year=2030, status="draft")
    rows = [ShiftFactory(state=State.DRAFT), ShiftFactory(duty=DutyFactory(edition=hidden))]
    assert [client.get(form_of(row)).status_code for row in rows] == [404, 404]
    assert client.get(list_of(hidden)).status_code == 404
    assert client.get(reverse("sign_up", args=[2019, shift.code])).status_code == 404


def test_the_page_of_a_sign_up_shows_nothing_of_the_person(client, shift, language):
    person = PersonFactory(name="นามสมมติ", phone="+66899999999")
    response = client.get(page_of(SignUpFactory(shift=shift, person=person)))
    for secret in (person.name, person.email, "899999999"):
        assert secret not in response.content.decode()
    assert is_under_strict_rules(response)


# Taking it back


def test_a_sign_up_is_taken_back_after_a_question_and_once(client, shift, language):
    sign_up(client, shift)
    SignUpFactory(shift=shift)
    row = SignUp.objects.get(email="jaidee@example.org")
    address = reverse("sign_up_cancel", args=[row.code])
    assert address in client.get(page_of(row)).content.decode()
    assert client.get(address).status_code == 200
    assert Shift.objects.get().seats_taken == 2, "a look changes nothing"
    assert [client.post(address).url for _ in range(2)] == [page_of(row)] * 2
    assert client.get(address).url == page_of(row)
    assert Shift.objects.get().seats_taken == 1
    assert Commitment.objects.count() == 1
    assert address not in client.get(page_of(row)).content.decode()
    assert Outbox.objects.filter(key=f"sign_up_cancelled:{row.pk}").count() == 1


def test_what_has_begun_is_not_taken_back(client, shift, language, now):
    row = SignUpFactory(shift=shift)
    Shift.objects.update(starts_at=now)
    address = reverse("sign_up_cancel", args=[row.code])
    assert client.get(address).url == page_of(row)
    response = client.post(address)
    assert response.status_code == 409
    assert str(TooLateToCancel()) in text(response)
    assert SignUp.objects.get().is_live


# Mail


def test_mails_say_what_when_where_and_the_way_back(client, edition, language):
    for shift in (ShiftFactory(place=PlaceFactory()), ShiftFactory(duty=DutyFactory(zone=None))):
        Outbox.objects.all().delete()
        email = f"jaidee-{shift.pk}@example.org"
        sign_up(client, shift, email=email)
        row = SignUp.objects.get(email=email)
        client.post(reverse("sign_up_cancel", args=[row.code]))
        confirmed, cancelled = Outbox.objects.order_by("pk")
        for mail in (confirmed, cancelled):
            assert mail.recipient == email
            assert shift.duty.name in mail.subject
            for word in ("ใจดี มีสุข", shift.duty.name, {"th": "09.30–13.30 น.", "en": "09:30–13:30"}[language]):
                assert word in mail.body
            assert row.reference in mail.body
            assert f"\n{settings.SITE_URL}{page_of(row)}\n" in mail.body
        assert f"\n{settings.SITE_URL}{list_of(edition)}\n" in cancelled.body
        assert (shift.place.name if shift.place else edition.venue) in confirmed.body


def test_a_name_brings_no_link_into_the_mail(client, shift):
    sign_up(client, shift, name="https://evil.example.com\r\n\r\nwww.evil.com")
    mail = Outbox.objects.get()
    assert mail.body.count("://") == mail.body.count(settings.SITE_URL)
    assert "evil.example.com" not in mail.body
    assert "www.evil.com" not in mail.body
