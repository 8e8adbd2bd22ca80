"""Who may stand at the desk: asked anew with every request, in words for people and for devices."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.desk.reading import Unreadable
from activities.desk.watching import Reach, Watch, watch_of
from donations.reach import takes_gifts
from goodsociety.common.middleware import secret_page

View = Callable[..., HttpResponse]
CHOICE = "desk"


def at_the_desk(view: View) -> View:
    """Hand a page what its user may watch, or lead to the sign-in and back; whoever has no desk is told so."""

    @wraps(view)
    def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            way_back = urlencode({"next": request.get_full_path() if request.method == "GET" else reverse("desk")})
            return redirect(f"{reverse('desk_sign_in')}?{way_back}")
        reach = Reach(request.user, timezone.now())
        if not reach.is_anywhere:
            return render(request, "desk/no_desk.html", at_most_gifts(request.user), status=HTTPStatus.FORBIDDEN)
        return view(request, reach, *args, **kwargs)

    return secret_page(for_staff)


def at_most_gifts(user: User) -> dict[str, Any]:
    """Return what the page of somebody without a door says: finance takes gifts at the booth all the same."""
    return {"user": user, "takes_gifts": takes_gifts(user)}


def at_the_doors(view: View) -> View:
    """Hand a page the doors that this browser watches besides; without any, lead to where they are chosen."""

    @wraps(view)
    def before_doors(request: HttpRequest, reach: Reach, *args: Any, **kwargs: Any) -> HttpResponse:
        watch = watched_or_last(request, reach)
        return view(request, reach, watch, *args, **kwargs) if watch else redirect("desk")

    return at_the_desk(before_doors)


class NoDesk(Exception):
    """A device gets no answer but a sentence, with a status."""

    def __init__(self, text: str, status: int, **headers: str) -> None:
        """Keep what is answered."""
        super().__init__(text)
        self.status, self.headers = status, headers


def for_devices(method: str) -> Callable[[View], View]:
    """Hand a view what its user may watch; everything else is answered in JSON with a sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def for_device(request: HttpRequest) -> HttpResponse:
            try:
                return view(request, reach_of(request, method))
            except NoDesk as said:
                return sentence(str(said), said.status, **said.headers)
            except Unreadable as error:
                return sentence(str(error), HTTPStatus.BAD_REQUEST)
            except RequestDataTooBig:
                return sentence(_("This is too much at a time: send fewer."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

        return secret_page(for_device)

    return decorate


def reach_of(request: HttpRequest, method: str) -> Reach:
    """Return what the user of a request may watch. Raises NoDesk for nobody, and for another method."""
    if request.method != method:
        said = _("This address takes only %(method)s.") % {"method": method}
        raise NoDesk(said, HTTPStatus.METHOD_NOT_ALLOWED, Allow=method)
    if not request.user.is_authenticated:
        raise NoDesk(_("Sign in again to go on."), HTTPStatus.UNAUTHORIZED)
    reach = Reach(request.user, timezone.now())
    if not reach.is_anywhere:
        raise NoDesk(_("You have no desk: ask an organiser to appoint you."), HTTPStatus.FORBIDDEN)
    return reach


def sentence(text: str, status: int, **headers: str) -> JsonResponse:
    """Answer a device with a sentence."""
    return JsonResponse({"detail": text}, status=status, headers=headers)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return what a device sent. Raises Unreadable for anything but a JSON object."""
    try:
        body = json.loads(request.body.decode())
    except (ValueError, RecursionError, UnreadablePostError) as error:
        raise Unreadable(_("The body cannot be read as JSON in UTF-8.")) from error
    if not isinstance(body, dict):
        raise Unreadable(_("The body must be a JSON object: names and values in { }."))
    return body


def watched(request: HttpRequest, reach: Reach) -> Watch | None:
    """Return the doors that an address names, as far as they are the user's."""
    asked = request.GET
    return watch_of(reach, year=asked.get("edition", ""), codes=asked.getlist("session"), gates=asked.getlist("gate"))


def watched_or_last(request: HttpRequest, reach: Reach) -> Watch | None:
    """Return the doors that an address names, else those that this browser watched last."""
    if "session" in request.GET or "gate" in request.GET:
        return watched(request, reach)
    last = request.session.get(CHOICE)
    if not isinstance(last, dict):
        return None
    return watch_of(reach, year=str(last["edition"]), codes=last["sessions"], gates=last["gates"])


def remember(request: HttpRequest, watch: Watch) -> None:
    """Remember what this browser watches."""
    choice = {
        "edition": watch.edition.year,
        "sessions": [session.code for session in watch.sessions],
        "gates": [zone.slug for zone in watch.gates],
    }
    if request.session.get(CHOICE) != choice:
        request.session[CHOICE] = choice
