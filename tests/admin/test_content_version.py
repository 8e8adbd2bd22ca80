"""Whatever the workspace changes that pages show moves the content's version; what visitors did does not."""

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.contact import Contact
from accounts.models import Consent, Person, User
from activities.actions import cancel_registration, register
from activities.models import (
    Answer,
    Change,
    CheckIn,
    Commitment,
    Draw,
    HeadCount,
    Hold,
    Offer,
    Pass,
    Registration,
    Session,
)
from donations.models import (
    Acknowledgement,
    Charge,
    GatewayEvent,
    InKindGift,
    MoneyOrder,
    PayeeChange,
    Payment,
    Pledge,
    Slip,
    Statement,
    StatementFormat,
    StatementLine,
)
from goodsociety.common import audit
from goodsociety.common.models import AuditEntry, IdempotencyKey, Outbox
from organizations.models import Appointment as Editor
from reports.models import Snapshot
from tests import factories as make
from tests.admin.pages import errors, send
from tests.admin.rows import MAKERS, page
from tests.operations.edition_files import load, small, written
from volunteers.models import (
    Certificate,
    CertificateRun,
    CertificateSheet,
    Expertise,
    GuardianConsent,
    HandOver,
    Match,
    Qualified,
    ShiftChange,
    SignUp,
    Volunteer,
)
from zones.actions import content_changed
from zones.models import Appointment, Edition

pytestmark = pytest.mark.django_db

VISITORS = "what visitors did; pages show it in numbers that may be some seconds old"
STAFF = "who may do what; no page shows it"
RECORDS = "what happened behind the pages"
#: Every list of the workspace whose rows no page shows, and why. All others move the version.
NOT_CONTENT = {
    Person: VISITORS,
    Consent: VISITORS,
    Registration: VISITORS,
    Commitment: VISITORS,
    Pass: VISITORS,
    CheckIn: VISITORS,
    HeadCount: VISITORS,
    Answer: VISITORS,
    Offer: VISITORS,
    Hold: VISITORS,
    Change: "what a session was before; the action that changed it moves the version",
    Draw: "made by an action alone, which moves the version",
    SignUp: VISITORS,
    Volunteer: VISITORS,
    GuardianConsent: VISITORS,
    Qualified: VISITORS,
    HandOver: VISITORS,
    Expertise: VISITORS,
    Match: VISITORS,
    ShiftChange: "what a shift was before; the action that changed it moves the version",
    Certificate: "read by whoever holds it, on a page that is never kept",
    CertificateRun: RECORDS,
    CertificateSheet: RECORDS,
    Pledge: VISITORS,
    Payment: VISITORS,
    Charge: VISITORS,
    GatewayEvent: RECORDS,
    MoneyOrder: RECORDS,
    PayeeChange: "the action that approves it moves the version",
    InKindGift: VISITORS,
    Slip: VISITORS,
    Acknowledgement: "read by whoever holds it, on a page that is never kept",
    StatementFormat: RECORDS,
    Statement: RECORDS,
    StatementLine: RECORDS,
    User: STAFF,
    Group: STAFF,
    Appointment: STAFF,
    Editor: STAFF,
    Snapshot: RECORDS,
    Outbox: RECORDS,
    AuditEntry: RECORDS,
    IdempotencyKey: RECORDS,
}
REGISTERED = admin.site._registry  # noqa: SLF001 (Django has no public name for it)
CONTENT = [model for model in REGISTERED if model not in NOT_CONTENT]


def names(models):
    """Return what tests are called by."""
    return [model._meta.label for model in models]


def version():
    """Return the version of all editions together."""
    return Edition.objects.content_versions()


@pytest.fixture(params=CONTENT, ids=names(CONTENT))
def row(request, edition):
    """Return a row of each table that pages show."""
    return MAKERS[request.param]()


def test_a_list_is_content_unless_it_is_named_here_with_a_reason():
    assert {model for model, its_admin in REGISTERED.items() if not its_admin.is_content} == set(NOT_CONTENT)
    assert len(CONTENT) > 10


def test_no_content_is_changed_inside_the_page_of_something_else():
    inside = {inline.model for model in NOT_CONTENT for inline in REGISTERED[model].inlines}
    assert inside.isdisjoint(CONTENT)


def test_saving_moves_it(organiser, row):
    before = version()
    assert errors(send(organiser, page(type(row), "change", row.pk))) == ""

    assert version() != before


def test_what_is_not_saved_moves_nothing(organiser, edition):
    zone = make.ZoneFactory()
    before = version()
    assert errors(send(organiser, page(type(zone), "change", zone.pk), name_th=""))

    assert version() == before


def test_deleting_moves_it(organiser, row):
    before = version()
    organiser.post(page(type(row), "delete", row.pk), {"post": "yes"})
    if type(row).objects.filter(pk=row.pk).exists():
        pytest.fail(f"{row} could not be deleted: make one without anything that depends on it")

    assert version() != before


def test_deleting_several_moves_it(organiser, row):
    before = version()
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [row.pk], "post": "yes"}
    organiser.post(page(type(row), "changelist"), chosen)

    assert not type(row).objects.filter(pk=row.pk).exists()
    assert version() != before


def test_a_new_row_moves_it(organiser, edition):
    before = version()
    assert (
        errors(send(organiser, page(type(make.ZoneFactory()), "add"), edition=edition.pk, name_th="ก", slug="a")) == ""
    )

    assert version() != before


def test_what_is_changed_inside_a_page_moves_it(organiser, edition):
    session = make.SessionFactory()
    before = version()
    changed = {"sessions-0-state": "cancelled"}
    assert errors(send(organiser, page(type(session.activity), "change", session.activity.pk), **changed)) == ""

    assert Session.objects.get(pk=session.pk).state == "cancelled"
    assert version() != before


@pytest.mark.parametrize("model", [model for model in NOT_CONTENT if model in (Person, Registration, SignUp, Pledge)])
def test_what_visitors_did_is_changed_without_it(organiser, edition, model):
    row = MAKERS[model]()
    before = version()
    assert errors(send(organiser, page(model, "change", row.pk))) == ""

    assert version() == before


def test_registering_and_everything_after_it_moves_nothing(edition):
    at, session = timezone.now(), make.SessionFactory()
    contact = Contact(name="สมชาย", email="somchai@example.org", language="th")
    before = version()
    registration = register(session=session, contact=contact, party_size=2, by=audit.VISITOR, at=at)
    cancel_registration(registration=registration, by=audit.VISITOR, at=at)

    assert version() == before


def test_loading_a_file_moves_it_where_the_file_says_something_new(edition, tmp_path):
    path = written(tmp_path, small())
    before = version()
    load(path, "--with-sample")
    loaded = version()
    load(path, "--with-sample")

    assert loaded.startswith(f"{edition.pk}:{edition.content_version + 1} ")
    assert before != loaded == version()


def test_a_file_that_is_only_tried_moves_nothing(edition, tmp_path):
    before = version()
    load(written(tmp_path, small()), "--dry-run")

    assert version() == before


def test_only_the_edition_concerned_moves(edition):
    other = make.EditionFactory(year=2016, status="over")
    content_changed(make.SessionFactory(), make.ShiftFactory(), make.ZoneFactory())

    assert Edition.objects.get(pk=edition.pk).content_version == edition.content_version + 1
    assert Edition.objects.get(pk=other.pk).content_version == other.content_version


def test_what_belongs_to_no_edition_moves_all(edition):
    make.EditionFactory(year=2016, status="over")
    content_changed(make.OrganizationFactory())

    assert set(Edition.objects.values_list("content_version", flat=True)) == {edition.content_version + 1}


def test_an_edition_that_comes_or_goes_is_another_version(edition):
    before = version()
    other = make.EditionFactory(year=2016, status="over")
    assert version() != before

    other.delete()
    assert version() == before
