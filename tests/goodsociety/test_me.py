"""A visitor's own page: everything of theirs, nothing of others, and the way out of each thing."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Person
from activities.models import Entry, Favourite, Registration
from donations.models import Pledge
from goodsociety.common.models import AuditEntry
from tests.accounts.signing_in import MAIL, let_in
from tests.factories import (
    ConsentFactory,
    DutyFactory,
    EditionFactory,
    ExpertiseFactory,
    FavouriteFactory,
    PersonFactory,
    PledgeFactory,
    RegistrationFactory,
    SessionFactory,
    ShiftFactory,
    SignUpFactory,
    usual_edition,
)
from tests.html import faults
from tests.pages import HOSTILE, alert, is_under_strict_rules, queries, text, typed, value_of
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def person(edition):
    """Return the visitor, a month before the expo."""
    return PersonFactory(email=MAIL, name="สมชาย ใจดี", phone="+66812345678")


@pytest.fixture
def me(client, person):
    """Return the visitor's browser, signed in."""
    let_in(client)
    return client


def look(client):
    """Return the visitor's page."""
    return client.get(reverse("me"))


def coming(response):
    """Return what a page says of what is to come."""
    return text(response).partition(MAIL)[0].split("ผ่านไป")[0]


def everything_for(person):
    """Add one more of everything to a person, each time on another day."""
    day = 1 + Registration.objects.live().filter(person=person).count()
    session = SessionFactory(starts_at=usual_edition().moment(day, dt.time(10)))
    RegistrationFactory(person=person, session=session)
    RegistrationFactory(person=person, status="cancelled")
    SignUpFactory(person=person, shift=ShiftFactory(duty=DutyFactory(), starts_at=session.ends_at))
    FavouriteFactory(person=person)
    PledgeFactory(person=person)
    ExpertiseFactory(person=person)
    ConsentFactory(person=person, version=f"v{Registration.objects.count()}")


# What stands there


def test_the_page_is_sound_and_kept_by_nobody(me, person, language):
    everything_for(person)
    page = look(me)
    html = page.content.decode()
    assert faults(html) == []
    assert html.count("<h1") == 1
    assert is_under_strict_rules(page)
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"].startswith("noindex")
    assert "csrfmiddlewaretoken" in html
    assert f'data-merge-favourites="{reverse("merge_favourites")}"' in html


def test_without_anything_it_says_where_to_begin(me, edition):
    page = look(me)
    assert f'href="{reverse("programme", args=[edition.year])}"' in page.content.decode()
    assert faults(page.content.decode()) == []


def test_without_any_edition_it_still_stands(client, now):
    let_in(client)
    assert look(client).status_code == 200


def test_everything_of_mine_leads_to_its_own_page(me, person):
    everything_for(person)
    html = look(me).content.decode()
    for row, page, leave in (
        (Registration.objects.live().get(), "registration_detail", "registration_cancel"),
        (SignUp.objects.get(), "sign_up_detail", "sign_up_cancel"),
    ):
        assert f'href="{reverse(page, args=[row.code])}"' in html
        assert f'href="{reverse(leave, args=[row.code])}"' in html
        assert row.reference in html
    assert f'href="{reverse("pledge_detail", args=[Pledge.objects.get().code])}"' in html


def test_days_stand_in_order_and_within_a_day_what_has_its_time_first(me, person, edition):
    later = SessionFactory(starts_at=edition.moment(2, dt.time(9)))
    exhibition = SessionFactory(
        open_door=True, starts_at=edition.moment(1, dt.time(10)), ends_at=edition.moment(1, dt.time(20))
    )
    early = SessionFactory(starts_at=edition.moment(1, dt.time(13)))
    shift = ShiftFactory(starts_at=edition.moment(1, dt.time(15)), duty=DutyFactory(name_th="งานอาสาบ่าย"))
    RegistrationFactory(person=person, session=later)
    RegistrationFactory(person=person, session=early)
    SignUpFactory(person=person, shift=shift)
    FavouriteFactory(person=person, session=exhibition)
    said = text(look(me)).partition("วันของฉัน")[2]
    names = [early.activity.name_th, "งานอาสาบ่าย", exhibition.activity.name_th, later.activity.name_th]
    assert sorted(names, key=said.index) == names


def test_several_editions_are_one_timeline(me, person, edition):
    next_year = EditionFactory(year=edition.year + 1)
    RegistrationFactory(person=person)
    RegistrationFactory(person=person, session=SessionFactory(activity__edition=next_year))
    said = coming(look(me))
    assert said.index(edition.name_th) < said.index(next_year.name_th)


def test_what_is_over_or_taken_back_is_folded(me, person):
    past = EditionFactory(year=2019, status="over")
    old = RegistrationFactory(person=person, session=SessionFactory(activity__edition=past)).session.activity.name_th
    gone = RegistrationFactory(person=person, status="cancelled").session.activity.name_th
    html = look(me).content.decode()
    fold = re.search(r"<details.*?</details>", html, flags=re.DOTALL)[0]
    assert old in fold
    assert gone in fold
    assert html.count(old) == fold.count(old), "nowhere else"
    assert "/cancel/" not in fold


def test_what_goes_on_right_now_is_still_to_come_and_cannot_be_taken_back(me, person, now):
    row = RegistrationFactory(person=person, session=SessionFactory(starts_at=now - HOUR / 2))
    html = look(me).content.decode()
    assert "<details" not in html
    assert reverse("registration_detail", args=[row.code]) in html
    assert reverse("registration_cancel", args=[row.code]) not in html


@pytest.mark.parametrize("whole_expo", [False, True])
def test_what_the_organisers_cancel_is_told(me, person, edition, whole_expo):
    row = RegistrationFactory(person=person)
    if whole_expo:
        edition.status, edition.cancelled_reason_th = "cancelled", "เหตุสุดวิสัย"
        edition.save()
    else:
        row.session.state = "cancelled"
        row.session.save()
    html = look(me).content.decode()
    assert "badge-bad" in html
    assert "is-called-off" in html


# Favourites


def test_a_favourite_tells_what_else_happens_at_the_same_time(me, person, edition):
    taken = RegistrationFactory(person=person).session
    FavouriteFactory(person=person, session=SessionFactory(starts_at=taken.starts_at + HOUR / 2))
    FavouriteFactory(person=person, session=SessionFactory(starts_at=taken.ends_at + HOUR / 2))
    FavouriteFactory(person=person, session=SessionFactory(starts_at=taken.ends_at + 2 * HOUR))
    exhibition = SessionFactory(
        open_door=True, starts_at=edition.moment(1, dt.time(10)), ends_at=edition.moment(1, dt.time(20))
    )
    FavouriteFactory(person=person, session=exhibition)
    html = look(me).content.decode()
    assert html.count('/register/"') == 2, "not what would be refused"
    clashes = re.findall(r'class="me-clash">.*?</p>', html, flags=re.DOTALL)
    assert [taken.activity.name_th in clash for clash in clashes] == [True]
    assert exhibition.activity.name_th not in "".join(clashes)


def test_a_favourite_that_i_registered_for_is_the_registration(me, person):
    row = RegistrationFactory(person=person)
    FavouriteFactory(person=person, session=row.session)
    assert look(me).content.decode().count("me-entry") == 1


@pytest.mark.parametrize(
    ("change", "is_offered"), [({}, True), ({"capacity": 0}, False), ({"entry": Entry.OPEN_DOOR}, False)]
)
def test_a_favourite_offers_to_register_where_that_is_open(me, person, change, is_offered):
    session = SessionFactory(**change)
    FavouriteFactory(person=person, session=session)
    path = reverse("register", args=[session.edition.year, session.code])
    assert (path in look(me).content.decode()) == is_offered


@pytest.mark.parametrize("hide", ["session", "edition"])
def test_a_favourite_that_is_a_draft_again_is_not_shown(me, person, edition, hide):
    session = FavouriteFactory(person=person).session
    row = session if hide == "session" else edition
    setattr(row, "state" if hide == "session" else "status", "draft")
    row.save()
    assert session.activity.name_th not in text(look(me))


def test_a_favourite_is_removed_and_only_mine(me, person):
    session = FavouriteFactory(person=person).session
    theirs = FavouriteFactory(session=session)
    path = reverse("remove_favourite", args=[session.code])
    assert f'action="{path}"' in look(me).content.decode()
    assert me.get(path).url == reverse("me")
    assert Favourite.objects.count() == 2, "looking at the address changes nothing"
    for _time in range(2):
        assert me.post(path).url == reverse("me")
    assert Favourite.objects.get() == theirs


# Mine alone


def test_nothing_of_others_stands_there_and_its_cost_stays_the_same(me, person):
    everything_for(person)
    once = queries(me, reverse("me"))
    everything_for(person)
    everything_for(person)
    everything_for(PersonFactory(name="คนอื่น", email="other@example.org"))
    assert queries(me, reverse("me")) == once
    assert once <= 16
    said = look(me).content.decode()
    for row in (*Registration.objects.exclude(person=person), *SignUp.objects.exclude(person=person)):
        assert row.reference not in said
        assert row.code not in said


@pytest.mark.parametrize("name", ["me", "my_name", "sign_out", "sign_out_everywhere"])
def test_who_is_not_signed_in_is_led_to_the_sign_in_and_changes_nothing(name, person):
    visitor = Client()
    before = AuditEntry.objects.count()
    for answer in (visitor.get(reverse(name)), visitor.post(reverse(name), {"key": "0" * 32, "name": "X"})):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("sign_in"))
        assert answer["Cache-Control"] == "no-store, private"
    assert AuditEntry.objects.count() == before


def test_removing_a_favourite_without_signing_in_does_nothing(person):
    session = FavouriteFactory(person=person).session
    Client().post(reverse("remove_favourite", args=[session.code]))
    assert Favourite.objects.count() == 1


def test_public_pages_lead_there_and_are_the_same_for_everybody(me, person, edition):
    path = reverse("programme", args=[edition.year])
    mine, anybodys = me.get(path), Client().get(path)
    assert mine.content == anybodys.content
    assert f'href="{reverse("me")}"' in mine.content.decode()


# Details


def test_my_details_and_consents_stand_there(me, person, now):
    ConsentFactory(person=person, given_at=now, version="2026-11")
    said = text(look(me))
    for detail in (person.name, MAIL, "+66812345678", "2026-11"):
        assert detail in said


def test_a_new_visitor_is_asked_for_a_name_and_then_greeted_by_it(client, edition):
    let_in(client, "new@example.org")
    assert reverse("my_name") in look(client).content.decode()
    form = {"key": "0" * 32, "name": "  มานี   ใจดี "}
    assert client.post(reverse("my_name"), form).url == reverse("me")
    person = Person.objects.get()
    assert person.name == "มานี ใจดี"
    assert "มานี ใจดี" in text(look(client))
    entry = AuditEntry.objects.get(verb="rename")
    assert (entry.subject_key, entry.numbers) == (person.pk, {})


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\x00b"])
def test_what_is_no_name_is_said_and_the_old_one_stays(me, person, name):
    answer = me.post(reverse("my_name"), {"key": "0" * 32, "name": name})
    assert answer.status_code == 200
    assert alert(answer) != "no summary"
    person.refresh_from_db()
    assert person.name == "สมชาย ใจดี"


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_name_breaks_the_page(me, person, name):
    assert me.post(reverse("my_name"), {"key": "0" * 32, "name": name}).status_code in {200, 302}
    assert is_under_strict_rules(look(me))
    assert faults(look(me).content.decode()) == []


# Forms know who is signed in


@pytest.fixture(params=["register", "sign_up", "pledge"])
def form_path(request, edition):
    """Return the address of each public form."""
    if request.param == "register":
        return reverse("register", args=[edition.year, SessionFactory().code])
    if request.param == "sign_up":
        return reverse("sign_up", args=[edition.year, ShiftFactory().code])
    return reverse("pledge", args=[edition.year, PledgeFactory().campaign.slug])


def test_forms_are_filled_with_my_name_and_address_and_kept_by_nobody(me, person, form_path):
    page = me.get(form_path)
    assert (value_of(page, "name"), value_of(page, "email")) == (person.name, MAIL)
    assert "no-store" in page["Cache-Control"]
    assert value_of(Client().get(form_path), "email") == ""


def test_what_i_sign_up_for_is_mine(me, person, form_path):
    kind = form_path.strip("/").rpartition("/")[2]
    answer = me.post(form_path, typed(email=MAIL, party_size="1", amount="100", is_of_age="on"))
    assert answer.status_code == 302, alert(answer)
    made = {"register": Registration, "sign-up": SignUp, "pledge": Pledge}[kind].objects.order_by("-pk").first()
    assert made.person == person
    assert made.code in look(me).content.decode()


def test_english_pages_are_in_english(me, person):
    everything_for(person)
    with translation.override("en"):
        page = look(me)
    assert page["Content-Language"] == "en"
    assert "My days" in text(page)
