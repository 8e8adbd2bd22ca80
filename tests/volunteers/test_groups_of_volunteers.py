"""Groups: a company or school takes places with a leader, and names its people now or later."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodsociety.common.dates import show_moment
from goodsociety.operations.invariants import findings
from organizations.models import Organization
from tests import factories as make
from tests.pages import HOSTILE, alert, has_form, is_under_strict_rules, queries, text, typed, value_of
from tests.volunteers.visiting import DAY, MAIL, form_of, page_of
from volunteers import refusals
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """Recount everything after each test."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """Return a shift that takes groups of up to ten."""
    return make.ShiftFactory(capacity=12, largest_party=10)


@pytest.fixture
def school(db):
    """Return an organization that is known."""
    return make.ParticipationFactory(organization__name_th="โรงเรียนน้ำใจ").organization


def group(school=None, **answers):
    """Return the form of a group, filled in."""
    said = {
        "organization": getattr(school, "name", ""), "party_size": "4", "phone": "0812345678", "is_of_age": "on",
        "declares": "on", "names": "", "note": "",
    }  # fmt: skip
    return typed(**{**said, **answers})


def send(client, shift, answers):
    """Send the form of a group."""
    return client.post(form_of(shift, "sign_up_group"), answers)


def test_a_group_takes_its_places_with_a_leader(client, shift, school, language):
    assert form_of(shift, "sign_up_group") in client.get(form_of(shift)).content.decode()
    page = client.get(form_of(shift, "sign_up_group"))
    assert school.name in page.content.decode()
    assert is_under_strict_rules(page)
    answer = send(client, shift, group(school, names="สมชาย ใจดี\nสมหญิง ใจงาม", note="มารถบัส"))
    row = SignUp.objects.get()
    assert (answer.url, row.status, row.party_size, row.organization) == (page_of(row), "confirmed", 4, school)
    assert [member.name for member in row.members.all()] == ["สมชาย ใจดี", "สมหญิง ใจงาม"]
    assert Shift.objects.get().seats_taken == 4
    page = client.get(answer.url)
    assert {"th": "2 จาก 4", "en": "2 of 4 names are on the list."}[language] in text(page)


def test_an_organization_that_is_new_is_noted_once(client, shift, language):
    answers = group(organization="บริษัทใหม่เอี่ยม", kind="company", sector="business")
    first, second = (send(client, shift, answers) for _ in range(2))
    assert first.url == second.url
    assert Organization.objects.get(name_th="บริษัทใหม่เอี่ยม") == SignUp.objects.get().organization


def test_an_organization_that_is_not_known_is_asked_about(client, shift):
    response = send(client, shift, group(organization="บริษัทใหม่เอี่ยม"))
    assert 'href="#id_kind"' in response.content.decode()
    assert not Organization.objects.exists()


MISSING = {
    "declares": "", "is_of_age": "", "phone": "", "email": "", "party_size": "1", "organization": "", "consent": "",
    "names": "ก" * 201,
}  # fmt: skip


@pytest.mark.parametrize("field", MISSING)
def test_what_is_missing_is_said_at_the_field(client, shift, school, field):
    response = send(client, shift, group(school, **{field: MISSING[field]}))
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()
    assert value_of(response, "organization") == ("" if field == "organization" else school.name)
    assert not SignUp.objects.exists()


def test_the_leader_answers_for_the_age_of_all(client, edition, school, language):
    shift = make.ShiftFactory(capacity=12, largest_party=10, duty__minimum_age=18)
    assert "18" in text(client.get(form_of(shift, "sign_up_group")))
    older = make.ShiftFactory(capacity=12, largest_party=10, duty__minimum_age=25)
    page = client.get(form_of(older, "sign_up_group")).content.decode()
    assert 'name="born_on"' in page
    assert 'name="is_of_age"' not in page
    assert str(refusals.TooYoung(minimum=25)) in alert(send(client, older, group(school, born_on="1/1/2545")))
    assert send(client, older, group(school, born_on="1/1/2530")).status_code == 302


def test_a_group_is_refused_by_name(client, shift, school, language):
    too_large = send(client, shift, group(school, party_size="11"))
    too_many = send(client, shift, group(school, party_size="2", names="ก ก\nข ข\nค ค"))
    assert [response.status_code for response in (too_large, too_many)] == [409, 409]
    assert str(refusals.GroupTooLarge(largest=10)) in alert(too_large)
    assert str(refusals.MoreNamesThanPeople(names=3, people=2)) in alert(too_many)
    assert value_of(too_large, "party_size") == "11"
    small = make.ShiftFactory(capacity=3, largest_party=10)
    for answers in (group(school), group(school, wait="1")):
        assert str(refusals.GroupTooLarge(largest=3)) in alert(send(client, small, answers))


def test_a_group_for_which_too_little_is_left_may_wait(client, shift, school, language):
    make.SignUpFactory(shift=shift, party_size=10)
    response = send(client, shift, group(school))
    assert response.status_code == 409
    assert str(refusals.ShiftFull()) in alert(response)
    assert 'name="wait"' in response.content.decode()
    assert send(client, shift, group(school, wait="1")).status_code == 302
    assert SignUp.objects.get(email=MAIL).status == "waiting"


def test_a_shift_that_takes_no_groups_has_no_form_for_them(client, edition, school):
    shift = make.ShiftFactory()
    assert form_of(shift, "sign_up_group") not in client.get(form_of(shift)).content.decode()
    assert client.get(form_of(shift, "sign_up_group")).url == form_of(shift)
    assert send(client, shift, group(school)).url == form_of(shift)
    assert not SignUp.objects.exists()


def test_a_shift_that_is_not_open_yet_says_when(client, edition, school, language, now):
    shift = make.ShiftFactory(largest_party=10, opens_at=now + DAY)
    page = client.get(form_of(shift, "sign_up_group"))
    assert show_moment(shift.opens_at) in text(page)
    assert not has_form(page)


def test_names_are_read_from_a_file_and_shown_before_anything_is_sent(client, shift, school):
    sheet = SimpleUploadedFile("names.csv", "ชื่อ\nสมชาย ใจดี\nสมหญิง ใจงาม\n".encode(), "text/csv")
    response = send(client, shift, {**group(school), "file": sheet, "read": "1"})
    assert response.status_code == 200
    assert "สมหญิง ใจงาม" in response.content.decode()
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("field", ["organization", "names", "party_size", "note", "kind", "which"])
def test_no_field_stumbles(client, shift, school, field):
    for what in HOSTILE.values():
        response = send(client, shift, group(school, **{field: what}))
        assert response.status_code in {200, 302, 409}
        assert "<script>alert" not in response.content.decode()


# Afterwards


@pytest.fixture
def held(shift, school):
    """Return a group of four, two of them named."""
    row = make.SignUpFactory(shift=shift, organization=school, party_size=4)
    for name in ("สมชาย ใจดี", "สมหญิง ใจงาม"):
        make.SignUpMemberFactory(sign_up=row, name=name)
    return row


def change(client, row, **answers):
    """Send what a leader changes."""
    said = {"key": str(uuid4()), "party_size": "4", "names": "", **answers}
    return client.post(page_of(row, "sign_up_group_party"), said)


def test_names_come_later_and_the_number_goes_down(client, held, shift, language):
    assert page_of(held, "sign_up_group_party") in client.get(page_of(held)).content.decode()
    page = client.get(page_of(held, "sign_up_group_party"))
    assert "สมชาย ใจดี" in page.content.decode()
    assert is_under_strict_rules(page)
    assert change(client, held, party_size="2", names="ก ข\nค ง").url == page_of(held)
    held.refresh_from_db()
    assert (held.party_size, held.members.count()) == (2, 2)
    assert Shift.objects.get().seats_taken == 2
    assert change(client, held, party_size="6", names="ก\nข\nค\nง\nจ").status_code == 302
    assert Shift.objects.get().seats_taken == 6


def test_more_names_than_people_change_nothing(client, held, language):
    response = change(client, held, party_size="2", names="ก ก\nข ข\nค ค")
    assert response.status_code == 409
    assert str(refusals.MoreNamesThanPeople(names=3, people=2)) in alert(response)
    held.refresh_from_db()
    assert (held.party_size, held.members.count()) == (4, 2)


def test_more_than_there_is_room_for_are_refused(client, held, shift, language):
    make.SignUpFactory(shift=shift, party_size=8)
    response = change(client, held, party_size="6")
    assert response.status_code == 409
    assert str(refusals.ShiftFull()) in alert(response)
    assert str(refusals.GroupTooLarge(largest=10)) in alert(change(client, held, party_size="11"))


def test_the_list_is_there_to_print(client, held, language):
    page = client.get(page_of(held, "sign_up_group_list"))
    for word in ("สมชาย ใจดี", held.reference, held.organization.name):
        assert word in text(page)
    assert page.content.decode().count('class="tick"') == 4


def test_who_comes_alone_has_no_pages_of_a_group(client, shift):
    row = make.SignUpFactory(shift=shift)
    for name in ("sign_up_group_party", "sign_up_group_list"):
        assert client.get(page_of(row, name)).status_code == 404


def test_the_form_costs_the_same_however_many_organizations_there_are(client, shift, school):
    once = queries(client, form_of(shift, "sign_up_group"))
    make.OrganizationFactory.create_batch(3)
    assert queries(client, form_of(shift, "sign_up_group")) == once
