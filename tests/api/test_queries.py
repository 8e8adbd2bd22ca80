"""Every list and every row takes the same number of queries, however many rows there are."""

import pytest

from activities.models import Access, Way
from tests import factories
from tests.api.asking import LISTS, read, rows
from zones.models import Edition

pytestmark = pytest.mark.django_db


def make_rows(number):
    """Make so many of every row, all in one edition, and return the addresses of one of each."""
    edition = factories.usual_edition()
    for _ in range(number):
        organization = factories.OrganizationFactory()
        zone = factories.ZoneFactory(edition=edition)
        factories.ParticipationFactory(organization=organization, edition=edition, zone=zone)
        activity = factories.ActivityFactory(
            edition=edition, zone=zone, hosts=[organization], ways=list(Way), access=list(Access)
        )
        session = factories.SessionFactory(activity=activity)
        shift = factories.ShiftFactory(duty__edition=edition, duty__zone=zone, duty__host=organization)
        campaign = factories.CampaignFactory(edition=edition, zone=zone, organization=organization)
        factories.EditionFactory(year=1990 + Edition.objects.count(), status=Edition.Status.OVER)
    return [
        f"editions/{edition.year}/",
        f"zones/{zone.edition.year}-{zone.slug}/",
        f"organizations/{organization.slug}/",
        f"activities/{activity.edition.year}-{activity.slug}/",
        f"sessions/{session.code}/",
        f"shifts/{shift.code}/",
        f"campaigns/{edition.year}-{campaign.slug}/",
        f"outcomes/{edition.year}/",
    ]


@pytest.mark.parametrize("number", range(len(LISTS)))
def test_constant_queries(client, django_assert_num_queries, django_assert_max_num_queries, number):
    path = f"{LISTS[number]}/"
    detail = make_rows(1)[number]
    with django_assert_max_num_queries(6) as listed:
        assert len(rows(client, path)) >= 1
    with django_assert_max_num_queries(20) as shown:
        read(client, detail)
    detail = make_rows(2)[number]
    with django_assert_num_queries(len(listed)):
        assert len(rows(client, path)) >= 3
    with django_assert_num_queries(len(shown)):
        read(client, detail)


def test_constant_queries_with_every_filter(client, django_assert_num_queries):
    make_rows(3)
    edition = factories.usual_edition()
    query = {"edition": edition.year, "kind": "workshop", "day": edition.starts_on.isoformat(), "q": "Mend"}
    # The edition, whether and where the text is found, the count, the rows, what is asked of those who register.
    with django_assert_num_queries(7):
        assert len(rows(client, "sessions/", **query)) == 3
