"""The desk's screen as the server gives it: its words, rules for browsers, what is kept of it, what it is made of."""

import json
import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils import translation

from goodsociety.common import static_files
from goodsociety.pages.offline import SOURCE, release
from tests.factories import AppointmentFactory, RegistrationFactory, SessionFactory
from tests.html import faults
from tests.source import ROOT

pytestmark = pytest.mark.django_db
SCRIPTS = sorted((SOURCE / "js" / "desk").glob("*.js"))


@pytest.fixture
def session(edition):
    """Return a session with somebody expected."""
    session = SessionFactory(capacity=20)
    RegistrationFactory(session=session, name="มานะ อดทนยิ่ง")
    return session


@pytest.fixture
def desk(client, session):
    """Return what gives the desk's page to a helper of the zone."""
    appointed = AppointmentFactory(role="desk", zone=session.activity.zone, edition=session.edition)
    client.force_login(appointed.user)

    def get(*sessions):
        codes = {"session": [one.code for one in (session, *sessions)], "gate": session.activity.zone.slug}
        return client.get(reverse("desk_at"), {"edition": session.edition.year, **codes})

    return get


def test_it_is_a_whole_page_in_both_languages(desk, language):
    response = desk(SessionFactory(activity__zone=SessionFactory().activity.zone))
    html = response.content.decode()

    assert response.status_code == 200
    assert faults(html) == []
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert response["Cache-Control"] == "no-store, private"


def test_nobody_is_named_on_the_page_that_devices_keep(desk, session):
    registration = session.registrations.get()
    html = desk().content.decode()

    for secret in (registration.name, registration.reference, registration.code, registration.email):
        assert secret not in html


def test_the_scanners_worker_may_run_here_and_nowhere_else(desk, client):
    def workers(response):
        return re.search(r"worker-src ([^;]*)", response["Content-Security-Policy"])[1]

    assert workers(desk()) == "'self' blob:"
    assert workers(client.get(reverse("privacy"))) == "'self'"
    assert "script-src 'self'" in desk()["Content-Security-Policy"].split("; ")


def words_of(html):
    """Return the words that the page brings for its scripts."""
    facts = json.loads(re.search(r'<script id="desk-config"[^>]*>(.*?)</script>', html, flags=re.DOTALL)[1])
    return {*re.findall(r'data-word="([\w-]+)"', html), *facts["words"]}


def test_every_word_that_the_scripts_say_stands_on_the_page(desk):
    scripts = "".join(path.read_text() for path in SCRIPTS)
    said = set(re.findall(r"""\bsay\("([\w-]+)"|refusal\("([\w-]+)\"""", scripts))
    said = {one or other for one, other in said}
    said |= {f"state-{state}" for state in ("waiting", "sent", "conflict", "stuck")}
    said |= {f"figure-{name}" for name in ("expected", "in", "free", "counted", "walkIns", "waiting")}

    assert len(said) > 40
    assert said - words_of(desk().content.decode()) == set()


def test_what_is_filled_in_is_named_alike_in_both_languages(desk):
    def holes(language):
        with translation.override(language):
            html = desk().content.decode()
        found = re.findall(r'<i data-word="([\w-]+)">(.*?)</i>', html)
        return {word: set(re.findall(r"\{\w+\}", text)) for word, text in found}

    assert holes("th") == holes("en")


def test_without_the_scanner_the_page_says_nothing_of_it(desk, monkeypatch):
    assert 'data-scanner="/static/build/qr-scanner.min.js"' in desk().content.decode() or not static_files.has_scanner()
    monkeypatch.setattr(static_files.finders, "find", lambda _name: None)

    assert 'data-scanner=""' in desk().content.decode()


# The service worker


def test_the_service_worker_keeps_the_desk_apart_from_what_visitors_get(client, edition):
    site = json.loads(re.match(r"const SITE = (.*);", client.get("/sw.js").content.decode())[1])
    desks = {f"/static/js/desk/{path.name}" for path in SCRIPTS}

    assert desks <= set(site["desk"])
    assert {"/static/css/desk.css", "/static/css/base.css", "/static/js/site.js"} <= set(site["desk"])
    assert [path for path in site["files"] if "desk" in path or "scanner" in path] == []


@pytest.mark.parametrize(
    ("pattern", "paths", "others"),
    [
        (
            "DESK_PAGE",
            ["/desk/at/", "/en/desk/at/"],
            ["/desk/", "/desk/people/", "/desk/at/x/", "/2026/desk/at/", "/me/"],
        ),
        ("DESK_DOOR", ["/desk/", "/en/desk/"], ["/desk/at/", "/desk/sign-in/"]),
        (
            "DESK_END",
            ["/desk/sign-out/", "/en/desk/sign-out/", "/admin/logout/", "/en/admin/logout/"],
            ["/desk/sign-in/"],
        ),
    ],
)
def test_of_the_desk_one_page_alone_is_kept(client, edition, pattern, paths, others):
    script = client.get("/sw.js").content.decode()
    found = re.compile(re.search(rf"const {pattern} = /(.*)/;", script)[1].replace("\\/", "/"))

    assert all(found.search(path) for path in paths)
    assert not any(found.search(path) for path in others)


def test_signing_out_has_the_address_that_the_service_worker_knows():
    with translation.override("en"):
        assert [reverse("desk_sign_out"), reverse("desk_at"), reverse("desk")] == [
            "/en/desk/sign-out/",
            "/en/desk/at/",
            "/en/desk/",
        ]
        assert reverse("admin:logout") == "/en/admin/logout/"


def test_a_new_script_of_the_desk_is_a_new_release(monkeypatch):
    before = release.__wrapped__()
    monkeypatch.setattr("goodsociety.pages.offline.DESK_FILES", ("js/desk/main.js",))

    assert release.__wrapped__() != before


# What it is made of


def test_scripts_import_each_other_by_the_names_that_production_gives(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "goodsociety.common.static_files.SiteStorage"}}
    names = [f"js/desk/{path.name}" for path in SCRIPTS]
    sheets = [*static_files.STYLESHEETS, *(f"{folder}/{path.name}" for folder, path in fonts_and_pictures())]
    for name in [*names, *sheets]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((SOURCE / name).read_bytes())
    outcomes = list(staticfiles_storage.post_process({name: (staticfiles_storage, name) for name in [*names, *sheets]}))

    assert [outcome for _name, _hashed, outcome in outcomes if outcome not in {True, False}] == []
    main = (tmp_path / staticfiles_storage.url("js/desk/main.js").removeprefix(site_static())).read_text()
    imported = re.findall(r'from "\./([\w.-]+)"', main)
    assert len(imported) > 10
    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.js", name) for name in imported)


def fonts_and_pictures():
    """Yield what stylesheets refer to, with its folder."""
    for folder, pattern in (("build", "*.woff2"), ("img", "*.svg")):
        yield from ((folder, path) for path in (SOURCE / folder).glob(pattern))


def site_static():
    """Return what addresses of static files begin with."""
    return settings.STATIC_URL


def test_its_scripts_and_stylesheets_are_light():
    files = [*SCRIPTS, *(SOURCE / "css").glob("desk*.css")]

    assert sum(len(brotli.compress(path.read_bytes())) for path in files) <= 32_000


def test_every_script_says_what_it_is_for():
    assert [path.name for path in SCRIPTS if not path.read_text().startswith("// ")] == []


def test_the_lock_file_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())

    assert {name for name in lock["packages"] if name} == {
        "node_modules/qr-scanner",
        "node_modules/@types/offscreencanvas",
    }
    assert lock["packages"]["node_modules/qr-scanner"]["version"] == "1.4.2"
    assert all(package["integrity"].startswith("sha512-") for name, package in lock["packages"].items() if name)
    assert "resolved" not in json.dumps(lock)
    assert "://" not in json.dumps(lock)
