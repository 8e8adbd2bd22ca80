"""Certificates: what they say, when there is one, that they are replaced and revoked, and what stands on paper."""

import datetime as dt
import json
from contextlib import ExitStack

import pytest
import time_machine
import typst
from django.urls import reverse
from django.utils import translation

from activities.pictures import SIGN
from activities.tickets import fonts
from goodsociety.common.audit import SYSTEM
from goodsociety.common.models import AuditEntry
from goodsociety.common.refusals import WrongStep
from tests import factories as make
from tests.pages import queries, text
from tests.tables import refused
from volunteers import actions
from volunteers import certificate_refusals as refusals
from volunteers.certificates import DRAWING, Paper
from volunteers.models import Certificate
from volunteers.models.certificate import REASONS
from volunteers.served import service_of

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def after(edition):
    """The day after the expo."""
    return edition.moment(4, dt.time(12)) + DAY


@pytest.fixture
def duty(edition):
    """What they do."""
    return make.DutyFactory(edition=edition, name_th="ต้อนรับ", name_en="Welcome")


@pytest.fixture
def serve(person, duty):
    """Return what gives the person approved hours, on a day of the expo."""

    def do(minutes=240, day=1, **more):
        duty_done = more.pop("duty", duty)
        starts_at = duty_done.edition.moment(day, dt.time(9, 30))
        shift = make.ShiftFactory(duty=duty_done, starts_at=starts_at, largest_party=5)
        return make.SignUpFactory(
            **{"person": person, "name": "สมใจ รักดี", "shift": shift, "approved_minutes": minutes, **more}
        )

    return do


@pytest.fixture
def issue(person, edition, after):
    """Return what issues the certificate."""

    def do(at=after, by=None):
        return actions.issue_certificate(person=person, edition=edition, by=by or SYSTEM, at=at)

    return do


# What it says, and when there is one


def test_it_says_what_was_approved(serve, issue, duty, edition, after):
    serve(240, name="สมใจ", created_at=after - 50 * DAY)
    last = serve(60, day=2, name="สมใจ รักดี ณ อยุธยา", created_at=after - 40 * DAY)
    other = make.DutyFactory(edition=edition, name_th="นับคน", name_en="")
    serve(330, day=3, duty=other, created_at=after - 45 * DAY)
    user = make.UserFactory()
    certificate = issue(by=user)

    assert (certificate.name, certificate.minutes) == (last.name, 630)
    assert certificate.duties == [["นับคน", "", 330], ["ต้อนรับ", "Welcome", 300]]
    assert (certificate.issued_at, certificate.issued_by) == (after, user)
    entry = AuditEntry.objects.get(verb="issue_certificate")
    assert (entry.subject_key, entry.numbers) == (certificate.pk, {"person": certificate.person_id, "minutes": 630})


@pytest.mark.parametrize(
    "more",
    [{"minutes": None}, {"minutes": 0}, {"status": "cancelled"}, {"status": "no_show", "minutes": None}],
    ids=["nothing approved", "no minutes", "cancelled", "did not come"],
)
def test_nothing_is_certified_without_hours(serve, issue, more):
    serve(**more)
    with refused(refusals.NoHoursApproved):
        issue()
    assert not Certificate.objects.exists()


def test_hours_of_another_edition_or_person_do_not_count(serve, issue, person):
    other = make.EditionFactory(year=2025)
    serve(duty=make.DutyFactory(edition=other))
    serve(person=make.PersonFactory())
    with refused(refusals.NoHoursApproved):
        issue()


def test_it_waits_until_the_last_shift_is_over(serve, issue, edition):
    first, last = serve(day=1), serve(None, day=3)
    with refused(refusals.ServiceGoesOn):
        issue(at=first.shift.ends_at)
    with refused(refusals.ServiceGoesOn):
        issue(at=last.shift.ends_at - dt.timedelta(seconds=1))
    assert issue(at=last.shift.ends_at).minutes == 240


def test_a_shift_that_was_called_off_is_not_waited_for(serve, issue):
    first, last = serve(day=1), serve(None, day=3)
    type(last.shift).objects.filter(pk=last.shift_id).update(state="cancelled")
    assert issue(at=first.shift.ends_at).minutes == 240


def test_after_the_expo_nothing_is_waited_for(serve, issue, edition):
    serve(day=1)
    late = serve(None, day=4)
    far = edition.moment(4, dt.time(10)) + 3 * DAY
    type(late.shift).objects.filter(pk=late.shift_id).update(starts_at=far, ends_at=far + HOUR)
    assert issue(at=edition.moment(4, dt.time(12)) + DAY).minutes == 240


def test_asked_for_twice_it_is_the_same(serve, issue):
    serve()
    first = issue()
    assert issue() == first
    assert Certificate.objects.count() == AuditEntry.objects.filter(verb="issue_certificate").count() == 1


def test_more_hours_make_a_new_one_and_the_old_holds_no_more(serve, issue, after):
    serve()
    old = issue()
    serve(60, day=2)
    new = issue(at=after + HOUR)
    old.refresh_from_db()
    assert (new.minutes, new.is_live, old.is_live) == (300, True, False)
    assert (old.revoked_reason, old.revoked_at) == ("replaced", after + HOUR)
    assert new.code != old.code
    assert new.reference != old.reference


def test_fewer_hours_revoke_it_at_once(serve, issue, after):
    row = serve(240)
    certificate = issue()
    user = make.UserFactory()
    actions.approve_hours(sign_up=row, minutes=240, by=user, at=after)
    certificate.refresh_from_db()
    assert certificate.is_live
    actions.approve_hours(sign_up=row, minutes=239, by=user, at=after)
    certificate.refresh_from_db()
    assert (certificate.is_live, certificate.revoked_reason) == (False, "hours")
    assert issue().minutes == 239


def test_hours_taken_back_revoke_it(serve, issue, after):
    row = serve()
    certificate = issue()
    actions.take_back_hours(sign_up=row, by=make.UserFactory(), at=after)
    certificate.refresh_from_db()
    assert certificate.revoked_reason == "hours"


def test_more_hours_leave_the_old_one_until_it_is_replaced(serve, issue, after):
    row = serve(200)
    certificate = issue()
    actions.approve_hours(sign_up=row, minutes=240, by=make.UserFactory(), at=after)
    certificate.refresh_from_db()
    assert certificate.is_live


def test_revoking_happens_once_with_a_reason(serve, issue, after):
    serve()
    certificate = issue()
    user = make.UserFactory()
    actions.revoke_certificate(certificate=certificate, reason=Certificate.Reason.MISTAKE, by=user, at=after)
    certificate.refresh_from_db()
    assert (certificate.revoked_at, certificate.revoked_reason) == (after, "mistake")
    with refused(WrongStep):
        actions.revoke_certificate(certificate=certificate, reason=Certificate.Reason.REQUEST, by=user, at=after)
    assert AuditEntry.objects.get(verb="revoke_certificate").numbers == {"reason": "mistake"}


def test_who_began_before_it_was_issued_can_still_revoke_it(serve, issue, after):
    serve()
    certificate = issue()
    actions.revoke_certificate(
        certificate=certificate, reason=Certificate.Reason.HOURS, by=make.UserFactory(), at=after - HOUR
    )
    certificate.refresh_from_db()
    assert certificate.revoked_at == certificate.issued_at


def test_reasons_are_those_of_the_law():
    assert set(REASONS) == set(Certificate.Reason.values)


# Groups


def test_a_group_stands_behind_the_leader(serve, issue):
    company = make.OrganizationFactory(name_th="บริษัท น้ำใจ จำกัด", name_en="Namjai Co., Ltd.")
    for day, names in ((1, ("สมใจ รักดี", "มานะ", "มานี")), (2, ("มานี",))):
        row = serve(120, day=day, party_size=3, organization=company, name="สมใจ รักดี")
        for name in names:
            make.SignUpMemberFactory(sign_up=row, name=name)
    certificate = issue()
    assert certificate.minutes == 240, "each of a group, the leader too"
    assert certificate.organizations == [["บริษัท น้ำใจ จำกัด", "Namjai Co., Ltd."]]
    assert certificate.members == [["มานะ", 120], ["มานี", 240]]


def test_of_a_group_that_came_with_fewer_nobody_is_named(serve, issue):
    row = serve(party_size=3, heads=2, organization=make.OrganizationFactory())
    for name in ("มานะ", "มานี", "ปิติ"):
        make.SignUpMemberFactory(sign_up=row, name=name)
    assert issue().members == []


# On paper


@pytest.fixture
def certificate(serve, issue):
    """A certificate over one duty."""
    serve()
    return Certificate.objects.for_page().get(pk=issue().pk)


def paper(certificate, language):
    """Return what the paper says in a language."""
    with translation.override(language):
        return Paper.of(certificate).facts


def test_paper_counts_years_as_its_language_does(certificate):
    thai, english = paper(certificate, "th"), paper(certificate, "en")
    assert ("2569" in thai["where"], "2026" in thai["where"]) == (True, False)
    assert ("2026" in english["where"], "2569" in english["where"]) == (True, False)
    assert thai["words"]["given"].endswith("2569")
    assert english["words"]["given"] == "Given on 6 December 2026"
    assert (thai["duties"], english["duties"]) == ([["ต้อนรับ", "4 ชั่วโมง"]], [["Welcome", "4 hours"]])
    assert thai["name"] == english["name"] == "สมใจ รักดี"


def test_paper_says_how_to_find_out_whether_it_is_genuine(certificate, settings):
    facts = paper(certificate, "en")
    assert facts["address"] == f"{settings.SITE_URL}/en/verify/{certificate.code}/"
    assert facts["code"].replace(" ", "") == certificate.code
    assert facts["reference"] == certificate.reference
    assert "svg" in facts["qr"]


def test_what_does_not_fit_on_the_front_stands_behind_it(certificate):
    certificate.duties = [[f"งาน {n}", f"Duty {n}", 60] for n in range(6)]
    assert (paper(certificate, "en")["more"], paper(certificate, "en")["annex"]) == ("", [])
    certificate.duties = [*certificate.duties, ["งาน 6", "Duty 6", 60]]
    certificate.members = [["มานี", 60]]
    facts = paper(certificate, "en")
    assert len(facts["duties"]) == 5
    assert facts["more"] == "and 2 more duties, see the annex"
    assert [len(part["rows"]) for part in facts["annex"]] == [7, 1]


def test_sample_volunteers_get_samples(certificate):
    assert paper(certificate, "en")["mark"] == ""
    certificate.person.is_sample = True
    assert paper(certificate, "en")["mark"] == "sample"


NAMES = [
    "ปิ่นปัณณ์ ชื่นน้ำใจ",
    "นางสาวกมลชนกพิมพ์มาดาศรีสุทธิเจริญวัฒนากุลธนพัฒน์รุ่งเรืองกิจไพศาล ณ อยุธยาศรีรัตนโกสินทร์ผู้น้ำใจงามอย่างยิ่งยวด",
    "กี่น้ำ" * 33,
    "Wolfeschlegelsteinhausenbergerdorff" * 5,
    "W" * 200,
    "😀 مرحبا",
]


@pytest.mark.parametrize("name", NAMES, ids=["Thai", "long Thai", "one Thai word", "one word", "widest", "others"])
def test_every_name_is_drawn_whole_on_one_front(certificate, name):
    certificate.name = name
    certificate.organizations = [["ก" * 200, "X" * 200]]
    certificate.duties = [["งานที่ชื่อยาวมากจนไม่น่าเชื่อ" * 6, "A long name of a duty" * 9, 60 * n + 59] for n in range(6)]
    for language in ("th", "en"):
        with translation.override(language):
            drawing = Paper.of(certificate)
            said = json.dumps({**drawing.facts, "sign": SIGN.read_text()})
            assert drawing.pdf().startswith(b"%PDF")
        compiler = typst.Compiler(str(DRAWING), font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"data": said})
        pages = json.loads(compiler.query("<front>", field="value"))
        assert pages == [1, 1], "begins and ends on the first sheet"
        fits = {label: json.loads(compiler.query(f"<{label}>", field="value", one=True)) for label in LABELS}
        assert {label: fit["is-whole"] for label, fit in fits.items()} == dict.fromkeys(LABELS, True)


LABELS = ("name", "group", "edition", "theme", "where", "signs")


# A volunteer's own page


@pytest.fixture
def travel(now):
    """Return what lets it be another moment for the rest of the test."""
    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(time_machine.travel(moment, tick=False))


@pytest.fixture
def past(travel, after):
    """Let the expo be over."""
    travel(after)


@pytest.fixture
def own(client):
    """Return what opens the page of a sign-up's certificate."""

    def do(row, name="my_certificate"):
        return client.get(reverse(name, args=[row.code]))

    return do


def test_the_page_shows_what_it_will_say_and_makes_it(serve, own, client, after, travel):
    row = serve()
    travel(after)
    page = own(row)
    assert "สมใจ รักดี" in text(page)
    assert "4 ชั่วโมง" in text(page)
    assert not Certificate.objects.exists(), "looking makes nothing"
    assert own(row, "my_certificate_pdf").status_code == 404

    assert client.post(reverse("my_certificate", args=[row.code])).status_code == 302
    certificate = Certificate.objects.get()
    assert certificate.reference in text(own(row))
    pdf = own(row, "my_certificate_pdf")
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert certificate.reference in pdf["Content-Disposition"]
    for response in (own(row), pdf):
        assert response["Cache-Control"] == "no-store, private"
        assert "noindex" in response["X-Robots-Tag"]


def test_both_languages_are_offered(serve, own, issue, after, travel):
    row = serve()
    issue()
    travel(after)
    page = own(row).content.decode()
    assert f'href="/sign-ups/{row.code}/certificate.pdf"' in page
    assert f'href="/en/sign-ups/{row.code}/certificate.pdf"' in page


def test_without_approved_hours_the_page_says_why_not_and_makes_none(serve, own, client, after, travel):
    row = serve(None)
    travel(after)
    page = own(row)
    assert page.status_code == 200
    assert str(refusals.NoHoursApproved()) in text(page)
    client.post(reverse("my_certificate", args=[row.code]))
    assert not Certificate.objects.exists()


def test_another_sign_up_of_the_same_contact_tells_nothing_of_it(serve, own, issue, after, travel):
    """Whoever typed somebody else's address into a form holds the code of a sign-up of theirs."""
    serve()
    strange = serve(None, day=2, name="คนอื่น")
    certificate = issue()
    travel(after)
    page = own(strange).content.decode()
    assert "สมใจ" not in page
    assert certificate.reference not in page
    assert own(strange, "my_certificate_pdf").status_code == 404


@pytest.mark.usefixtures("past")
def test_more_hours_since_are_told(serve, own, issue, client):
    row = serve()
    issue()
    serve(60, day=2)
    assert Certificate.objects.get().reference in text(own(row))
    with translation.override("en"):
        page = own(row)
    assert "Make a new certificate" in text(page)
    client.post(reverse("my_certificate", args=[row.code]))
    assert Certificate.objects.live().get().minutes == 300


def test_while_shifts_are_to_come_there_is_none(serve, own, client, travel):
    row = serve(day=1)
    serve(None, day=3)
    travel(row.shift.ends_at)
    assert str(refusals.ServiceGoesOn()) in text(own(row))
    client.post(reverse("my_certificate", args=[row.code]))
    assert not Certificate.objects.exists()


def test_strangers_find_nothing(client, db):
    for name in ("my_certificate", "my_certificate_pdf"):
        assert client.get(reverse(name, args=["nothing"])).status_code == 404


def test_a_page_takes_as_many_queries_for_many_shifts(serve, client, after, travel):
    travel(after)
    row = serve()
    path = reverse("my_certificate", args=[row.code])
    client.get(path)
    few = queries(client, path)
    for day in (2, 3):
        serve(day=day, duty=make.DutyFactory())
    assert queries(client, path) == few


def test_a_service_takes_as_many_queries_for_many_shifts(serve, person, edition, django_assert_num_queries):
    serve()
    for day in (2, 3):
        serve(day=day)
    with django_assert_num_queries(2):
        service = service_of(person, edition)
        assert (service.minutes, service.members) == (720, [])
