"""Reminders of what was promised: polite, few, each once, and never while a slip is looked at."""

import datetime as dt

import pytest

from donations import actions
from donations.actions.reminding import due, remind_donors, standing_on
from donations.models import GivingRules, Pledge
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import Outbox
from goodsociety.common.rounds import go_round
from goodsociety.common.tidying import tidy
from tests import factories as make

DAY = dt.timedelta(days=1)


@pytest.fixture
def pledge(edition, now):
    """A promise of 500 baht, made now, that stands for two weeks."""
    return make.PledgeFactory(created_at=now, expires_on=now.date() + 14 * DAY)


def remind(at):
    """Go round once."""
    return remind_donors(by=SYSTEM, at=at)


def days_written(now, most=40):
    """Return on which days after now somebody is reminded, the round being made thrice a day."""
    found = []
    for day in range(most):
        before = Outbox.objects.filter(key__startswith="pledge-reminder").count()
        for hours in (0, 2, 4):
            remind(now + day * DAY + dt.timedelta(hours=hours))
        found += [day] * (Outbox.objects.filter(key__startswith="pledge-reminder").count() - before)
    return found


def test_a_donor_is_reminded_after_three_days_and_five_more_and_no_more(pledge, now):
    assert days_written(now) == [3, 8]
    pledge.refresh_from_db()
    assert (pledge.reminders_sent, pledge.reminded_on) == (2, now.date() + 8 * DAY)


def test_the_rules_of_the_edition_hold(pledge, edition, now):
    make.GivingRulesFactory(edition=edition, first_reminder_days=1, next_reminder_days=2, most_reminders=3)
    assert days_written(now) == [1, 3, 5]


def test_nobody_is_reminded_where_the_rules_say_never(pledge, edition, now):
    make.GivingRulesFactory(edition=edition, most_reminders=0)
    assert days_written(now, 10) == []


@pytest.mark.parametrize("hours", [-5.5, 8.5, 12])
def test_nobody_is_reminded_at_night(pledge, now, hours):
    assert remind(now + 4 * DAY + dt.timedelta(hours=hours)) == 0
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("status", ["paid", "withdrawn", "expired"])
def test_nobody_is_reminded_of_what_is_settled(edition, now, status):
    make.PledgeFactory(created_at=now, expires_on=now.date() + 99 * DAY, status=status)
    assert days_written(now, 10) == []


def test_nobody_is_reminded_while_a_slip_is_looked_at(pledge, now):
    slip = make.SlipFactory(pledge=pledge)
    assert days_written(now, 10) == []
    slip.delete()
    assert days_written(now, 10) == [3, 8]


def test_nobody_is_reminded_who_left_no_address_or_whose_promise_is_old(edition, now):
    make.PledgeFactory(created_at=now, expires_on=now.date() + 99 * DAY, email="")
    make.PledgeFactory(created_at=now - 900 * DAY, expires_on=None)
    make.PledgeFactory(created_at=now - 20 * DAY, expires_on=now.date() - DAY)
    assert days_written(now, 10) == []


def test_the_mail_says_how_much_where_to_pay_and_where_to_withdraw(pledge, now, language):
    Pledge.objects.update(language=language)
    remind(now + 3 * DAY)
    mail = Outbox.objects.get()
    prefix = "/en" if language == "en" else ""
    for word in (pledge.campaign.name, pledge.reference, "500", f"{prefix}/pledges/{pledge.code}/withdraw/"):
        assert word in mail.body
    assert pledge.campaign.name in mail.subject
    assert "\n\n\n" not in mail.body


def in_three_parts(pledge, now):
    """Divide a pledge into three monthly parts."""
    for n in range(3):
        day = now.date() + n * 30 * DAY
        make.InstalmentFactory(pledge=pledge, number=n + 1, amount_satang=(20_000, 15_000, 15_000)[n], due_on=day)
    Pledge.objects.update(expires_on=now.date() + 74 * DAY)


def receive(pledge, satang, at):
    """Enter money that came."""
    money = actions.Money(pledge.campaign, satang, at, pledge=pledge)
    actions.record_payment(money=money, by=make.UserFactory(), at=at)


def test_each_part_is_told_of_on_its_day_and_reminded_of_when_it_is_late(pledge, now):
    in_three_parts(pledge, now)
    receive(pledge, 20_000, now)
    assert days_written(now, 75) == [30, 35, 40, 60]
    assert "150" in Outbox.objects.filter(key__startswith="pledge-reminder").earliest("pk").body


def test_a_part_that_came_early_is_not_told_of(pledge, now):
    in_three_parts(pledge, now)
    receive(pledge, 35_000, now)
    assert days_written(now, 59) == []


def test_a_withdrawn_pledge_is_left_in_peace(pledge, now):
    actions.withdraw_pledge(pledge=pledge, by=VISITOR, at=now)
    assert days_written(now, 10) == []


def test_each_round_reminds_and_ends_what_is_over(pledge, now):
    make.PledgeFactory(expires_on=now.date() - DAY)
    go_round(at=now + 3 * DAY)
    assert set(Pledge.objects.values_list("status", "reminders_sent")) == {("promised", 1), ("expired", 0)}
    assert Outbox.objects.filter(key__startswith="pledge-expired:").count() == 1


def test_each_hour_old_pictures_are_let_go_of(edition, now):
    slip = make.SlipFactory(picture=b"jpeg", state="taken_back", decided_at=now - 91 * DAY)
    tidy(at=now)
    slip.refresh_from_db()
    assert slip.picture is None


def test_looking_for_whom_to_remind_takes_as_many_queries_for_three_as_for_one(pledge, now, django_assert_num_queries):
    in_three_parts(pledge, now)
    day = now.date() + 30 * DAY
    for found in (1, 2, 3):
        with django_assert_num_queries(4):
            assert len(due(standing_on(day), GivingRules(), day)) == found
        in_three_parts(make.PledgeFactory(created_at=now), now)
