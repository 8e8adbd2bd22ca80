"""The site without a network, and on a phone's first screen: service worker, offline page, manifest and icons."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from goodsociety.common.caching import public_page
from goodsociety.common.static_files import served
from zones.models import Edition

SOURCE = Path(settings.STATICFILES_DIRS[0])
#: What pages are made of. Letters that few pages show, and what the organisers' workspace needs, come when needed.
FILES = ("css/*.css", "js/*.js", "img/*.svg", "build/fonts.css", "build/*-[0-9][0-9][0-9].woff2")
NOT_FOR_VISITORS = ("admin", "desk", "outline", "styleguide")
#: What the desk is made of besides: kept where its page was opened.
DESK_FILES = ("css/desk*.css", "js/desk/*.js", "build/qr-scanner*.js")
#: As the tokens have them.
PAPER, BRAND = "#fdf9f1", "#233a7d"
#: How wide an icon is, and how much of it the drawing takes: phones cut maskable ones to a shape of their own.
ICONS = {"icon-192": (192, 94), "icon-512": (512, 94), "maskable-512": (512, 64), "touch-180": (180, 76)}
DRAWING = """\
#let icon = json(bytes(sys.inputs.icon))
#set page(width: icon.width * 1pt, height: icon.width * 1pt, margin: 0pt, fill: rgb(icon.ground))
#align(center + horizon, image(bytes(icon.drawing), format: "svg", height: icon.share * 1%))
"""
DAY = 24 * 3600
SCRIPT = "text/javascript; charset=utf-8"


@conditional_page
@cache_control(no_cache=True)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Give the script that saves pages for when there is no network; where it is switched off, one that tidies up."""
    if not settings.SERVICE_WORKER:
        return HttpResponse(render_to_string("no_sw.js"), content_type=SCRIPT)
    edition = Edition.objects.leading()
    site = {
        "version": release() if not settings.DEBUG else release.__wrapped__(),
        "files": file_addresses(files()),
        "desk": file_addresses([*desk_files(), *files()]),
        "folder": settings.STATIC_URL,
        "hashed": not (settings.DEBUG or settings.DEMO),
        "offline": {language: path_in(language, "offline") for language, _name in settings.LANGUAGES},
        "keep": {language: worth_keeping(edition, language) for language, _name in settings.LANGUAGES},
    }
    return HttpResponse(f"const SITE = {json.dumps(site)};\n{render_to_string('sw.js')}", content_type=SCRIPT)


def path_in(language: str, name: str, *args: object) -> str:
    """Return the path of a page in a language."""
    with override(language):
        return reverse(name, args=args)


def worth_keeping(edition: Edition | None, language: str) -> list[str]:
    """Return the paths of what everybody wants to read at the expo: its home first, programme, map and what is on."""
    if edition is None:
        return []
    home, programme, plan, now, colours = (
        path_in(language, name, edition.year)
        for name in ("edition_home", "programme", "floor_map", "now", "edition_theme")
    )
    return [home, programme, *(f"{programme}?day={day.isoformat()}" for day in edition.days), plan, now, colours]


def files() -> list[str]:
    """Return the static files that pages are made of."""
    return [name for name in matching(FILES) if Path(name).stem.partition("-")[0] not in NOT_FOR_VISITORS]


def desk_files() -> list[str]:
    """Return the static files that only the desk is made of."""
    return matching(DESK_FILES)


def matching(patterns: tuple[str, ...]) -> list[str]:
    """Return the static files that patterns match."""
    found = (path.relative_to(SOURCE) for pattern in patterns for path in sorted(SOURCE.glob(pattern)))
    return [path.as_posix() for path in found]


def file_addresses(names: list[str]) -> list[str]:
    """Return the addresses of static files, under the names that pages use."""
    return [static(name) for name in served(names)]


@cache
def release() -> str:
    """Return what changes with any of the files or with the service worker, and only then."""
    digest = hashlib.sha256(render_to_string("sw.js").encode())
    for name in [*files(), *desk_files()]:
        digest.update(name.encode() + (SOURCE / name).read_bytes())
    return digest.hexdigest()[:12]


@public_page(seconds=60)
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no network, and what can be read all the same."""
    return render(request, "pages/offline.html", {"edition": Edition.objects.leading()})


@public_page(seconds=3600)
def manifest(_request: HttpRequest) -> HttpResponse:
    """Describe the site as an app in the page's language."""
    edition = Edition.objects.leading()
    body = {
        "id": "/",
        "name": "Good Society Expo",
        "short_name": "Good Society",
        "description": _("Programme, map and your own plan of the expo, also without a network."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": reverse("front"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["events", "education", "social"],
        "icons": [
            {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(icon_entry(name) for name in ("icon-192", "icon-512", "maskable-512")),
        ],
        "shortcuts": shortcuts(edition) if edition else [],
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8")


def icon_entry(name: str) -> dict[str, str]:
    """Return how the manifest names an icon."""
    width, _share = ICONS[name]
    purpose = "maskable" if name.startswith("maskable") else "any"
    return {
        "src": reverse("icon", args=[name]),
        "sizes": f"{width}x{width}",
        "type": "image/png",
        "purpose": purpose,
    }


def shortcuts(edition: Edition) -> list[dict[str, str]]:
    """Return where the app leads from a phone's first screen."""
    names = {"programme": _("Programme"), "floor_map": _("Map"), "favourites": _("My plan"), "now": _("On now")}
    return [{"name": name, "url": reverse(view, args=[edition.year])} for view, name in names.items()]


@cache_control(public=True, max_age=DAY)
def icon(_request: HttpRequest, name: str) -> HttpResponse:
    """Give the site's icon as PNG, which phones want for their first screen."""
    if name not in ICONS:
        raise Http404
    return HttpResponse(drawn(name), content_type="image/png")


@cache
def drawn(name: str) -> bytes:
    """Draw an icon, once in the life of a process: some milliseconds."""
    width, share = ICONS[name]
    drawing = (SOURCE / "img" / "icon.svg").read_text(encoding="utf-8")
    facts = {"width": width, "share": share, "ground": PAPER, "drawing": drawing}
    options: dict[str, Any] = {"ignore_system_fonts": True, "sys_inputs": {"icon": json.dumps(facts)}}
    return cast("bytes", typst.compile(DRAWING.encode(), format="png", ppi=72, **options))
