"""People, users, organizations, campaigns and shifts: what may be typed about them, and by whom."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import Person, User
from activities.models import PartyMember, Registration
from donations.models import Campaign
from organizations.models import Organization, Participation
from reports.models import PublishedFigure
from tests import factories as make
from tests.admin.conftest import signed_in
from tests.admin.pages import errors, messages_of, send
from tests.admin.rows import page
from volunteers.models import Duty, Shift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LONG = "correct horse battery staple 2"


def test_a_contact_is_kept_in_its_normal_form(organiser):
    typed = {"name": "ใจดี", "email": " Jai.Dee@Example.ORG", "phone": "๐๘๑-234 5678", "language": "th"}
    assert errors(send(organiser, page(Person, "add"), **typed)) == ""
    person = Person.objects.get(name="ใจดี")
    assert (person.email, person.phone) == ("jai.dee@example.org", "+66812345678")


def test_two_people_without_an_email_are_two_people(organiser):
    for number in ("081 234 5678", "081 234 5679"):
        assert errors(send(organiser, page(Person, "add"), name="ใจดี", phone=number, language="th")) == ""
    assert Person.objects.filter(email=None).count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "", "phone": ""}, "so that the person can be reached"),
        ({"email": "nobody"}, "valid email"),
        ({"phone": "12"}, "Thai phone number"),
        ({"language": "xx"}, "not one of the available choices"),
        ({"email": "TAKEN@example.org"}, "already exists"),
        ({"name": " "}, "required"),
        ({"name": "x" * 1_000_000}, "at most 200 characters"),
    ],
)
def test_a_person_who_makes_no_sense_is_refused_in_words(typed, sentence, organiser):
    make.PersonFactory(email="taken@example.org")
    person = make.PersonFactory()
    assert sentence in errors(send(organiser, page(Person, "change", person.pk), **typed))


def test_an_erased_person_stays_erased(organiser):
    person = make.PersonFactory(erased_at=timezone.now())
    assert organiser.get(page(Person, "change", person.pk)).status_code == 200
    assert organiser.post(page(Person, "change", person.pk), {"name": "ใจดี"}).status_code == 403


@pytest.mark.parametrize("typed", ["081 234 5678", "0812345678", "+66 81 234 5678", "๐๘๑๒๓๔๕๖๗๘"])
def test_a_phone_number_is_found_however_it_is_typed(typed, organiser):
    person = make.PersonFactory(phone="+66812345678")
    make.PersonFactory(phone="+66812345679")
    found = organiser.get(page(Person, "changelist"), {"q": typed}).context["cl"].queryset
    assert list(found) == [person]


def test_a_user_signs_in_by_email_in_any_case(organiser):
    typed = {"email": "Staff@Example.org", "usable_password": "true", "password1": LONG, "password2": LONG}
    assert errors(send(organiser, page(User, "add"), **typed)) == ""
    user = User.objects.get(email="staff@example.org")
    assert errors(send(organiser, page(User, "change", user.pk), is_staff="on")) == ""
    browser = Client()
    answer = browser.post("/en/admin/login/", {"username": "STAFF@example.org", "password": LONG, "next": "/en/admin/"})
    assert answer.url == "/en/admin/"
    assert browser.get(answer.url).status_code == 200


def test_a_user_is_made_once(organiser):
    make.UserFactory(email="staff@example.org")
    typed = {"email": "STAFF@example.org", "usable_password": "true", "password1": LONG, "password2": LONG}
    assert "already exists" in errors(send(organiser, page(User, "add"), **typed))


def test_two_users_with_one_email_are_refused_when_both_are_made_at_once(organiser, monkeypatch):
    monkeypatch.setattr("django.forms.models.BaseModelForm.validate_unique", lambda _form: None)
    make.UserFactory(email="staff@example.org")
    typed = {"email": "staff@example.org", "usable_password": "true", "password1": LONG, "password2": LONG}
    assert "contradicts another row" in errors(send(organiser, page(User, "add"), **typed))


def test_a_password_is_shown_as_a_hash_and_changed_on_a_page_of_its_own(organiser):
    user = make.UserFactory()
    address = page(User, "change", user.pk).replace("change/", "password/")
    assert "password/" in organiser.get(page(User, "change", user.pk)).content.decode()
    typed = {"usable_password": "true", "password1": LONG, "password2": LONG}
    assert organiser.post(address, {**typed, "password2": "another"}).status_code == 200
    assert organiser.post(address, typed).status_code == 302
    user.refresh_from_db()
    assert user.check_password(LONG)


def test_only_those_who_may_do_everything_give_rights(may):
    browser = may("view_user", "change_user", "add_user")
    user = make.UserFactory()
    permission = Permission.objects.get(codename="change_user")
    answer = send(
        browser, page(User, "change", user.pk), is_superuser="on", is_staff="on", user_permissions=[permission.pk]
    )
    assert errors(answer) == ""
    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff, user.user_permissions.count()) == (False, False, 0)


def test_nobody_else_changes_those_who_may_do_everything(may):
    browser = may("view_user", "change_user")
    chief = make.UserFactory(is_superuser=True)
    assert browser.post(page(User, "change", chief.pk), {"email": "x@example.org"}).status_code == 403
    address = page(User, "change", chief.pk).replace("change/", "password/")
    assert browser.post(address, {"password1": LONG, "password2": LONG}).status_code == 403


def test_users_are_not_deleted(organiser):
    user = make.UserFactory()
    assert organiser.post(page(User, "delete", user.pk), {"post": "yes"}).status_code == 403


def test_the_same_part_twice_is_refused(edition, organiser):
    organization = make.OrganizationFactory()
    rows = {
        f"participations-{n}-{name}": value
        for n in (0, 1)
        for name, value in (("edition", edition.pk), ("part", "partner"))
    }
    address = page(Organization, "change", organization.pk)
    answer = send(organiser, address, **rows, **{"participations-TOTAL_FORMS": "2"})
    assert "already has this part" in errors(answer)
    make.ParticipationFactory(organization=organization)
    typed = {"organization": organization.pk, "edition": edition.pk, "part": "partner"}
    assert "already has this part" in errors(send(organiser, page(Participation, "add"), **typed))


def test_a_link_is_a_web_address(edition, organiser):
    organization = make.OrganizationFactory()
    address = page(Organization, "change", organization.pk)
    assert "valid URL" in errors(send(organiser, address, website="javascript:alert(1)"))
    assert errors(send(organiser, address, website="example.org")) == ""
    organization.refresh_from_db()
    assert organization.website == "https://example.org"


def test_the_sort_key_follows_the_name(edition, organiser):
    organization = make.OrganizationFactory(name_th="ขนม")
    send(organiser, page(Organization, "change", organization.pk), name_th="เกม")
    organization.refresh_from_db()
    assert organization.sort_key == "กเม"


def test_a_goal_is_shown_and_typed_in_baht(edition, organiser):
    campaign = make.CampaignFactory(goal_satang=10_000_050)
    address = page(Campaign, "change", campaign.pk)
    assert 'value="100,000.50"' in organiser.get(address).content.decode()
    assert errors(send(organiser, address)) == ""
    campaign.refresh_from_db()
    assert campaign.goal_satang == 10_000_050
    assert errors(send(organiser, address, goal_satang="฿๑๒๓.50")) == ""
    campaign.refresh_from_db()
    assert campaign.goal_satang == 12_350


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"goal_satang": "-5"}, "more than nothing"),
        ({"goal_satang": "0"}, "more than nothing"),
        ({"goal_satang": "1e9"}, "as a number"),
        ({"goal_satang": "9" * 25}, "Write the amount in baht"),
        ({"goal_satang": ""}, "Please fill this in"),
        ({"slug": "งานดี"}, "valid “slug”"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_refused_in_words(typed, sentence, edition, organiser):
    campaign = make.CampaignFactory()
    assert sentence in errors(send(organiser, page(Campaign, "change", campaign.pk), **typed))


def test_a_shift_needs_a_capacity_and_a_place_of_its_edition(edition, organiser):
    shift = make.ShiftFactory()
    elsewhere = make.PlaceFactory(zone=make.ZoneFactory(edition=make.EditionFactory(year=2019)))
    address = page(Shift, "change", shift.pk)
    assert "needs a capacity" in errors(send(organiser, address, capacity=""))
    assert "belongs to the edition of 2019" in errors(send(organiser, address, place=elsewhere.pk))
    make.SignUpFactory(shift=shift)
    assert "hold seats here" in errors(send(organiser, address, starts_at_1="8:00"))


def test_shifts_are_made_inside_their_duty(edition, organiser):
    duty = make.DutyFactory()
    row = {
        "starts_at_0": "10/10/2562",
        "starts_at_1": "9.30",
        "ends_at_0": "10/10/2562",
        "ends_at_1": "13:30",
        "capacity": "5",
        "needed": "2",
    }
    rows = {f"shifts-0-{name}": value for name, value in row.items()}
    address = page(Duty, "change", duty.pk)
    assert errors(send(organiser, address, **rows, **{"shifts-TOTAL_FORMS": "1"})) == ""
    assert duty.shifts.get().planned_minutes == 240


def test_a_figure_is_not_less_than_nothing(edition, organiser):
    figure = make.PublishedFigureFactory()
    address = page(PublishedFigure, "change", figure.pk)
    for typed, sentence in (("-1", "less than nothing"), ("NaN", "Enter a number"), ("9" * 40, "digits")):
        assert sentence in errors(send(organiser, address, value=typed))


def test_only_the_name_the_language_and_the_organization_of_a_registration_are_typed(edition, organiser):
    registration = make.RegistrationFactory(party_size=2)
    organization = make.OrganizationFactory()
    address = page(Registration, "change", registration.pk)
    wishes = {"status": "cancelled", "party_size": "9", "email": "thief@example.org", "code": "A" * 22}
    answer = send(organiser, address, name="ใจงาม", language="en", organization=organization.pk, **wishes)
    assert errors(answer) == ""
    after = Registration.objects.get(pk=registration.pk)
    assert (after.name, after.language, after.organization) == ("ใจงาม", "en", organization)
    kept = ("status", "party_size", "email", "code", "reference")
    assert [getattr(after, name) for name in kept] == [getattr(registration, name) for name in kept]


def test_a_party_has_no_more_named_members_than_people(edition, organiser):
    registration = make.RegistrationFactory(party_size=2)
    address = page(Registration, "change", registration.pk)

    def name_members(count):
        rows = {f"members-{n}-name": f"เพื่อน {n}" for n in range(count)}
        return send(organiser, address, **rows, **{"members-TOTAL_FORMS": str(count)})

    assert "at most 2 forms" in errors(name_members(3))
    assert errors(name_members(2)) == ""
    assert PartyMember.objects.count() == 2


def test_a_row_that_is_not_there_is_said_so(organiser):
    for key in ("0", "9" * 30, "abc", "%00", "1 OR 1=1", "_5F"):
        answer = organiser.get(page(Person, "change", "key").replace("key", key))
        assert answer.status_code in {302, 400}
        if answer.status_code == 302:
            assert "exist" in messages_of(organiser, answer)


def test_staff_who_may_only_look_change_nothing(may):
    person = make.PersonFactory(name="ใจดี")
    browser = may("view_person")
    assert 'name="name"' not in browser.get(page(Person, "change", person.pk)).content.decode()
    assert browser.post(page(Person, "change", person.pk), {"name": "x"}).status_code == 403
    assert browser.get(page(Person, "add")).status_code == 403


def test_a_visitor_who_signs_in_does_not_enter(edition):
    address = page(Person, "changelist")
    assert "/admin/login/" in signed_in(make.UserFactory()).get(address).url
