"""Pictures of every type of page: phone and desk, Thai and English, light and dark; what `make screenshots` runs.

    .venv/bin/python tests/pictures.py [part of a page's name ...]

The demo is started on a free port, on a database of its own that is removed at the end. The pictures go to
var/pictures/, beside index.html, which shows all of them together. Ends with 1 and the list of what it met when a page
answered another status than it should, wrote an error to the console or scrolls sideways.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of tests/, whose html.py would stand before the language's own

from tests import services  # noqa: E402 - found through the line above

FOLDER = ROOT / "var" / "pictures"
ADDRESS = "127.0.0.1"
READY_WITHIN = 300.0
OK = 200
SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
LANGUAGES = {"th": "", "en": "/en"}
SCHEMES = ("light", "dark")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: One tile of the contact sheet is so many pixels wide.
TILE = 260


@dataclass(frozen=True)
class Shot:
    """A type of page: its name, where it is, the status it answers, and what is done on it first."""

    name: str
    path: str
    status: int = OK
    does: str = ""


def main(wanted: list[str]) -> int:
    """Take the pictures and return how the program ends."""
    program = services.chromium()
    if program is None:
        say("There is no Chromium here (Debian, Ubuntu: apt-get install chromium)")
        return 1
    with demo() as site:
        shots = [shot for shot in every_shot() if not wanted or any(word in shot.name for word in wanted)]
        faults = list(take(shots, site, program))
    (FOLDER / "index.html").write_text(contact_sheet(shots), encoding="utf-8")
    say(f"{len(list(FOLDER.glob('*.png')))} pictures: {FOLDER / 'index.html'}", *faults)
    return 1 if faults else 0


def say(*lines: str) -> None:
    """Write lines for whoever waits."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


@contextmanager
def demo() -> Iterator[str]:
    """Start the demo on a database of its own and give its address."""
    port = services.free_port()
    with tempfile.TemporaryDirectory(prefix="goodsociety-pictures-") as folder:
        os.environ |= {"VAR_DIR": folder, "DEMO": "1", "DEBUG": "0", "DATABASE_URL": "", "REDIS_URL": ""}
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 (our own)
        try:
            wait_for(port, process)
            yield f"http://{ADDRESS}:{port}"
        finally:
            services.stop(process)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the demo answers; RuntimeError when it ends or takes too long."""
    say("Preparing the demo …")
    give_up_at = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < give_up_at:
        with socket.socket() as probe:
            if probe.connect_ex((ADDRESS, port)) == 0:
                return
        time.sleep(0.5)
    raise RuntimeError("The demo did not start: run `make run` to see why")


def every_shot() -> list[Shot]:
    """Return every type of page of the demo, found by asking its database as the site does."""
    import django  # noqa: PLC0415 (only now do the settings know the demo's folder)

    os.environ["DJANGO_SETTINGS_MODULE"] = "goodsociety.settings"
    django.setup()
    year, of = rows_of_the_demo()
    return [*open_pages(year, of), *forms_and_tickets(year, of), *odd_pages(year)]


def rows_of_the_demo() -> tuple[int, dict[str, Any]]:
    """Return the coming edition's year and one row of each kind."""
    from django.utils import timezone  # noqa: PLC0415

    from activities.models import Registration, Session  # noqa: PLC0415
    from donations.models import Campaign, Pledge  # noqa: PLC0415
    from volunteers.models import Shift, SignUp  # noqa: PLC0415
    from zones.models import Edition  # noqa: PLC0415

    edition = Edition.objects.open().get()
    at = timezone.now()
    session = Session.objects.public().of(edition).by_registration().open_at(at).for_programme()[0]
    return edition.year, {
        "session": session,
        "registration": Registration.objects.filter(session__activity__zone__edition=edition, status="confirmed")[0],
        "shift": Shift.objects.filter(duty__edition=edition)[0],
        "sign_up": SignUp.objects.filter(shift__duty__edition=edition)[0],
        "campaign": Campaign.objects.filter(edition=edition)[0],
        "promised": Pledge.objects.filter(campaign__edition=edition, status="promised")[0],
        "paid": Pledge.objects.filter(campaign__edition=edition, status="paid")[0],
    }


def open_pages(year: int, of: dict[str, Any]) -> list[Shot]:
    """Return the pages that are only read."""
    session, campaign = of["session"], of["campaign"]
    activity = session.activity
    lists = {
        "home": "", "now": "now/", "zones": "zones/", "map": "map/", "programme": "programme/",
        "programme-all": "programme/?day=all", "programme-nothing": "programme/?q=zzzz&zone=nowhere",
        "grid": "programme/grid/", "favourites": "favourites/", "organizations": "organizations/",
        "volunteer": "volunteer/", "give": "give/", "impact": "impact/", "wall": "wall/",
        "zone": f"zones/{activity.zone.slug}/", "activity": f"activities/{activity.slug}/",
        "organization": f"organizations/{campaign.organization.slug}/", "campaign": f"give/{campaign.slug}/",
    }  # fmt: skip
    past = {"home": "", "zone": "zones/education/", "programme": "programme/", "give": "give/", "impact": "impact/"}
    return [
        *(Shot(name, f"/{year}/{path}") for name, path in lists.items()),
        Shot("menu", f"/{year}/zones/", does="menu"),
        *(Shot(f"past-{name}", f"/2019/{path}") for name, path in past.items()),
        *(Shot(f"cancelled-{name}", f"/2020/{path}") for name, path in {"home": "", "programme": "programme/"}.items()),
        *(Shot(name, f"/{name}/") for name in ("editions", "about", "privacy", "offline", "mailbox")),
    ]


def forms_and_tickets(year: int, of: dict[str, Any]) -> list[Shot]:
    """Return the forms, empty and with mistakes, and what a visitor holds afterwards."""
    forms = {
        "register": f"/{year}/sessions/{of['session'].code}/register/",
        "sign-up": f"/{year}/shifts/{of['shift'].code}/sign-up/",
        "pledge": f"/{year}/give/{of['campaign'].slug}/pledge/",
    }
    held = {
        "registration": f"/registrations/{of['registration'].code}/",
        "registration-cancel": f"/registrations/{of['registration'].code}/cancel/",
        "shift-taken": f"/sign-ups/{of['sign_up'].code}/",
        "pledge-promised": f"/pledges/{of['promised'].code}/",
        "pledge-paid": f"/pledges/{of['paid'].code}/",
        "sign-in": "/me/sign-in/",
    }
    return [
        *(Shot(name, path) for name, path in forms.items()),
        *(Shot(f"{name}-mistakes", path, does="send") for name, path in forms.items()),
        *(Shot(name, path) for name, path in held.items()),
    ]


def odd_pages(year: int) -> list[Shot]:
    """Return what stands where something is not as it should be, and the organisers' sign-in."""
    return [
        Shot("not-found", f"/{year}/zones/nothing/", status=404),
        Shot("admin-sign-in", "/admin/login/"),
    ]


def take(shots: list[Shot], site: str, program: str) -> Iterator[str]:
    """Take each picture in every variation, and give what was wrong with a page."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only those who take pictures have it)

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for variation in variations():
            say(f"{variation} …")
            yield from pictures_of(browser, variation, shots, site)
        browser.close()


def variations() -> list[str]:
    """Return phone-th-light, phone-th-dark and so on."""
    return [f"{screen}-{language}-{scheme}" for screen in SCREENS for language in LANGUAGES for scheme in SCHEMES]


def pictures_of(browser: Any, variation: str, shots: list[Shot], site: str) -> Iterator[str]:
    """Take the pictures of one variation."""
    screen, language, scheme = variation.split("-")
    context = browser.new_context(
        viewport=SCREENS[screen], color_scheme=scheme, locale=language, reduced_motion="reduce", service_workers="block"
    )
    for shot in shots:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda line, said=said: said.append(line.text) if line.type == "error" else None)
        answer = page.goto(f"{site}{LANGUAGES[language]}{shot.path}")
        yield from (f"{shot.name} {variation}: {fault}" for fault in wrong_with(page, shot, answer.status, said))
        page.screenshot(path=FOLDER / f"{shot.name}-{variation}.png", full_page=shot.does != "menu")
        page.close()
    context.close()


def wrong_with(page: Any, shot: Shot, status: int, said: list[str]) -> Iterator[str]:
    """Do what is done on a page, and give what is wrong with it."""
    if shot.does == "send":
        page.locator("main form [type=submit]").last.click()
    if shot.does == "menu" and page.locator(".tab-bar button").is_visible():
        page.locator(".tab-bar button").click()
    page.wait_for_load_state("networkidle")
    if status != shot.status:
        yield f"answered {status}"
    # A browser writes every answer but 200 to its console.
    elif said and status == OK:
        yield f"wrote {said}"
    if too_wide := page.evaluate(OVERFLOW):
        yield f"is {too_wide} pixels wider than the screen"


def contact_sheet(shots: list[Shot]) -> str:
    """Return a page that shows all pictures, a line for each type of page."""
    heads = "".join(f"<th>{variation}</th>" for variation in variations())
    lines = "".join(f"<tr><th>{shot.name}</th>{tiles(shot)}</tr>" for shot in shots)
    style = (
        f"body{{font:14px sans-serif}} th{{vertical-align:top;text-align:left}} td{{vertical-align:top}}"
        f" img{{width:{TILE}px;height:{2 * TILE}px;object-fit:cover;object-position:top;border:1px solid #999}}"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title><style>{style}</style>'
        f"<table><tr><th></th>{heads}</tr>{lines}</table></html>\n"
    )


def tiles(shot: Shot) -> str:
    """Return the cells of a line; each leads to its picture in full."""
    names = (f"{shot.name}-{variation}.png" for variation in variations())
    return "".join(f'<td><a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a></td>' for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
