"""A small site of its own, whose pages are kept or must not be."""

from collections import Counter

from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language

from goodsociety.common.caching import public_page
from goodsociety.urls import urlpatterns as site_urlpatterns

#: How often each view was asked.
made: Counter[str] = Counter()
LONG = "ข้อความที่ยาวพอจะบีบอัด " * 100


@public_page(seconds=60, parameters=("day", "zone"))
def page(request):
    """Say what was asked, in the address's language, and how often the page was made."""
    made["page"] += 1
    return HttpResponse(f"{get_language()} {request.GET.urlencode()} made {made['page']} × {LONG}")


@public_page(seconds=10)
def seats(request):
    """Be old after ten seconds."""
    made["seats"] += 1
    return HttpResponse(f"made {made['seats']} ×")


@public_page(seconds=60)
def picture(request):
    """Be what no compression makes smaller."""
    return HttpResponse(b"\x89PNG" * 1000, content_type="image/png")


@public_page(seconds=3600, elsewhere=60)
def style(request):
    """Be a file that browsers may keep for a minute."""
    return HttpResponse("a{}", content_type="text/css")


@public_page(seconds=60)
def fragment(request):
    """Be a part of a page for htmx, a page for others."""
    made["fragment"] += 1
    return HttpResponse("a part" if request.headers.get("HX-Request") else "a page")


def own(request):
    """Be nobody's but the visitor's."""
    made["own"] += 1
    return HttpResponse("yours")


def reads_session(request):
    """Look who is signed in."""
    return HttpResponse(f"Hello {request.session.get('name', 'you')}")


def reads_user(request):
    """Look who is signed in, as templates do."""
    return HttpResponse(f"Hello {request.user}")


def holds_token(request):
    """Hold a form."""
    return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')


def holds_foreign_token(request):
    """Hold the markup of a form whose token came otherwise."""
    return HttpResponse('<input name="csrfmiddlewaretoken" value="abc">')


def says_message(request):
    """Leave a message for the next page."""
    messages.success(request, "You are registered.")
    return HttpResponse("done")


def sets_cookie(request):
    """Set a cookie."""
    response = HttpResponse("remember me")
    response.set_cookie("who", "you")
    return response


def speaks_browsers_language(request):
    """Speak as the browser asks, whatever the address says."""
    return HttpResponse("hello", headers={"Content-Language": "en"})


def by_header(name, value):
    """Return a view whose answer says something about keeping it."""
    return lambda _request: HttpResponse("hm", headers={name: value})


PERSONAL = {
    "session": reads_session,
    "user": reads_user,
    "token": holds_token,
    "foreign-token": holds_foreign_token,
    "message": says_message,
    "cookie": sets_cookie,
    "language": speaks_browsers_language,
    "no-store": by_header("Cache-Control", "no-store"),
    "private": by_header("Cache-Control", "max-age=60, Private"),
    "no-cache": by_header("Cache-Control", "no-cache"),
    "vary-cookie": by_header("Vary", "Accept-Encoding, cookie"),
    "vary-all": by_header("Vary", "*"),
    "vary-agent": by_header("Vary", "User-Agent"),
    "stream": lambda _request: StreamingHttpResponse(iter([b"one", b"two"])),
}
NO_PAGE = {
    "redirect": lambda _request: redirect("/page/"),
    "bad": lambda _request: HttpResponseBadRequest("no"),
    "conflict": lambda _request: HttpResponse("full", status=409),
}


def counted(name, view):
    """Return a view marked as public that counts how often it was asked."""

    def seen(request):
        made[name] += 1
        return view(request)

    return public_page(seconds=60)(seen)


marked = {name: counted(name, view) for name, view in {**PERSONAL, **NO_PAGE}.items()}
#: Beside the real site's addresses, to which the pages for what went wrong lead.
urlpatterns = [
    *i18n_patterns(
        path("page/", page),
        path("seats/", seats),
        path("picture/", picture),
        path("style/", style),
        path("fragment/", fragment),
        path("own/", own),
        *(path(f"{name}/", view) for name, view in marked.items()),
        prefix_default_language=False,
    ),
    *site_urlpatterns,
]


class Version:
    """A version of the content that a test moves, and how often it was read."""

    def __init__(self):
        self.number, self.read = 1, 0

    def __call__(self):
        self.read += 1
        return str(self.number)


class Clock:
    """Both clocks of the machine, stopped; a test moves them."""

    def __init__(self, travelling):
        self.travelling, self.passed = travelling, 0.0

    def shift(self, seconds):
        """Let time pass."""
        self.travelling.shift(seconds)
        self.passed += seconds

    def monotonic(self):
        """Tell the time that passed."""
        return self.passed


def body(client, path, **headers):
    """Return what a page says."""
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()
