"""The desk without a script: each answer is a page, and the same form sent twice does its work once."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from activities.desk.reading import Device
from activities.desk.searching import look_up, masked
from activities.desk.telling import tell
from activities.desk.uploading import Desk, Outcome, desk_of, outcomes_of
from activities.desk.walking import walked_in
from activities.desk.watching import Reach, Watch
from activities.models import CheckIn
from goodsociety.pages.desk.access import at_the_doors
from goodsociety.pages.desk.choosing import context_of

LONGEST_NUMBER = 6
#: What the log calls a browser that sends forms.
BY_FORM = "form"


def sent_by(request: HttpRequest, reach: Reach, *names: str) -> dict[str, Any]:
    """Return what a form sent, as a device would have sent it."""
    typed = {name: request.POST.get(name) or None for name in ("key", "session", "gate", *names)}
    # A scanner types a whole code, and people blanks around it.
    return {name: value.strip() if value else value for name, value in typed.items()} | {"at": reach.at.isoformat()}


def number(typed: Any) -> Any:
    """Return a typed number; anything else as it is, to be complained about."""
    try:
        return int(typed) if typed and len(typed) <= LONGEST_NUMBER else typed
    except ValueError:
        return typed


def desk_by_form(reach: Reach, watch: Watch, sent: dict[str, Any]) -> Desk:
    """Return the desk of whoever sent a form."""
    browser = Device(BY_FORM, is_offline=False, clock=None, at=reach.at)
    return desk_of(reach, browser, [sent], year=str(watch.edition.year))


def answer(request: HttpRequest, reach: Reach, watch: Watch, outcome: Outcome) -> HttpResponse:
    """Say in large what came of something."""
    [told] = tell([outcome])
    context = context_of(request, reach, watch, told=told, outcome=outcome, undo_key=uuid4())
    if outcome.kind == "walk-in" and isinstance(outcome.row, CheckIn):
        # Without an e-mail this is how they find it again.
        context["registration"] = outcome.row.registration
    return render(request, "desk/answer.html", context)


@require_POST
@at_the_doors
def desk_scan(request: HttpRequest, reach: Reach, watch: Watch) -> HttpResponse:
    """Take a typed or scanned code and answer with a page."""
    sent = sent_by(request, reach, "text", "heads")
    sent |= {"kind": "scan", "heads": number(sent["heads"])}
    [outcome] = outcomes_of(desk_by_form(reach, watch, sent), [sent])
    return answer(request, reach, watch, outcome)


@require_POST
@at_the_doors
def desk_undo(request: HttpRequest, reach: Reach, watch: Watch) -> HttpResponse:
    """Take something back and say so."""
    sent = {**sent_by(request, reach, "undoes"), "kind": "undo"}
    [outcome] = outcomes_of(desk_by_form(reach, watch, sent), [sent])
    return answer(request, reach, watch, outcome)


@require_POST
@at_the_doors
def desk_count(request: HttpRequest, reach: Reach, watch: Watch) -> HttpResponse:
    """Count heads, and lead back to the counters; what is not counted is said."""
    sent = sent_by(request, reach, "heads")
    sent |= {"kind": "count", "heads": number(sent["heads"])}
    [outcome] = outcomes_of(desk_by_form(reach, watch, sent), [sent])
    if outcome.row is None:
        return answer(request, reach, watch, outcome)
    return redirect(f"{reverse('desk_at')}?{watch.query}#count-{sent['session'] or sent['gate']}")


@at_the_doors
def desk_people_page(request: HttpRequest, reach: Reach, watch: Watch) -> HttpResponse:
    """Look somebody up. The name comes by POST, so that it stands in no address and no log."""
    typed = request.POST.get("q", "").replace("\x00", "").strip()
    search = look_up(reach, watch, typed) if typed else None
    found = [(row, masked(row.phone), uuid4()) for row in search.found] if search else []
    context = context_of(request, reach, watch, typed=typed, search=search, found=found)
    return render(request, "desk/people.html", context)


@at_the_doors
def desk_walk_in_form(request: HttpRequest, reach: Reach, watch: Watch) -> HttpResponse:
    """Register or count somebody who came without a registration."""
    if not watch.sessions:
        return redirect("desk")
    told, sent = None, {"key": uuid4(), "size": 1}
    if request.method == "POST":
        sent = sent_by(request, reach, "name", "phone", "size", "override")
        sent |= {"size": number(sent["size"])}
        outcome = walked_in(desk_by_form(reach, watch, sent), sent)
        if outcome.row is not None:
            return answer(request, reach, watch, outcome)
        [told] = tell([outcome])
    context = context_of(request, reach, watch, told=told, sent=sent)
    return render(request, "desk/walk_in.html", context)
