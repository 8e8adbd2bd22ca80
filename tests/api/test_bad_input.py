"""Bodies and addresses that make no sense: each gets a sentence, none an error of the server."""

import json

import pytest
from django.conf import settings

from goodsociety.common.models import IdempotencyKey
from tests import factories
from tests.api.asking import ENGLISH, address, read, register, somebody

pytestmark = pytest.mark.django_db
NOT_JSON = "The body cannot be read as JSON in UTF-8."
NO_OBJECT = "The body must be a JSON object"


@pytest.fixture
def session():
    """A session with twenty seats."""
    return factories.SessionFactory()


def nested(depth, opening=b"[", closing=b"]", core=b"1"):
    """Return JSON so many levels deep."""
    return opening * depth + core + closing * depth


UNREADABLE = {
    "no JSON": b"{name: x}",
    "half of it": b'{"name": "x"',
    "two": b"{}{}",
    "NaN": b'{"party_size": NaN}',
    "Infinity": b'{"party_size": -Infinity}',
    "a number of 5000 digits": b'{"party_size": ' + b"9" * 5000 + b"}",
    "Latin-1": '{"name": "é"}'.encode("latin-1"),
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "a surrogate in UTF-8": b'{"name": "\xed\xa0\x80"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a NUL byte": b'{"name": "a\x00b"}',
    "bytes": bytes(range(256)),
    "arrays in arrays": nested(100_000),
    "objects in objects": nested(100_000, b'{"a":', b"}"),
    "a deep unknown field": b'{"x": ' + nested(100_000) + b"}",
    "a megabyte of nothing": b"[" * 1_000_000,
    "blanks": b"  ",
}
NO_OBJECTS = {
    "an array": b"[]",
    "an array of objects": b"[{}]",
    "null": b"null",
    "true": b"true",
    "a text": b'"name"',
    "a number": b"1",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_bodies(client, session, name):
    response = register(client, session, UNREADABLE[name], key="k")
    assert (response.status_code, response.json()) == (400, {"detail": NOT_JSON})
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("name", NO_OBJECTS)
def test_bodies_that_are_no_object(client, session, name):
    response = register(client, session, NO_OBJECTS[name])
    assert response.status_code == 400
    assert response.json()["detail"].startswith(NO_OBJECT)


@pytest.mark.parametrize("charset", ["tis-620", "utf-7", "punycode", "bz2_codec", "undefined", "nonsense", "\xff"])
def test_a_charset_that_is_named_changes_nothing(client, session, charset):
    body = json.dumps(somebody(), ensure_ascii=False).encode()
    kind = f"application/json; charset={charset}"
    response = client.generic("POST", address(session), body, content_type=kind, headers=ENGLISH)
    assert response.status_code == 201


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""])
def test_an_empty_body_lacks_every_field(client, session, kind):
    response = client.post(address(session), b"", content_type=kind, headers=ENGLISH)
    assert response.status_code == 400
    assert sorted(response.json()) == ["consent", "name"]


@pytest.mark.parametrize("field", ["name", "email", "phone", "party_size", "consent", "unknown"])
@pytest.mark.parametrize("depth", [1, 100, 500, 700, 800, 900, 950, 990, 5000])
def test_deep_values(client, session, field, depth):
    body = json.dumps({name: value for name, value in somebody().items() if name != field})
    body = f'{body[:-1]}, "{field}": '.encode() + nested(depth) + b"}"
    response = register(client, session, body)
    if response.status_code != 201:
        assert response.status_code == 400
        assert list(response.json()) in ([field], ["detail"])
    else:
        assert field == "unknown"


LONG = 1024 * 1024


@pytest.mark.parametrize("character", ["a", "ก", " ", "9", "@", "\u0301", "\ufdfa", "😀"])
@pytest.mark.parametrize("field", ["name", "email", "phone"])
def test_a_megabyte_of_text(client, session, field, character):
    text = character * (LONG // len(character.encode()))
    response = register(client, session, json.dumps(somebody(**{field: text}), ensure_ascii=False).encode())
    if (field, character) == ("phone", " "):  # as good as none
        assert response.status_code == 201
    else:
        assert (response.status_code, list(response.json())) == (400, [field])


@pytest.mark.parametrize("character", ["\x00", "\ud800", "\u0301\u0316"])
@pytest.mark.parametrize("field", ["name", "email", "phone"])
def test_many_of_what_is_no_text(client, session, field, character):
    # The last one takes quadratic time to bring into normal form, so that its length has to be judged before.
    response = register(client, session, somebody(**{field: character * (150_000 // len(character))}))
    assert (response.status_code, list(response.json())) == (400, [field])


def test_a_body_above_the_limit(client, session):
    body = json.dumps(somebody(name="x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)).encode()
    response = register(client, session, body)
    assert (response.status_code, response.json()) == (413, {"detail": "The request is too large."})


def test_a_body_that_breaks_off(client, session, rf):
    from activities.api import register_for_session  # noqa: PLC0415 (only here without the way through the site)

    class BrokenOff:
        """A connection that ends in the middle."""

        def read(self, *_args):
            raise OSError("connection reset by peer")

        def close(self):
            """Do nothing: it is closed."""

    request = rf.post(address(session), b"{}", content_type="application/json")
    request._stream = BrokenOff()  # noqa: SLF001 (a connection cannot be broken off from here)
    assert register_for_session(request, code=session.code).status_code == 400


ADDRESSES = [
    "editions/0000/",
    "editions/9999/",
    "editions/20190/",
    "editions/next/",
    "editions/2018/",
    "outcomes/2018/",
    "zones/0/",
    "zones/99999999999999999999999999/",
    f"zones/{'9' * 5000}/",
    "zones/education/",
    "activities/-1/",
    "activities/1.5/",
    "organizations/nobody/",
    f"organizations/{'x' * 5000}/",
    "organizations/%E0%B8%81/",
    "organizations/%ED%A0%80/",
    "organizations/%FF%FE/",
    "sessions/NOBODY12/",
    "sessions/%27%20OR%201=1/",
    "sessions//registrations/",
    "nothing/",
    "..%2f..%2f/",
    "schema/x/",
    "sessions.json",
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_is_there(client, path):
    response = client.get(f"/api/v1/{path}", headers=ENGLISH, follow=True)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_where_nothing_is(client, verb):
    for path in ("nothing/", "nothing", "sessions"):
        response = getattr(client, verb)(f"/api/v1/{path}", b"{}", content_type="application/json")
        assert (response.status_code, list(response.json())) == (404, ["detail"])


def test_a_forgotten_slash_is_put_right(client):
    response = client.get("/api/v1/sessions?edition=2018", headers=ENGLISH)
    assert (response.status_code, response["Location"]) == (302, "/api/v1/sessions/?edition=2018")
    assert client.get("/api/v1//evil.example.org", headers=ENGLISH)["Location"].startswith("/api/v1/")


@pytest.mark.parametrize("path", ["sessions/%00/", "sessions/?q=%00", "sessions/?edition=%00", "x%00"])
def test_nul_bytes_in_the_address(client, path):
    response = client.get(f"/api/v1/{path}", headers=ENGLISH)
    assert (response.status_code, list(response.json())) == (400, ["detail"])
    assert response["Content-Language"] == "en"


def test_strange_bytes_in_the_query(client):
    for query in ("q=%ED%A0%80", "q=%FF%FE", "q=%F0%9F%98%80", "%=%", "&&&=&", "q[]=1", "edition=2019&edition=x"):
        response = client.get(f"/api/v1/sessions/?{query}", headers=ENGLISH)
        assert response.status_code == (400 if "edition" in query else 200), query


def test_too_many_parameters(client):
    response = client.get("/api/v1/sessions/?" + "&".join(f"a{number}=1" for number in range(1500)))
    assert (response.status_code, list(response.json())) == (400, ["detail"])


def test_a_query_of_a_megabyte(client):
    assert list(read(client, "sessions/", status=400, q="ก" * 100_000)) == ["q"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "nonsense"])
def test_only_json_is_answered(client, accept):
    response = client.get("/api/v1/sessions/", headers={"Accept": accept, **ENGLISH})
    assert (response.status_code, list(response.json())) == (406, ["detail"])


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html, */*;q=0.1"])
def test_json_is_answered(client, accept):
    assert client.get("/api/v1/sessions/", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("path", ["", "sessions/", "editions/", "schema/"])
def test_other_verbs(client, path):
    assert client.head(f"/api/v1/{path}").content == b""
    response = client.options(f"/api/v1/{path}")
    assert response.status_code == 200
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_registering_tells_its_options(client, session):
    response = client.options(address(session))
    assert response.status_code == 200
    assert sorted(response["Allow"].split(", ")) == ["OPTIONS", "POST"]


@pytest.mark.parametrize("typed", ["%", "%s", "100%", "%(zone)s", "%%"])
@pytest.mark.parametrize("field", ["edition", "zone", "day", "kind", "q"])
def test_percent_signs_are_text(client, session, field, typed):
    answer = client.get("/api/v1/sessions/", {field: typed})
    assert answer.status_code == (200 if field == "q" else 400)
    assert field == "q" or list(answer.json()) == [field]
