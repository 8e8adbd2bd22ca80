"""Acknowledgements issued in the same moment: numbers without gaps; and where nobody locks, one number for many."""

import threading
from functools import partial

import pytest

from donations.actions import acknowledging, numbering
from donations.actions.acknowledging import issue_acknowledgement
from donations.actions.pledging import Paper
from donations.models import Acknowledgement, Series
from goodsociety.common.audit import SYSTEM
from goodsociety.common.inserting import insert_new
from tests import factories as make
from tests.concurrency.crowd import at_once, tally

pytestmark = [pytest.mark.race]
PAPERS = 20


def issuing(moment):
    """Return twenty calls, each for a payment of its own, all to one organization."""
    campaign = make.CampaignFactory()
    payments = make.PaymentFactory.create_batch(PAPERS, campaign=campaign)
    name = Paper("ใจดี มีสุข", "")
    return [partial(issue_acknowledgement, payment=row, recipient=name, by=SYSTEM, at=moment) for row in payments]


def test_twenty_papers_at_once_have_the_numbers_one_to_twenty(moment):
    papers = at_once(issuing(moment), connections=PAPERS)
    assert tally(papers) == {"Acknowledgement": PAPERS}
    assert sorted(paper.number for paper in papers) == list(range(1, PAPERS + 1))
    assert Series.objects.get(key__startswith="acknowledgement").last == PAPERS


def test_one_payment_has_one_paper_however_many_issue_it(moment):
    [call, *_others] = issuing(moment)
    assert tally(at_once([call] * PAPERS, connections=PAPERS)) == {"Acknowledgement": 1, "AlreadyAcknowledged": 19}
    assert Acknowledgement.objects.get().number == 1


def test_without_the_lock_a_number_is_given_twice(moment, monkeypatch):
    together = threading.Barrier(2)

    def unlocked(key):
        insert_new(Series(key=key))
        last = Series.objects.get(key=key).last
        together.wait(60)
        Series.objects.filter(key=key).update(last=last + 1)
        return last + 1

    # Outside any transaction, as SQLite would otherwise let in one writer at a time.
    monkeypatch.setattr(numbering, "next_number", unlocked)
    monkeypatch.setattr(acknowledging, "next_number", unlocked)
    key = acknowledging.series_of(1, moment.year)
    assert at_once([partial(numbering.next_number, key)] * 2) == [1, 1]
    # What is recounted after each race has to be right again: there is no paper.
    Series.objects.filter(key=key).delete()
