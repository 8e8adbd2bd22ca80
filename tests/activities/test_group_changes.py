"""What the leader of a group sees and changes by the secret link, and the list that is printed."""

import pytest
from django.urls import reverse

from activities import actions, refusals
from activities.models import PartyMember, Registration, Session
from tests import factories as make
from tests.activities.groups import FILE, box, change, group, page_of
from tests.common.sheet_files import upload
from tests.pages import alert, is_under_strict_rules, queries

pytestmark = pytest.mark.django_db
NAMES = ["group_party", "group_list"]


@pytest.mark.parametrize("name", NAMES)
def test_a_group_opens_by_its_secret_code_alone(client, tour, name):
    row = group(tour)
    single = make.RegistrationFactory()
    for guess in (row.reference, str(row.pk), row.code[:-1], tour.code, single.code, "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code == 404
    response = client.get(page_of(row, name))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("name", [*NAMES, "registration_detail"])
def test_pages_of_a_group_show_nothing_of_the_person(client, tour, language, name):
    person = make.PersonFactory(name="นามสมมติ", phone="+66899999999")
    response = client.get(page_of(group(tour, person=person), name))
    for secret in (person.name, person.email, person.phone, "899999999"):
        assert secret not in response.content.decode()
    assert is_under_strict_rules(response)


@pytest.mark.parametrize("name", [*NAMES, "registration_detail"])
def test_pages_of_a_group_take_as_many_queries_for_one_name_as_for_three(client, tour, name):
    one, three = group(tour), group(tour)
    make.PartyMemberFactory(registration=one)
    for _ in range(3):
        make.PartyMemberFactory(registration=three)
    assert queries(client, page_of(one, name)) == queries(client, page_of(three, name))


def test_the_page_of_the_party_leads_a_group_to_its_own(client, tour, language):
    row = group(tour)
    assert client.get(page_of(row, "registration_party")).url == page_of(row)


def test_a_leader_says_later_who_comes_and_how(client, tour, language):
    row = group(tour)
    make.PartyMemberFactory(registration=row, name="ก้อง")
    assert box(client.get(page_of(row))) == "ก้อง"
    response = change(client, row, names="แก้ว\nขวัญ", note="รถบัส\nถึงเก้าโมง")
    assert response.url == page_of(row, "registration_detail")
    row.refresh_from_db()
    assert [member.name for member in row.members.all()] == ["แก้ว", "ขวัญ"]
    assert row.note.splitlines() == ["รถบัส", "ถึงเก้าโมง"]


def test_fewer_come_and_their_places_are_free_again(client, tour, language):
    row = group(tour, 12)
    actions.approve_request(registration=row, by=make.UserFactory(), at=row.created_at)
    assert Session.objects.get().seats_taken == 12
    change(client, row, party_size="8")
    assert (Session.objects.get().seats_taken, Registration.objects.get().party_size) == (8, 8)


def test_more_people_are_asked_for_first(client, tour, language):
    row = group(tour)
    response = change(client, row, party_size="11", names="ก้อง", note="รถบัส")
    assert response.status_code == 409
    assert str(refusals.LargerGroup(people=10)) in alert(response)
    assert (box(response), box(response, "note")) == ("ก้อง", "รถบัส")
    assert not PartyMember.objects.exists()


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"party_size": "4"}, refusals.PartyTooSmall(smallest=5)),
        ({"party_size": "5", "names": "\n".join("กขคงจฉ")}, refusals.MoreNamesThanPeople(names=6, people=5)),
    ],
)
def test_what_does_not_fit_changes_nothing(client, tour, language, answers, refusal):
    row = group(tour)
    response = change(client, row, note="รถบัส", **answers)
    assert str(refusal) in alert(response)
    row.refresh_from_db()
    assert (row.party_size, row.note, row.members.count()) == (10, "", 0)


def test_after_the_deadline_the_number_stays_and_names_may_change(client, tour, now, language):
    row = group(tour)
    Session.objects.update(cancellable_until=now)
    assert b'name="party_size"' not in client.get(page_of(row)).content
    change(client, row, party_size="8", names="ก้อง")
    row.refresh_from_db()
    assert (row.party_size, row.members.get().name) == (10, "ก้อง")


@pytest.mark.parametrize("over", [{"status": "declined"}, {"status": "cancelled"}])
def test_a_group_that_is_over_is_not_changed(client, tour, now, over):
    row = group(tour)
    Registration.objects.update(**over, cancelled_at=now if over["status"] == "cancelled" else None)
    assert client.get(page_of(row)).url == page_of(row, "registration_detail")
    change(client, row, names="ก้อง")
    assert not PartyMember.objects.exists()


def test_a_group_takes_its_request_back(client, tour, language):
    row = group(tour)
    address = page_of(row, "registration_cancel")
    assert address in client.get(page_of(row, "registration_detail")).content.decode()
    client.post(address)
    assert Registration.objects.get().status == "cancelled"


def test_a_new_file_replaces_the_list_once_it_is_saved(client, tour, language):
    row = group(tour)
    make.PartyMemberFactory(registration=row, name="ก้อง")
    page = client.get(page_of(row)).content.decode()
    assert "checked" in page.partition('name="replaces"')[2].partition(">")[0]
    response = change(client, row, names="ก้อง", replaces="on", file=upload(FILE))
    assert box(response) == "สมชาย ใจดี\nสมหญิง ใจงาม"
    assert row.members.get().name == "ก้อง"
    change(client, row, names=box(response))
    assert row.members.count() == 2


def test_the_printed_list_has_a_line_for_everybody(client, tour, language):
    row = group(tour, 5)
    make.PartyMemberFactory(registration=row, name="ก้อง <b>")
    response = client.get(page_of(row, "group_list"))
    page = response.content.decode()
    assert page.count('<span class="tick">') == 5
    assert "ก้อง &lt;b&gt;" in page
    assert row.reference in page
    assert row.organization.name in page
