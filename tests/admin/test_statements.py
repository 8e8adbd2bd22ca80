"""Finance imports a bank's file and enters its lines: columns asked once, all of it foreseen, one click where clear."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donations.models import MoneyOrder, Payment, Pledge, Statement, StatementFormat, StatementLine
from tests import factories as make
from tests.pages import plain, text, value_of

pytestmark = pytest.mark.django_db
IMPORT = "admin:donations_statement_import"
LINES = "admin:donations_statementline_changelist"


def client_of(user):
    """Return somebody's browser."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def finance(edition):
    """Return who looks after the money of the usual edition, and is no superuser."""
    user = make.UserFactory(is_staff=True)
    make.AppointmentFactory(user=user, edition=edition, role="finance")
    return user


@pytest.fixture
def staff(finance):
    """Return the browser of finance."""
    return client_of(finance)


@pytest.fixture
def pledge(edition):
    """Return a promise of 500 baht."""
    return make.PledgeFactory(reference="ACDE2346", name="สมหญิง ใจดี")


def upload(*rows):
    """Return a file of a bank with usual headings."""
    return SimpleUploadedFile("bank.csv", "\n".join(["วันที่,เวลา,รายการ,ถอนเงิน,ฝากเงิน", *rows]).encode("cp874"))


def chosen(pledge, **more):
    """Return whose account it is."""
    campaign = pledge.campaign
    return {"edition": campaign.edition_id, "organization": campaign.organization_id, "format": "", **more}


COLUMNS = {
    "name": "KBank",
    "days": "dmy",
    "date": "วันที่",
    "time": "เวลา",
    "credit": "ฝากเงิน",
    "debit": "ถอนเงิน",
    "words": ["รายการ"],
}
ROWS = ("2/11/2569,13:05,รับโอน ACDE2346,,500.00", "2/11/2569,13:06,ดอกเบี้ย,,1.25", "2/11/2569,13:07,ผิด,,x")


def test_an_unknown_bank_takes_one_page_to_map_and_is_known_the_next_time(staff, pledge):
    page = staff.post(reverse(IMPORT), {**chosen(pledge), "file": upload(*ROWS)})
    assert "รับโอน ACDE2346" in text(page)
    for name, heading in (("date", "วันที่"), ("credit", "ฝากเงิน"), ("debit", "ถอนเงิน")):
        assert re.search(
            rf'<select name="{name}".*?<option value="{heading}" selected>', page.content.decode(), re.DOTALL
        )
    read = value_of(page, "read")
    page = staff.post(reverse(IMPORT), {**chosen(pledge), **COLUMNS, "read": read})
    assert "“x”" in text(page)
    assert not Statement.objects.exists()
    assert not StatementFormat.objects.exists()
    answer = staff.post(reverse(IMPORT), {**chosen(pledge), **COLUMNS, "read": read, "confirmed": "1"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse(LINES))
    assert sorted(StatementLine.objects.values_list("state", flat=True)) == ["new", "refused", "unmatched"]
    assert StatementFormat.objects.get().columns["words"] == ["รายการ"]
    page = staff.post(reverse(IMPORT), {**chosen(pledge), "file": upload("3/11/2569,13:05,ใหม่,,9.00")})
    assert 'name="confirmed"' in page.content.decode()
    again = staff.post(reverse(IMPORT), {**chosen(pledge), "file": upload(*ROWS)})
    assert 'name="confirmed"' not in again.content.decode()
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"read": "forged"},
        {"file": SimpleUploadedFile("x.csv", b"")},
        {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")},
    ],
    ids=["nothing", "forged", "empty", "no list"],
)
def test_what_is_no_file_of_a_bank_is_refused_on_the_page(staff, pledge, sent):
    page = staff.post(reverse(IMPORT), {**chosen(pledge), **sent})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


def test_columns_without_an_amount_are_asked_again(staff, pledge):
    read = value_of(staff.post(reverse(IMPORT), {**chosen(pledge), "file": upload(*ROWS)}), "read")
    page = staff.post(reverse(IMPORT), {**chosen(pledge), **COLUMNS, "credit": "", "read": read, "confirmed": "1"})
    assert 'role="alert"' in page.content.decode()
    assert not Statement.objects.exists()


@pytest.fixture
def line(pledge):
    """Return an open line that names the pledge."""
    statement = make.StatementFactory(organization=pledge.campaign.organization)
    return make.StatementLineFactory(statement=statement, words="ACDE2346")


def test_one_click_enters_what_stands_on_the_button(staff, pledge, line):
    page = staff.get(reverse(LINES)).content.decode()
    [button] = re.findall(r'<button[^>]*formaction="([^"]+)"[^>]*name="([^"]+)"[^>]*value="([^"]+)"', page)
    address, name, value = button
    assert staff.get(address).status_code == 405
    staff.post(address, {name: value, "back": "state=new"})
    assert Payment.objects.get().line == line
    staff.post(address, {name: value})
    assert Payment.objects.count() == 1
    pledge.refresh_from_db()
    assert pledge.status == "paid"


def test_a_suggestion_that_no_longer_stands_is_not_entered(staff, pledge, line):
    address = reverse("admin:donations_statementline_confirm", args=[line.pk])
    answer = staff.post(address, {f"suggestion_{line.pk}": "999:50000"}, follow=True)
    assert not Payment.objects.exists()
    assert answer.status_code == 200


def act(client, line, name, **answers):
    """See what an act would bring and do it; return what was foreseen."""
    address = reverse(f"admin:donations_statementline_{name}", args=[line.pk])
    page = client.post(address, answers) if answers else client.get(address)
    seen = value_of(page, "seen") if 'name="seen"' in page.content.decode() else ""
    if seen:
        client.post(address, {**answers, "seen": seen, "confirmed": "1"})
    line.refresh_from_db()
    return plain(page.content.decode())


def test_a_line_is_split_over_pledges(staff, pledge, line):
    other = make.PledgeFactory(campaign=pledge.campaign, amount_satang=20_000)
    words = act(staff, line, "settle", pledge_1="acde 2346", amount_1="300", pledge_2=other.reference, amount_2="200")
    assert ("300" in words, "200" in words) == (True, True)
    assert line.state == "matched"
    assert dict(Pledge.objects.values_list("pk", "status")) == {pledge.pk: "partly", other.pk: "paid"}


@pytest.mark.parametrize(
    "answers",
    [
        {"pledge_1": "NOPE", "amount_1": "5"},
        {"pledge_1": "ACDE2346", "amount_1": "0"},
        {"pledge_1": "ACDE2346", "amount_1": "-5"},
        {"pledge_1": "ACDE2346", "amount_1": "500.01"},
        {"pledge_1": "ACDE2346", "amount_1": "100", "pledge_2": "ACDE2346", "amount_2": "100"},
        {"pledge_1": "ACDE2346", "amount_1": "100", "pledge_2": "ACDE2346"},
    ],
)
def test_a_wrong_split_is_refused(staff, line, answers):
    act(staff, line, "settle", **answers)
    assert not Payment.objects.exists()


def test_a_pledge_of_another_organization_is_not_found(staff, line):
    act(staff, line, "settle", pledge_1=make.PledgeFactory().reference, amount_1="500")
    assert not Payment.objects.exists()


def test_a_gift_without_a_pledge_and_one_to_give_back(staff, pledge, line):
    act(staff, line, "gift", campaign=pledge.campaign_id)
    assert (line.state, Payment.objects.get().pledge) == ("matched", None)
    other = make.StatementLineFactory(statement=line.statement)
    act(staff, other, "give_back", campaign=pledge.campaign_id)
    assert MoneyOrder.objects.get().kind == "refund"


def test_a_line_is_left_out_and_taken_up_again(staff, line):
    act(staff, line, "ignore")
    assert line.state == "ignored"
    act(staff, line, "take_up")
    assert line.state == "unmatched"


def test_large_amounts_are_said_to_wait(staff, pledge):
    Pledge.objects.update(amount_satang=6_000_000)
    statement = make.StatementFactory(organization=pledge.campaign.organization)
    large = make.StatementLineFactory(statement=statement, amount_satang=6_000_000)
    act(staff, large, "settle", pledge_1=pledge.reference, amount_1="60,000")
    assert (MoneyOrder.objects.count(), Payment.objects.count()) == (1, 0)


def test_all_certain_lines_are_listed_and_then_entered(staff, pledge, line):
    address = reverse("admin:donations_statement_certain", args=[line.statement_id])
    page = staff.get(address)
    assert "ACDE2346" in text(page)
    staff.post(address, {"seen": value_of(page, "seen"), "confirmed": "1"})
    line.refresh_from_db()
    assert line.state == "matched"
    assert "seen" not in staff.get(address).content.decode()


def pages(line):
    """Return every address about a line and its statement."""
    names = ("change", "settle", "gift", "give_back", "ignore", "take_up")
    about = [reverse(f"admin:donations_statementline_{name}", args=[line.pk]) for name in names]
    of_file = [reverse(f"admin:donations_statement_{name}", args=[line.statement_id]) for name in ("change", "certain")]
    return [reverse(IMPORT), reverse(LINES), reverse("admin:donations_statement_changelist"), *about, *of_file]


def test_every_page_opens_for_finance_in_both_languages(staff, line, language):
    staff.cookies["django_language"] = language
    assert {staff.get(address).status_code for address in pages(line)} == {200}


def test_strangers_and_other_staff_see_nothing(line, client):
    assert {client.get(address).status_code for address in pages(line)} == {302}
    other = client_of(make.UserFactory(is_staff=True))
    assert {other.get(address).status_code for address in pages(line)} <= {302, 403, 404}
    assert other.post(reverse("admin:donations_statementline_confirm", args=[line.pk])).status_code == 403


def test_finance_of_another_edition_sees_nothing_of_it(line):
    user = make.UserFactory(is_staff=True)
    make.AppointmentFactory(user=user, edition=make.EditionFactory(year=2031), role="finance")
    other = client_of(user)
    assert line.words not in text(other.get(reverse(LINES)))
    assert {other.get(address).status_code for address in pages(line)[3:]} <= {302, 403, 404}
    confirm = reverse("admin:donations_statementline_confirm", args=[line.pk])
    assert other.post(confirm).status_code == 404


def test_the_list_takes_as_many_queries_for_ten_lines_as_for_one(staff, line):
    staff.get(reverse(LINES))
    with CaptureQueriesContext(connection) as one:
        staff.get(reverse(LINES))
    make.StatementLineFactory.create_batch(9, statement=line.statement)
    with CaptureQueriesContext(connection) as ten:
        assert staff.get(reverse(LINES)).status_code == 200
    assert len(ten) == len(one)


def test_an_empty_list_says_what_to_do(staff):
    assert reverse(IMPORT) in staff.get(reverse(LINES)).content.decode()
