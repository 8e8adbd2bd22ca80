"""How often a kept connection to PostgreSQL is tried; no server is asked."""

import pytest

from goodsociety.common.postgresql import base
from goodsociety.environment import database


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Return a kept connection that notes when it is tried, and the hands of a clock."""
    hands = {"at": 100.0, "stands": True, "tries": 0}

    def try_it(_self):
        hands["tries"] += 1
        return hands["stands"]

    monkeypatch.setattr(base, "monotonic", lambda: hands["at"])
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", try_it)
    monkeypatch.setattr(base.DatabaseWrapper, "close", lambda self: setattr(self, "connection", None))
    wrapper = base.DatabaseWrapper({**database("postgresql://expo@127.0.0.1/expo", tmp_path), "TIME_ZONE": None})
    wrapper.connection, wrapper.health_check_enabled = object(), True
    return wrapper, hands


def requests(wrapper, number):
    """Begin so many requests, each of which asks the database twice."""
    for _ in range(number):
        wrapper.health_check_done = False
        wrapper.close_if_health_check_failed()
        wrapper.close_if_health_check_failed()


def test_it_is_tried_once_a_second(kept):
    wrapper, hands = kept
    requests(wrapper, 5)
    assert hands["tries"] == 1
    hands["at"] += base.TRIED_EVERY_SECONDS
    requests(wrapper, 5)
    assert hands["tries"] == 2


def test_one_that_broke_while_it_rested_is_closed(kept):
    wrapper, hands = kept
    requests(wrapper, 1)
    hands["at"] += 60
    hands["stands"] = False
    requests(wrapper, 1)
    assert wrapper.connection is None


def test_a_clock_that_goes_back_does_not_stop_the_tries(kept):
    wrapper, hands = kept
    requests(wrapper, 1)
    hands["at"] -= 60
    requests(wrapper, 1)
    assert hands["tries"] == 2
