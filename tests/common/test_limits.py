"""How often somebody may do something, and where a request comes from."""

import datetime as dt

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError as Away

from goodsociety.common.limits import Limit, network_address

HOUR = dt.timedelta(hours=1)
LIMIT = Limit("knocks", 3, HOUR)


def test_so_often_and_no_oftener_and_anew_in_the_next_span(now):
    assert [LIMIT.note("a", at=now) for _time in range(4)] == [True, True, True, False]
    assert LIMIT.is_spent("a", at=now)
    assert not LIMIT.is_spent("b", at=now)
    assert LIMIT.note("b", at=now)
    assert not LIMIT.is_spent("a", at=now + HOUR)
    assert LIMIT.note("a", at=now + HOUR)


def test_asking_does_not_count(now):
    assert not any(LIMIT.is_spent("a", at=now) for _time in range(10))
    assert LIMIT.note("a", at=now)


def test_limits_of_different_names_do_not_mix(now):
    for _time in range(3):
        LIMIT.note("a", at=now)
    assert Limit("calls", 3, HOUR).note("a", at=now)


def test_nobody_reads_from_the_cache_who_it_was(now):
    assert "somchai" not in LIMIT.key("somchai@example.org", now)


@pytest.mark.parametrize("method", ["get", "add", "incr"])
@pytest.mark.parametrize("error", [Away(), OSError()])
def test_without_the_cache_nobody_is_kept_out(now, monkeypatch, caplog, method, error):
    def away(*_args, **_options):
        raise error

    monkeypatch.setattr(type(caches["default"]), method, away)
    assert LIMIT.note("a", at=now)
    assert not LIMIT.is_spent("a", at=now)
    assert "the cache is away" in caplog.text


def test_a_count_that_the_cache_threw_out_begins_again(now, monkeypatch):
    monkeypatch.setattr(type(caches["default"]), "add", lambda *_args, **_options: False)
    assert LIMIT.note("a", at=now)


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
        ("", "", ""),
        ("a socket", "", "a socket"),
    ],
)
def test_without_a_proxy_only_the_line_itself_is_believed(remote, forwarded, address):
    assert network_address({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}) == address


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("198.51.100.1", "198.51.100.1"), ("6.6.6.6, 198.51.100.1", "198.51.100.1"), ("", "10.0.0.1"), (None, "10.0.0.1")],
)
def test_behind_our_proxy_the_address_that_it_wrote_is_believed(settings, forwarded, address):
    settings.IS_BEHIND_PROXY = True
    meta = {"REMOTE_ADDR": "10.0.0.1"} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    assert network_address(meta) == address
