"""Pages kept for everybody: given out while they are good, never afterwards, and none that belongs to a visitor."""

import gzip

import brotli
import pytest
from django.db import OperationalError
from django.test import Client

from goodsociety.common.caching import public_page, shelves
from goodsociety.common.caching.content import content
from goodsociety.common.caching.kept import Kept, best_encoding
from goodsociety.common.caching.marking import Mark
from tests.common.kept_pages import NO_PAGE, PERSONAL, body, made

pytestmark = pytest.mark.usefixtures("keeping_site")
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
SECURITY = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")


# Given out again.


def test_a_page_is_made_once_and_given_to_all(client, django_assert_num_queries, monkeypatch):
    first = client.get("/page/", {"day": "2026-12-02"})
    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", None)

    with django_assert_num_queries(0):
        again = client.get("/page/", {"day": "2026-12-02"}, headers={"Cookie": "sessionid=abc", "User-Agent": "other"})

    assert made["page"] == 1
    assert again.content == first.content
    assert again.headers == first.headers


def test_a_kept_page_is_under_the_same_rules_as_a_new_one(client):
    client.get("/page/")

    kept = client.get("/page/")

    assert made["page"] == 1
    assert all(kept.has_header(name) for name in SECURITY)
    assert kept["Content-Language"] == "th"
    assert kept["Cache-Control"] == "public, max-age=1, stale-if-error=600"
    assert kept["Vary"] == "Accept-Encoding, HX-Request"
    assert kept["Content-Length"] == str(len(kept.content))


def test_each_language_has_its_own_page(client):
    for _ in range(2):
        assert body(client, "/page/", **{"Accept-Language": "en"}).startswith("th ")
        assert body(client, "/en/page/", **{"Accept-Language": "th"}).startswith("en ")

    assert made["page"] == 2


def test_a_browser_that_has_the_page_gets_no_second_one(client):
    known = client.get("/page/")["ETag"]

    same = client.get("/page/", headers={"If-None-Match": f'"other", {known}'})
    other = client.get("/page/", headers={"If-None-Match": '"other"'})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", known)
    assert same["Cache-Control"] == other["Cache-Control"]
    assert same["Vary"] == other["Vary"]
    assert other.status_code == 200


def test_head_tells_the_length_without_the_page(client):
    length = client.get("/page/")["Content-Length"]

    head = client.head("/page/")

    assert (head.content, head["Content-Length"], made["page"]) == (b"", length, 1)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.1", "br"),
        ("br;q=nonsense", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_best_encoding_is_chosen(accepted, chosen):
    assert best_encoding(accepted) == chosen


def test_a_page_is_compressed_once(client, monkeypatch):
    plain = client.get("/page/").content
    small = client.get("/page/", headers=BROWSER)
    monkeypatch.setattr("goodsociety.common.caching.kept.compressed", None)
    again = client.get("/page/", headers=BROWSER)

    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain
    assert (again.content, again["Content-Length"]) == (small.content, str(len(small.content)))
    assert again["ETag"] == small["ETag"]


def test_gzip_for_those_who_know_no_brotli(client):
    answer = client.get("/page/", headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == client.get("/page/").content


@pytest.mark.parametrize("path", ["/picture/", "/seats/"])
def test_what_compression_does_not_make_smaller_stays(client, path):
    assert not client.get(path, headers=BROWSER).has_header("Content-Encoding")


def test_a_file_may_stay_longer_in_browsers(client):
    assert client.get("/style/")["Cache-Control"].startswith("public, max-age=60,")


def test_a_page_kept_no_longer_than_by_browsers_makes_no_sense():
    with pytest.raises(ValueError, match="longer than browsers"):
        public_page(seconds=1)


# Not given out any more.


def test_an_edit_shows_after_a_second_at_most(client, clock, version):
    body(client, "/page/")
    version.number += 1

    clock.shift(0.9)
    assert "made 1 ×" in body(client, "/page/")
    clock.shift(0.1)
    assert "made 2 ×" in body(client, "/page/")


def test_a_process_reads_the_version_once_a_second(client, clock, version):
    for _ in range(5):
        body(client, "/page/")
        body(client, "/seats/")
    assert version.read == 1

    clock.shift(1)
    body(client, "/page/")
    body(client, "/seats/")
    assert version.read == 2


def test_no_page_is_older_than_it_may_be(client, clock):
    """Ten seconds, of which a browser may have one."""
    body(client, "/seats/")
    clock.shift(7.1)
    assert body(client, "/seats/") == "made 1 ×"

    clock.shift(1.9)
    assert body(client, "/seats/") == "made 2 ×"


def test_of_its_time_a_page_leaves_browsers_their_part():
    """While it is made anew others still get it, and not a moment longer."""
    kept = Kept.of(b"", {}, Mark(10, frozenset(), elsewhere=1), version="1", made_at=100.0)

    assert [kept.is_good("1", at) for at in (99.9, 100.0, 108.9, 109.0)] == [False, True, True, False]
    assert [kept.is_due(at) for at in (107.1, 107.3)] == [False, True]
    assert not kept.is_good("2", 100.0)


def test_a_clock_set_back_makes_pages_anew(client, clock):
    body(client, "/page/")
    clock.shift(-3600)

    assert "made 2 ×" in body(client, "/page/")


def test_without_a_database_the_last_version_known_stands(client, clock, version, monkeypatch, caplog):
    body(client, "/page/")
    monkeypatch.setattr(content, "version", broken)

    for _ in range(3):
        clock.shift(2)
        assert "made 1 ×" in body(client, "/page/")
    assert [record.levelname for record in caplog.records if "version cannot be read" in record.message] == ["WARNING"]

    version.number += 1
    monkeypatch.setattr(content, "version", version)
    clock.shift(2)
    assert "made 2 ×" in body(client, "/page/")


def broken():
    """Be a database that does not answer."""
    raise OperationalError


def test_a_site_that_knows_no_version_keeps_nothing(client, monkeypatch):
    monkeypatch.setattr(content, "version", None)
    body(client, "/page/")

    assert "made 2 ×" in body(client, "/page/")


def test_developers_see_every_change(client, settings):
    settings.KEEP_PAGES = False
    first = client.get("/page/")
    again = client.get("/page/", headers=BROWSER)

    assert made["page"] == 2
    assert first["ETag"] != again["ETag"]
    assert again["Content-Encoding"] == "br"


# Never kept.


@pytest.mark.parametrize("name", PERSONAL)
def test_what_belongs_to_a_visitor_is_never_kept(client, caplog, name):
    """The mark alone does not make a page public."""
    first = client.get(f"/{name}/")
    client.get(f"/{name}/")

    assert made[name] == 2
    assert "public" not in first.get("Cache-Control", "")
    assert not first.has_header("ETag")
    assert [record.levelname for record in caplog.records if f"/{name}/ is marked as public, but" in record.message]


@pytest.mark.parametrize("name", NO_PAGE)
def test_what_is_no_page_is_never_kept(client, caplog, name):
    first = client.get(f"/{name}/")
    client.get(f"/{name}/")

    assert made[name] == 2
    assert not first.has_header("ETag")
    assert "marked as public" not in caplog.text


def test_a_page_without_the_mark_is_never_kept(client):
    first = client.get("/own/", headers=BROWSER)
    client.get("/own/")

    assert made["own"] == 2
    assert not first.has_header("ETag")
    assert not first.has_header("Content-Encoding"), "what is not the same for all is not compressed (BREACH)"


def test_what_is_sent_is_never_answered_from_the_shelf(client):
    body(client, "/page/")
    posted = client.post("/page/")

    assert "made 2 ×" in posted.content.decode()
    assert not posted.has_header("ETag")
    assert "made 1 ×" in body(client, "/page/")


def test_a_host_that_is_not_ours_is_refused_all_the_same(client, caplog):
    body(client, "/page/")

    assert client.get("/page/", headers={"Host": "elsewhere.example.com"}).status_code == 400


# Questions.


def test_a_question_is_the_same_in_any_order(client):
    body(client, "/page/?zone=forest&day=1")
    body(client, "/page/?day=1&zone=forest")
    assert made["page"] == 1

    body(client, "/page/?day=1&zone=")
    body(client, "/page/?day=1")
    assert made["page"] == 3


def test_of_a_field_sent_twice_the_order_counts(client):
    assert "day=1&amp;day=2" not in body(client, "/page/?day=1&day=2")
    body(client, "/page/?day=2&day=1")

    assert made["page"] == 2


@pytest.mark.parametrize(
    "query",
    ["q=forest", "day=1&utm=x", f"day={'1' * 61}", "&".join(["day=1"] * 13), f"day=1&zone={'%20' * 100}"],
    ids=["search", "unknown", "long", "many", "longer"],
)
def test_questions_that_others_do_not_ask_are_answered_anew(client, query):
    first = client.get(f"/page/?{query}", headers=BROWSER)
    client.get(f"/page/?{query}")

    assert made["page"] == 2
    assert first["Content-Encoding"] == "br"
    assert first["ETag"]


def test_made_up_questions_push_out_no_page(client, monkeypatch):
    monkeypatch.setattr(shelves, "ROOM_FOR_QUESTIONS", 100_000)
    fresh = Client()
    body(fresh, "/page/")
    for number in range(100):
        body(fresh, f"/page/?day={number}")
    assert "made 1 ×" in body(fresh, "/page/")

    body(fresh, "/page/?day=99")
    assert made["page"] == 101
    body(fresh, "/page/?day=0")
    assert made["page"] == 102, "the oldest question made room for newer ones"


def test_a_shelf_never_holds_more_than_it_may():
    shelf = shelves.Shelf(10_000)
    for number in range(100):
        key = shelves.Key(f"/{number % 30}/", (), is_fragment=False)
        shelf.put(key, kept_of(2_000 + number))
        assert shelf.used == sum(size for _kept, size in shelf.pages.values()) <= 10_000
        assert shelf.get(key)


def kept_of(size):
    """Return a kept page of so many bytes."""
    return Kept.of(b"x" * size, {}, Mark(60, frozenset(), 1), version="1", made_at=0.0)


def test_a_part_for_htmx_is_not_given_as_a_page(client):
    for _ in range(2):
        assert body(client, "/fragment/", **{"HX-Request": "true"}) == "a part"
        assert body(client, "/fragment/") == "a page"
    assert made["fragment"] == 2

    body(client, "/fragment/", **{"HX-Request": "true", "HX-Boosted": "true"})
    assert made["fragment"] == 3
