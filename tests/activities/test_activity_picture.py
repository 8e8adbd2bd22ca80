"""Pictures that go with a shared link: they are of one size, say the right thing and hold it, however long it is."""

import json
import struct
import zlib

import pytest
import typst
from django.utils import translation

from activities import pictures
from activities.models import Activity
from activities.pictures import DRAWING, FONTS, HEIGHT, WIDTH, drawable, picture_of_activity, picture_of_edition
from tests.factories import ActivityFactory, EditionFactory, SessionFactory, ZoneFactory
from tests.pages import queries

pytestmark = pytest.mark.django_db

LONGEST = 200
#: So many times smaller are pictures of which pixels are compared.
SMALL = 3
TITLES = {
    "short": "น้ำใจ",
    "of stacked marks": ("ปั้นน้ำใจ ที่นี่ ผู้ใหญ่ กตัญญู " * 10)[:LONGEST],
    "without a space": ("สังคมร่วมรวมเราทุกคนเมืองนี้มีที่ให้ใครบ้าง" * 8)[:LONGEST],
    "of one letter": "ก" * LONGEST,
    "of wide letters": "W" * LONGEST,
    "of long words": ("Incomprehensibilities " * 12)[:LONGEST],
    "of one word and short ones": f"A {'M' * 60} B",
}


@pytest.fixture
def session(edition):
    """Return the only session of an activity in a zone with a colour."""
    zone = ZoneFactory(slug="forest", colour="#2e7d32")
    return SessionFactory(activity=ActivityFactory(slug="mending", zone=zone, name_en="Mending"), place__zone=zone)


@pytest.fixture
def asked(client, session, edition):
    """Return what asks for the activity's picture in a language."""

    def ask(language="th", **headers):
        prefix = "/en" if language == "en" else ""
        return client.get(f"{prefix}/{edition.year}/activities/mending.png", headers=headers)

    return ask


def picture_of(activity):
    """Return the picture of an activity as its page fetches it."""
    return picture_of_activity(Activity.objects.for_page().get(pk=activity.pk))


def pixels(png):
    """Return the rows of a PNG, each as bytes of eight-bit RGB or RGBA, and how many bytes a pixel has."""
    position, packed = 8, b""
    while position < len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", png[position + 8 : position + 18])
        packed += png[position + 8 : position + 8 + length] if kind == b"IDAT" else b""
        position += 12 + length
    assert (width / height, depth) == (WIDTH / HEIGHT, 8)
    step = {2: 3, 6: 4}[colour]
    return unfiltered(zlib.decompress(packed), width * step, step), step


def unfiltered(packed, width, step):
    """Undo the filters of a PNG's rows (PNG, third edition, 9.2)."""
    rows, above = [], bytes(width)
    for start in range(0, len(packed), width + 1):
        kind, row = packed[start], bytearray(packed[start + 1 : start + 1 + width])
        for x in range(width) if kind else ():
            left, up, corner = (row[x - step] if x >= step else 0), above[x], (above[x - step] if x >= step else 0)
            guess = (left, up, (left + up) // 2, paeth(left, up, corner))[kind - 1]
            row[x] = (row[x] + guess) & 255
        rows.append(bytes(row))
        above = row
    return rows


def paeth(left, up, corner):
    """Return whichever of three neighbours is nearest to their sum (PNG, third edition, 9.4)."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def margins(activity, name):
    """Return what stands around the place of the title in the picture of an activity of that name, drawn small."""
    activity.name_th = name
    activity.save()
    rows, step = small(picture_of(activity))
    left = b"".join(row[: 60 // SMALL * step] for row in rows)
    right = b"".join(row[-60 // SMALL * step :] for row in rows)
    return left, right, b"".join(rows[: 102 // SMALL]), b"".join(rows[-156 // SMALL :])


def small(picture):
    """Return the pixels of a picture that is drawn small."""
    return pixels(typst.compile(str(DRAWING), format="png", ppi=72 / SMALL, **options(picture)))


def options(picture):
    """Return what typst is given for a picture."""
    data = json.dumps({**picture.facts, "sign": pictures.SIGN.read_text(encoding="utf-8")})
    return {"sys_inputs": {"data": data}, "font_paths": FONTS, "ignore_system_fonts": True}


def test_a_picture_has_the_size_that_networks_show_whole(asked):
    response = asked()

    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", response.content[16:24]) == (1200, 630)
    assert len(response.content) < 300_000


def test_it_is_drawn_in_the_page_s_language_and_the_zone_s_colour(asked, session):
    thai, english = asked("th"), asked("en")
    assert thai.content != english.content
    rows, _step = small(picture_of(session.activity))
    assert rows[100][:3] == bytes.fromhex("2e7d32")


def test_it_says_what_when_and_where(session):
    with translation.override("en"):
        facts = picture_of(session.activity).facts
        words = picture_of(session.activity).words

    assert facts["title"] == "Mending"
    assert facts["lines"][0] == "Wednesday 2 December 2026 · 13:00–14:00"
    assert facts["lines"][1] == f"{session.place.name_en} · {session.edition.venue_en}"
    assert facts["eyebrow"] == f"Workshop · {session.activity.zone.name_en}"
    assert facts["wordmark"] == "Good Society Expo 2026"
    assert "Mending" in words
    assert picture_of(session.activity).facts["wordmark"] == "Good Society Expo 2569"


def test_several_sessions_are_counted_and_cancelled_ones_are_not(session, edition):
    with translation.override("en"):
        elsewhere = SessionFactory(activity=session.activity, starts_at=edition.moment(3, edition.opens_at))
        SessionFactory(activity=session.activity, starts_at=edition.moment(4, edition.opens_at), state="cancelled")
        lines = picture_of(session.activity).facts["lines"]

    assert lines == ["2–4 December 2026 · 2 sessions", edition.venue_en]
    assert elsewhere.place != session.place


def test_a_sample_is_marked_as_one(session):
    assert picture_of(session.activity).facts["mark"] == ""
    session.activity.is_sample = True
    session.activity.save()
    assert picture_of(session.activity).facts["mark"] == "ตัวอย่าง"


@pytest.mark.parametrize("title", TITLES)
def test_every_title_stays_inside(session, title):
    session.activity.name_th = TITLES[title]
    session.activity.save()

    (measured,) = json.loads(typst.query(str(DRAWING), "<title>", **options(picture_of(session.activity))))

    assert measured["value"]["is-whole"]
    assert measured["value"]["size"] >= 29


@pytest.mark.parametrize("title", ["of stacked marks", "of one letter", "of wide letters"])
def test_nothing_is_drawn_beside_the_place_for_the_title(session, title):
    assert margins(session.activity, TITLES[title]) == margins(session.activity, "ก")


def test_what_the_font_lacks_is_left_out():
    assert drawable("น้ำใจ 🙏 ให้\u200bกัน 漢 \u202ex\x00") == "น้ำใจ ให้กัน x"
    assert drawable("🙏🙏") == ""


def test_a_title_of_emoji_alone_becomes_the_expo_s_name(session):
    session.activity.name_th = "🙏🙏"
    session.activity.save()

    assert picture_of(session.activity).facts["title"] == "Good Society Expo 2569"
    assert picture_of(session.activity).drawn()[:4] == b"\x89PNG"


def test_a_text_is_drawn_as_a_text_and_not_run(session):
    session.activity.name_th = '#read("/etc/passwd") $x$ *bold* \\ "quoted" #panic()'
    session.activity.save()

    assert picture_of(session.activity).drawn()[:4] == b"\x89PNG"


def test_a_picture_is_drawn_once(asked, monkeypatch):
    drawings = []
    draw = pictures.Picture.drawn
    monkeypatch.setattr(pictures.Picture, "drawn", lambda self: drawings.append(1) or draw(self))

    assert asked().content == asked().content
    assert len(drawings) == 1
    asked("en")
    assert len(drawings) == 2


def test_who_has_the_picture_already_is_told_so_without_drawing(asked, monkeypatch):
    response = asked()
    assert "max-age=3600" in response["Cache-Control"]
    assert "public" in response["Cache-Control"]
    monkeypatch.setattr(pictures.Picture, "png", lambda _self: 1 / 0)

    again = asked(**{"If-None-Match": response["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])


def test_a_picture_is_another_when_what_it_says_changes(asked, session):
    before = asked()["ETag"]
    session.activity.summary_th = "อย่างอื่น"
    session.activity.save()
    assert asked()["ETag"] == before
    session.activity.zone.colour = "#b3261e"
    session.activity.zone.save()
    assert asked()["ETag"] != before


def test_forged_addresses_have_no_picture(client, asked, session, edition):
    assert asked().status_code == 200
    for path in (f"/{edition.year}/activities/mend.png", "/2016/activities/mending.png", "/2016/picture.png"):
        assert client.get(path).status_code == 404
    assert client.post(f"/{edition.year}/activities/mending.png").status_code == 405
    session.state = "cancelled"
    session.save()
    assert asked().status_code == 404


def test_a_picture_takes_a_fixed_number_of_queries(client, session, edition):
    path = f"/{edition.year}/activities/mending.png"
    client.get(path)
    once = queries(client, path)
    SessionFactory(activity=session.activity, starts_at=edition.moment(2, edition.opens_at))
    SessionFactory(activity=session.activity, starts_at=edition.moment(3, edition.opens_at))
    assert queries(client, path) == once <= 5


# Editions


def test_an_edition_has_a_picture_with_the_colours_of_its_zones(client, edition):
    ZoneFactory(colour="#2e7d32")
    ZoneFactory(colour="#b3261e")

    response = client.get(f"/{edition.year}/picture.png")

    rows, step = small(picture_of_edition(edition))
    stripe = rows[472 // SMALL]
    assert stripe[:3] == bytes.fromhex("2e7d32")
    assert stripe[-step:][:3] == bytes.fromhex("b3261e")
    assert client.get(f"/en/{edition.year}/picture.png").content != response.content


def test_an_edition_without_days_or_venue_still_has_a_picture(client):
    edition = EditionFactory(
        year=2016, status="over", starts_on=None, venue_th="", venue_en="", theme_th="", theme_en=""
    )

    assert picture_of_edition(edition).facts["lines"] == []
    assert client.get("/2016/picture.png").status_code == 200
    edition.status = "draft"
    edition.save()
    assert client.get("/2016/picture.png").status_code == 404


def test_every_page_of_an_edition_shows_its_picture(client, edition):
    html = client.get(f"/en/{edition.year}/zones/").content.decode()

    assert f'<meta property="og:image" content="http://127.0.0.1:8000/en/{edition.year}/picture.png">' in html
