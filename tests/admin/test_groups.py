"""Groups in the workspace: what staff see of one, decide about it, and change for it."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN

from activities import refusals
from activities.models import Registration, Session
from goodsociety.common.models import Outbox
from tests import factories as make
from tests.admin.pages import messages_of
from tests.admin.rows import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def group(edition):
    """Return a group of twelve that asks for places in a field tour for thirty."""
    tour = make.SessionFactory(activity__kind="field_tour", entry="groups", capacity=30, largest_party=30)
    row = make.RegistrationFactory(
        session=tour, status="requested", party_size=12, organization=make.OrganizationFactory(), note="รถบัสหนึ่งคัน"
    )
    make.PartyMemberFactory(registration=row, name="สมชาย ใจดี")
    return row


def act(client, action, row, **answers):
    """Do something to a registration, and return what is said."""
    sent = {"action": action, CHOSEN: [row.pk], "confirmed": "1", **answers}
    return messages_of(client, client.post(page(Registration, "changelist"), sent))


def test_staff_see_who_comes_and_how(organiser, group):
    text = organiser.get(page(Registration, "change", group.pk)).content.decode()
    for word in (group.organization.name_en, "รถบัสหนึ่งคัน", "สมชาย ใจดี", group.reference):
        assert word in text


def test_the_zone_decides(organiser, group):
    act(organiser, "approve", group)
    assert Session.objects.get(pk=group.session_id).seats_taken == 12
    other = make.RegistrationFactory(session=group.session, status="requested", party_size=20)
    assert str(refusals.SessionFull(asked=20, left=18)) in "".join(act(organiser, "approve", other))
    act(organiser, "decline", other)
    other.refresh_from_db()
    assert other.status == "declined"


def test_staff_let_a_group_bring_more(organiser, group):
    asked = organiser.post(page(Registration, "changelist"), {"action": "resize", CHOSEN: [group.pk]})
    assert 'name="party_size"' in asked.content.decode()
    act(organiser, "approve", group)
    act(organiser, "resize", group, party_size="25")
    group.refresh_from_db()
    assert (group.party_size, Session.objects.get(pk=group.session_id).seats_taken) == (25, 25)
    assert Outbox.objects.filter(key__startswith="changed:").count() == 1
    make.RegistrationFactory(session=group.session, party_size=2)
    assert str(refusals.SessionFull(asked=5, left=3)) in "".join(act(organiser, "resize", group, party_size="30"))


@pytest.mark.parametrize("size", ["0", "-1", "x", "", "10001"])
def test_a_number_that_cannot_be_meant_changes_nothing(organiser, group, size):
    organiser.post(
        page(Registration, "changelist"),
        {"action": "resize", CHOSEN: [group.pk], "confirmed": "1", "party_size": size},
    )
    group.refresh_from_db()
    assert group.party_size == 12


def test_who_may_only_look_changes_nothing(may, group):
    client = may("view_registration")
    client.post(
        page(Registration, "changelist"),
        {"action": "resize", CHOSEN: [group.pk], "confirmed": "1", "party_size": "20"},
    )
    group.refresh_from_db()
    assert group.party_size == 12
