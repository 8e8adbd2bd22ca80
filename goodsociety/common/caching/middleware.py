"""Answers public pages before sessions, languages, forms and the database are even looked at."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_path

from goodsociety.common.caching.kept import PLAIN, Kept
from goodsociety.common.caching.marking import Mark, mark_of
from goodsociety.common.caching.shelves import Key, Memory, Shared
from goodsociety.common.caching.version import Version

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]
READING = ("GET", "HEAD")
OK = 200
#: Longer questions than these are answered anew each time.
LONGEST_QUERY, LONGEST_VALUE, MOST_FIELDS = 300, 60, 12
#: What htmx says when it wants a whole page after all.
WANTS_WHOLE_PAGE = ("HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")
#: What a public page may differ by: the key says all three.
KNOWN_TO_VARY = {"accept-encoding", "accept-language", "hx-request"}
NOT_FOR_ALL = ("no-store", "no-cache", "private")
FORM_TOKEN = b"csrfmiddlewaretoken"


@dataclass(frozen=True)
class Order:
    """A page that somebody asks for, under the version that the content has now."""

    key: Key
    version: str
    at: float

    def is_good(self, kept: Kept) -> bool:
        """Say whether a page answers it."""
        return kept.is_good(self.version, self.at)

    def is_kept_with(self, mark: Mark) -> bool:
        """Say whether the answer is worth keeping: its question is one that others ask as well."""
        names = {name for name, _value in self.key.query}
        return names <= mark.parameters and all(len(value) <= LONGEST_VALUE for _name, value in self.key.query)


class KeepPages:
    """Keeps what views marked with ``public_page`` answered, and gives it to whoever asks for the same."""

    def __init__(self, get_response: GetResponse) -> None:
        """Begin with empty shelves."""
        self.get_response = get_response
        self.version = Version()
        self.memory = Memory()
        self.shared = Shared()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with a kept page, or make it."""
        order = self.order_of(request)
        if order is None:
            return self.made(request, None)
        kept = self.memory.get(order.key)
        if kept is None:
            return self.made(request, order)
        if order.is_good(kept) and not kept.is_due(order.at):
            return answer(request, kept)
        return self.renewed(request, order, kept)

    def order_of(self, request: HttpRequest) -> Order | None:
        """Return what is asked for; None where no kept page can be the answer."""
        key = key_of(request) if settings.KEEP_PAGES and request.method in READING else None
        version = self.version.current() if key else None
        if key is None or version is None:
            return None
        request.get_host()  # refuses a host that is not ours, as the rest of the site does
        return Order(key, version, time.time())

    def renewed(self, request: HttpRequest, order: Order, kept: Kept) -> HttpResponse:
        """Make a page anew that is due or outdated; give out what another thread made, or a good one while it does."""
        with kept.turn(wait=not order.is_good(kept)) as is_ours:
            newest = self.memory.get(order.key)
            if newest and order.is_good(newest) and (newest is not kept or not is_ours):
                return answer(request, newest)
            return self.made(request, order)

    def made_by_others(self, order: Order) -> HttpResponse | None:
        """Return the page as another process made it. Public views alone ask this, so that no other page waits."""
        kept = self.shared.get(order.key, order.version)
        if kept is None or not order.is_good(kept) or kept.is_due(order.at):
            return None
        response = HttpResponse()
        response.kept = kept  # type: ignore[attr-defined]  # read below
        return response

    def made(self, request: HttpRequest, order: Order | None) -> HttpResponse:
        """Let the site answer; keep a public page and give it out as such."""
        if order:
            request.made_by_others = partial(self.made_by_others, order)  # type: ignore[attr-defined]  # for public_page
        response = self.get_response(request)
        mark = mark_of(response) if request.method in READING else None
        if mark is None or response.status_code != OK:
            return response
        kept = getattr(response, "kept", None)
        if kept and order:
            self.memory.put(order.key, kept)
            return answer(request, kept)
        return response if is_personal(request, response) else self.kept(request, response, mark, order)

    def kept(self, request: HttpRequest, response: HttpResponse, mark: Mark, order: Order | None) -> HttpResponse:
        """Give a new page out, and keep it where others will ask for it."""
        version, at = (order.version, order.at) if order else ("", 0.0)
        kept = Kept.of(response.content, dict(response.items()), mark, version=version, made_at=at)
        answered = answer(request, kept)
        if order and order.is_kept_with(mark):
            self.memory.put(order.key, kept)
            self.shared.put(order.key, kept)
        return answered


def key_of(request: HttpRequest) -> Key | None:
    """Return what a page is found by; None for questions that nobody else asks."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or any(name in meta for name in WANTS_WHOLE_PAGE):
        return None
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS) if query else []
    except ValueError:
        return None
    # By name alone: of a field sent twice the last counts, so that their order says something.
    fields.sort(key=lambda field: field[0])
    return Key(request.path_info, tuple(fields), "HTTP_HX_REQUEST" in meta)


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether an answer marked as public belongs to one visitor after all, which is a mistake of ours."""
    why = personal_part(request, response)
    if why:
        logger.error("%s is marked as public, but %s: it is not kept.", request.path_info, why)
    return bool(why)


def personal_part(request: HttpRequest, response: HttpResponse) -> str:
    """Return what in an answer is not for everybody; nothing in nearly all of them."""
    ours = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    checks = {
        "it comes in pieces": response.streaming,
        "it sets a cookie": bool(response.cookies),
        "it forbids keeping": any(word in response.get("Cache-Control", "").lower() for word in NOT_FOR_ALL),
        "it differs by more than its address": not varies_by(response) <= KNOWN_TO_VARY,
        "its language is not that of its address": response.get("Content-Language", ours) != ours,
    }
    if not response.streaming:
        checks["it holds the token of a form"] = FORM_TOKEN in response.content
    return next((sentence for sentence, is_so in checks.items() if is_so), "")


def varies_by(response: HttpResponse) -> set[str]:
    """Return the headers by which an answer says it differs."""
    return {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Give a page out: nothing but "the same as you have" where the browser has it."""
    encoding = kept.encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body = kept.body(encoding)
    # To HEAD a server sends no body; its length is told all the same.
    response = HttpResponse(b"" if request.method == "HEAD" else body, headers=kept.headers)
    response.headers["Content-Length"] = str(len(body))
    if encoding != PLAIN:
        response.headers["Content-Encoding"] = encoding
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request, etag=kept.etag, response=response) or response
