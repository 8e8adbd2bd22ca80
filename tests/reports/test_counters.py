"""The few figures on an edition's home and on the wall."""

import pytest
from django.core.cache import cache

from reports.counters import BEFORE, DURING, counters
from tests.factories import (
    CampaignFactory,
    CheckInFactory,
    EditionFactory,
    ParticipationFactory,
    PaymentFactory,
    PledgeFactory,
    PublishedFigureFactory,
    RegistrationFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.statements import noted
from zones.phase import Phase

pytestmark = pytest.mark.django_db


def shown(edition, phase, at):
    """Return the figures by key."""
    return {counter.metric.key: counter.value for counter in counters(edition, phase, at=at)}


def test_before_the_expo_what_is_planned_and_promised(edition, now):
    RegistrationFactory(party_size=3)
    SignUpFactory()
    PledgeFactory()
    ParticipationFactory()

    assert shown(edition, Phase.BEFORE, now) == {
        "on_programme": 1,
        "partner_organizations": 1,
        "seats_registered": 3,
        "places_signed_up": 1,
        "pledged": 500,
    }


def test_while_it_is_on_what_has_happened(edition, now):
    CheckInFactory(registration=RegistrationFactory(party_size=2))
    SignUpFactory(approved_minutes=60)
    PaymentFactory()

    assert shown(edition, Phase.DURING, now) == {
        "visits": 2,
        "attendees": 2,
        "volunteers": 1,
        "places_signed_up": 1,
        "funds_raised": 500,
    }


@pytest.mark.parametrize("phase", [Phase.BEFORE, Phase.DURING, Phase.AFTER])
def test_nothing_is_not_shown_as_nought(edition, now, phase):
    assert counters(edition, phase, at=now) == []


def test_a_cancelled_edition_shows_none(edition, now):
    SessionFactory()
    assert counters(edition, Phase.CANCELLED, at=now) == []


def test_afterwards_what_was_published_with_what_was_counted(now):
    past = EditionFactory(year=2019, status="over")
    PublishedFigureFactory(edition=past, metric="funds_raised", value=1_300_000, qualifier="over")
    PublishedFigureFactory(edition=past, metric="volunteers", value=735)
    PublishedFigureFactory(edition=past, metric="unheard_of", value=4711)
    PaymentFactory(campaign=CampaignFactory(edition=past))

    volunteers, money = counters(past, Phase.AFTER, at=now)

    assert (volunteers.value, volunteers.counted, volunteers.qualifier) == (735, None, "")
    assert (money.value, money.counted) == (1_300_000, 500)
    assert money.qualifier == money.figure.get_qualifier_display()


def test_where_nothing_was_published_what_was_counted(now):
    past = EditionFactory(year=2019, status="over")
    PaymentFactory(campaign=CampaignFactory(edition=past))
    assert shown(past, Phase.AFTER, now) == {"funds_raised": 500}


@pytest.mark.parametrize(("phase", "metrics"), [(Phase.BEFORE, BEFORE), (Phase.DURING, DURING)])
def test_figures_are_counted_once_however_many_look(edition, now, phase, metrics):
    with noted() as first:
        counters(edition, phase, at=now)
    with noted() as second:
        counters(edition, phase, at=now)
    assert (len(first), len(second)) == (len(metrics), 0)


def test_figures_are_kept_for_each_edition(edition, now):
    PledgeFactory()
    other = EditionFactory(year=2019)
    assert shown(edition, Phase.BEFORE, now)["pledged"] == 500
    assert shown(other, Phase.BEFORE, now) == {}
    PledgeFactory()
    assert shown(edition, Phase.BEFORE, now)["pledged"] == 500


def test_figures_are_counted_anew_after_a_minute_at_the_latest(edition, now, monkeypatch):
    times = []
    monkeypatch.setattr(cache, "set", lambda _name, _counts, seconds: times.append(seconds))
    counters(edition, Phase.BEFORE, at=now)
    assert times == [60]
