"""What stays hidden: drafts, and whatever belongs to a person."""

import datetime as dt

import pytest
from django.urls import reverse

from activities.models import State
from tests import factories
from tests.api.asking import LISTS, read, rows
from zones.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """An edition that visitors may not see, with a row of each kind."""
    edition = factories.EditionFactory(year=2033, status=Edition.Status.DRAFT)
    host = factories.ParticipationFactory(edition=edition).organization
    activity = factories.ActivityFactory(edition=edition, hosts=[host])
    factories.ShiftFactory(duty__edition=edition, duty__zone=activity.zone)
    factories.CampaignFactory(edition=edition)
    return factories.SessionFactory(activity=activity)


def test_nothing_of_a_draft_edition_is_shown(client, draft):
    activity = draft.activity
    for path in LISTS:
        assert rows(client, f"{path}/") == []
    for path in (
        "editions/2033/",
        f"zones/{activity.edition.year}-{activity.zone.slug}/",
        f"organizations/{activity.hosts.get().slug}/",
        f"activities/{activity.edition.year}-{activity.slug}/",
        f"sessions/{draft.code}/",
        "outcomes/2033/",
    ):
        assert set(read(client, path, status=404)) == {"detail"}


def test_a_draft_edition_cannot_be_asked_for(client, draft):
    for path in ("zones", "organizations", "activities", "sessions"):
        assert set(read(client, f"{path}/", status=400, edition=2033)) == {"edition"}
    assert set(read(client, "sessions/", status=400, zone=draft.activity.zone.slug)) == {"zone"}


def test_a_part_in_a_draft_edition_is_not_shown(client, draft):
    organization = draft.activity.hosts.get()
    factories.ParticipationFactory(organization=organization)
    found = read(client, f"organizations/{organization.slug}/")
    assert [part["edition"] for part in found["parts"]] == [factories.usual_edition().year]
    assert len(rows(client, "organizations/", part="partner")) == 1


def test_drafts_of_the_programme_are_not_shown(client):
    session = factories.SessionFactory(state=State.DRAFT)
    assert rows(client, "sessions/") == rows(client, "activities/") == []
    read(client, f"sessions/{session.code}/", status=404)
    read(client, f"activities/{session.edition.year}-{session.activity.slug}/", status=404)


def test_cancelled_sessions_stay_on_the_programme(client):
    factories.SessionFactory(state=State.CANCELLED)
    (found,) = rows(client, "sessions/")
    assert (found["state"], found["registration"]) == ("cancelled", "closed")


def test_nothing_personal_is_shown_anywhere(client):
    person = factories.PersonFactory(name="Somchai Secret", email="somchai@example.org", phone="+66812345678")
    session = factories.SessionFactory(activity=factories.ActivityFactory(hosts=[factories.OrganizationFactory()]))
    factories.ParticipationFactory(organization=session.activity.hosts.get())
    registration = factories.RegistrationFactory(person=person, session=session)
    own = factories.PassFactory(person=person)
    factories.CheckInFactory(registration=registration)
    shift = factories.ShiftFactory(
        duty__zone=session.activity.zone, starts_at=session.starts_at - dt.timedelta(hours=4)
    )
    sign_up = factories.SignUpFactory(person=person, shift=shift)
    private = ["Secret", "somchai", "812345678", registration.code, registration.reference, own.code]
    campaign = factories.CampaignFactory()
    pledge = factories.PledgeFactory(campaign=campaign, person=person, status="paid")
    private += [sign_up.code, sign_up.reference, pledge.code, pledge.reference]
    for path in LISTS:
        assert read(client, f"{path}/")["count"] == 1
    shown = [client.get(f"/api/v1/{path}/").content.decode() for path in LISTS]
    for page, key in (
        ("session", session.code),
        ("activity", f"{session.edition.year}-{session.activity.slug}"),
        ("shift", shift.code),
        ("campaign", f"{session.edition.year}-{campaign.slug}"),
        ("campaign-donors", f"{session.edition.year}-{campaign.slug}"),
        ("outcome", session.edition.year),
    ):
        name = page if "-" in page else f"{page}-detail"
        shown.append(client.get(reverse(f"api:{name}", args=[key])).content.decode())
    assert [word for word in private for text in shown if word in text] == []
