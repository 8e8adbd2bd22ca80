"""What the desk's script asks and sends, in JSON."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from activities.desk.keeping import kept_list, tag_of
from activities.desk.numbers import numbers_of
from activities.desk.reading import Unreadable, device_of, items_of
from activities.desk.searching import as_json, look_up
from activities.desk.telling import tell
from activities.desk.uploading import Desk, Outcome, desk_of, outcomes_of
from activities.desk.walking import walked_in
from activities.desk.watching import Reach, Watch, watch_of
from activities.models import HeadCount
from goodsociety.pages.desk.access import body_of, for_devices, watched
from zones.models import Edition


@for_devices("GET")
def desk_list(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Answer who is expected at the doors that a device watches, or that nothing has changed."""
    listed = kept_list(needed(watched(request, reach)), at=reach.at)
    tag = f'"{tag_of(listed)}"'
    response = JsonResponse({"madeAt": reach.at.isoformat(), **listed}, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=response) or response


@for_devices("GET")
def desk_numbers(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Answer how many are expected, in and counted at the doors that a device watches."""
    return JsonResponse({"numbers": told(needed(watched(request, reach)), reach)})


@for_devices("POST")
def desk_scans(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Take what a device sends, and answer what came of each of it."""
    body = body_of(request)
    sent = items_of(body)
    desk = desk_of(reach, device_of(body, at=reach.at), sent, year=request.GET.get("edition", ""))
    outcomes = outcomes_of(desk, sent)
    return JsonResponse({"items": tell(outcomes), "numbers": numbers_after(desk, outcomes)})


@for_devices("POST")
def desk_people(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Look somebody up. By POST, since a name must stand in no address and no log."""
    body = body_of(request)
    codes = body.get("session")
    codes = [code for code in codes if isinstance(code, str)] if isinstance(codes, list) else []
    watch = watch_of(reach, year=request.GET.get("edition", ""), codes=codes, gates=request.GET.getlist("gate"))
    search = look_up(reach, needed(watch or watched(request, reach)), typed_in(body))
    return JsonResponse({"people": as_json(search.found), "isNear": search.is_near, "more": search.has_more})


def typed_in(body: dict[str, Any]) -> str:
    """Return what is looked for. Raises Unreadable where it is no text."""
    typed = body.get("q")
    if not isinstance(typed, str):
        raise Unreadable(_("Type a name, a reference or the last digits of a phone."))
    return typed.replace("\x00", "").encode(errors="ignore").decode()


@for_devices("POST")
def desk_walk_in(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Register or count somebody who came without a registration."""
    body = body_of(request)
    desk = desk_of(reach, device_of(body, at=reach.at), [body], year=request.GET.get("edition", ""))
    outcome = walked_in(desk, body)
    [item] = tell([outcome])
    return JsonResponse({"item": item, "numbers": numbers_after(desk, [outcome])})


def needed(watch: Watch | None) -> Watch:
    """Return what is watched. Raises Unreadable where nothing of it is the user's."""
    if watch is None:
        raise Unreadable(_("None of these sessions is on the programme and yours to check people in for."))
    return watch


def told(watch: Watch, reach: Reach) -> list[dict[str, Any]]:
    """Return the numbers of the doors that are watched."""
    return [row.as_json() for row in numbers_of(watch, at=reach.at)]


def numbers_after(desk: Desk, outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Return the numbers of the doors at which something happened."""
    sessions = {outcome.session.pk: outcome.session for outcome in outcomes if outcome.session}
    at_gates = (outcome.row for outcome in outcomes if isinstance(outcome.row, HeadCount))
    gates = {row.zone.pk: row.zone for row in at_gates if row.zone}
    codes = [session.code for session in sessions.values()]
    now = {session.code: session for session in Reach(desk.user, desk.at).sessions().filter(code__in=codes)}
    watch = Watch(Edition(), list(now.values()), list(gates.values()))
    return [row.as_json() for row in numbers_of(watch, at=desk.at)]
