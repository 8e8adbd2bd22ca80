"""Groups of organizations: how one is registered, and which organization it is of."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Consent, Person
from activities import refusals
from activities.models import PartyMember, Registration, Session, State
from goodsociety.common.models import AuditEntry, Outbox
from organizations.models import Organization
from tests import factories as make
from tests.activities.groups import box, form_of, page_of, register
from tests.pages import HOSTILE, alert, is_under_strict_rules, queries, text, typed, value_of

pytestmark = pytest.mark.django_db


# Registering


def test_the_form_says_what_when_where_and_how_many(client, tour, school, language):
    response = client.get(form_of(tour))
    page = text(response)
    for word in (tour.activity.name, tour.place.name, "30", "20"):
        assert word in page
    assert f'<option value="{school.name}">' in response.content.decode()
    assert is_under_strict_rules(response)
    assert "no-store" in response["Cache-Control"]


def test_a_group_asks_for_places_and_lands_on_its_page(client, tour, school, language):
    response = register(client, tour, names="1. สมชาย ใจดี\n2. สมหญิง ใจงาม", note="รถบัสหนึ่งคัน")
    row = Registration.objects.get()
    assert response.url == page_of(row, "registration_detail")
    assert (row.status, row.organization, row.party_size, row.note) == ("requested", school, 10, "รถบัสหนึ่งคัน")
    assert [member.name for member in row.members.all()] == ["สมชาย ใจดี", "สมหญิง ใจงาม"]
    assert Session.objects.get().seats_taken == 0
    assert Consent.objects.get().purpose == "registration"
    assert Outbox.objects.get().recipient == "jaidee@example.org"
    page = client.get(response.url)
    for word in (school.name, "สมหญิง ใจงาม", "รถบัสหนึ่งคัน", "2", "10"):
        assert word in text(page)
    assert page_of(row) in page.content.decode()
    assert page_of(row, "group_list") in page.content.decode()


def test_the_same_form_sent_twice_is_one_group_and_one_organization(client, tour):
    key = str(uuid4())
    new = {"organization": "บริษัท ใหม่เอี่ยม จำกัด", "sector": "business", "kind": "company", "key": key}
    first, second = (register(client, tour, **new) for _ in range(2))
    assert first.url == second.url
    assert Registration.objects.count() == Organization.objects.filter(sector="business").count() == 1


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"party_size": "4"}, refusals.PartyTooSmall(smallest=5)),
        ({"party_size": "21"}, refusals.PartyTooLarge(largest=20)),
        ({"names": "\n".join("กขคงจฉ"), "party_size": "5"}, refusals.MoreNamesThanPeople(names=6, people=5)),
    ],
)
@pytest.mark.usefixtures("school", "language")
def test_what_a_tour_does_not_take_is_refused_with_everything_kept(client, tour, answers, refusal):
    given = {"names": "ก\nข", "note": "รถตู้"} | answers
    response = register(client, tour, **given)
    assert response.status_code == 409
    assert str(refusal) in alert(response)
    assert (value_of(response, "name"), value_of(response, "organization")) == ("ใจดี มีสุข", "โรงเรียนวัดสุขใจ")
    assert (box(response), box(response, "note")) == (given["names"], "รถตู้")
    assert not Registration.objects.exists()


@pytest.mark.parametrize("field", ["organization", "name", "email", "phone", "party_size"])
def test_what_a_group_must_say(client, tour, school, language, field):
    response = register(client, tour, **{field: ""})
    assert response.status_code == 200
    assert f'href="#id_{field}"' in response.content.decode()
    assert not Registration.objects.exists()


def test_ages_and_questions_are_asked_like_of_everybody(client, tour, school, language):
    tour.activity.minimum_age = 12
    tour.activity.save()
    question = make.QuestionFactory(activity=tour.activity, is_required=True)
    assert 'href="#id_youngest"' in register(client, tour).content.decode()
    name = f"question_{question.pk}"
    assert question.label in text(client.get(form_of(tour)))
    response = register(client, tour, youngest="11", **{name: "แพ้ถั่ว"})
    assert str(refusals.TooYoung(minimum=12)) in alert(response)
    register(client, tour, youngest="12", **{name: "แพ้ถั่ว"})
    assert Registration.objects.get().answers.get().text == "แพ้ถั่ว"


def test_nothing_is_kept_without_consent(client, tour, school):
    answers = typed(organization=school.name_th, phone="0812345678", party_size="10")
    del answers["consent"]
    assert 'href="#id_consent"' in client.post(form_of(tour), answers).content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize(
    "field", ["organization", "names", "note", "sector", "kind", "which", "replaces", "read", "twice"]
)
def test_no_field_stumbles(client, tour, school, field, what):
    response = register(client, tour, **{field: HOSTILE[what]})
    assert response.status_code in {200, 302, 409}
    assert "<script>alert" not in response.content.decode()
    kept = "".join(
        [*PartyMember.objects.values_list("name", flat=True), *Organization.objects.values_list("name_th", flat=True)]
    )
    assert not set(kept) & set("\0\r\n\x1b\u202e")


# Which organization


@pytest.mark.parametrize("written", ["โรงเรียนวัดสุขใจ", " โรงเรียน วัดสุขใจ ", "WAT SUK CHAI school"])
def test_a_known_organization_is_found_however_it_is_written(client, tour, school, written):
    register(client, tour, organization=written)
    assert Registration.objects.get().organization == school


@pytest.mark.parametrize("written", ["วัดสุกใจ", "บริษัท วัดสุขใจ จำกัด (มหาชน)", "Suk Chai School Co., Ltd."])
def test_who_may_be_meant_is_asked(client, tour, school, language, written):
    response = register(client, tour, organization=written)
    page = response.content.decode()
    assert 'href="#id_which_0"' in page
    assert 'id="id_which_0"' in page
    assert f'value="{school.slug}"' in page
    assert not Registration.objects.exists()
    register(client, tour, organization=written, which=school.slug)
    assert Registration.objects.get().organization == school


def test_it_may_be_another_one(client, tour, school, language):
    assert 'href="#id_sector"' in register(client, tour, organization="วัดสุกใจ", which="-").content.decode()
    register(client, tour, organization="วัดสุกใจ", which="-", sector="government", kind="school")
    new = Registration.objects.get().organization
    assert (new.name_th, new.sector, new.kind) == ("วัดสุกใจ", "government", "school")


def test_nobody_chooses_an_organization_that_was_not_offered(client, tour, school):
    other = make.ParticipationFactory().organization
    register(client, tour, organization="วัดสุกใจ", which=other.slug)
    assert not Registration.objects.exists()


def test_a_new_organization_says_what_it_is_and_stands_on_no_public_page(client, tour, edition, language):
    page = register(client, tour, organization="ชมรมปั่นจักรยาน").content.decode()
    assert 'href="#id_sector"' in page
    assert 'href="#id_kind"' in page
    assert '<details class="is-new" open>' in page
    register(client, tour, organization="ชมรมปั่นจักรยาน", sector="civil_society", kind="community")
    new = Registration.objects.get().organization
    assert new.name_th == "ชมรมปั่นจักรยาน"
    assert AuditEntry.objects.filter(verb="note_organization", subject_key=new.pk).exists()
    make.ParticipationFactory()
    assert new.name_th not in text(client.get(reverse("organization_list", args=[edition.year])))
    assert client.get(reverse("organization_detail", args=[edition.year, new.slug])).status_code == 404
    assert new.name_th not in client.get(form_of(tour)).content.decode()
    assert client.get(f"{reverse('api:organization-list')}").json()["count"] == 1


def test_a_second_group_of_a_new_organization_finds_it(client, tour):
    new = {"organization": "ชมรมปั่นจักรยาน", "sector": "civil_society", "kind": "community"}
    register(client, tour, **new)
    register(client, tour, organization="ชมรม ปั่นจักรยาน", email="other@example.org")
    assert Registration.objects.values("organization").distinct().count() == 1
    assert Registration.objects.count() == 2


def test_a_refused_group_adds_no_organization(client, tour):
    register(client, tour, organization="ชมรมปั่นจักรยาน", sector="civil_society", kind="community", party_size="21")
    assert not Organization.objects.filter(name_th="ชมรมปั่นจักรยาน").exists()


# Who sees what


def test_a_session_for_everybody_has_its_own_form(client, edition, language):
    session = make.SessionFactory()
    assert client.get(form_of(session)).url == reverse("register", args=[edition.year, session.code])


@pytest.mark.parametrize(
    "why",
    [
        {"state": State.CANCELLED},
        {"registration_opens_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)},
        {"registration_closes_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
        {"seats_taken": 30},
    ],
)
def test_a_tour_that_takes_no_more_says_so(client, tour, language, why):
    Session.objects.update(**why)
    response = client.get(form_of(tour))
    assert b'name="organization"' not in response.content
    assert 'role="status"' in response.content.decode()


def test_a_closed_tour_refuses_a_form_that_was_open(client, tour, school, language):
    Session.objects.update(state=State.CANCELLED)
    response = register(client, tour)
    assert str(refusals.RegistrationClosed()) in alert(response)


def test_drafts_have_no_form(client, edition):
    draft = make.SessionFactory(entry="groups", state=State.DRAFT)
    hidden = make.SessionFactory(
        entry="groups", activity=make.ActivityFactory(edition=make.EditionFactory(year=2030, status="draft"))
    )
    assert [client.get(form_of(row)).status_code for row in (draft, hidden)] == [404, 404]
    assert [register(client, row).status_code for row in (draft, hidden)] == [404, 404]


def test_the_form_takes_as_many_queries_for_one_organization_as_for_three(client, tour, school):
    one = queries(client, form_of(tour))
    for _ in range(2):
        make.ParticipationFactory()
    assert queries(client, form_of(tour)) == one
