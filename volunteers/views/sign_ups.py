"""The pages of a sign-up: how it stands, the answer to a place that is offered, taking it back, its calendar entry."""

from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.visitors import visitor
from goodsociety.common.audit import acting
from goodsociety.common.calendar_text import feed
from goodsociety.common.middleware import secret_page
from goodsociety.common.refusals import Refusal
from volunteers import actions
from volunteers.actions.swapping import accept_place_instead
from volunteers.calendar import entry
from volunteers.foreseeing import Hurdle, hurdle_of
from volunteers.models import SignUp
from volunteers.signed_up import SignedUp, Status, signed_up
from volunteers.views.signing import given_up_by


def sign_up_of(code: str) -> SignedUp:
    """Return the sign-up of a secret code as it stands now."""
    rows = SignUp.objects.for_page().select_related("organization")
    return signed_up(get_object_or_404(rows, code=code), at=timezone.now())


def person_signed_in(request: HttpRequest, held: SignedUp) -> Person | None:
    """Return the person of a sign-up, if it is they who are signed in."""
    person = visitor(request.session)
    return person if person is not None and person.pk == held.sign_up.person_id else None


@secret_page
def sign_up_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a sign-up to whoever holds its secret code."""
    return show(request, sign_up_of(code))


def show(request: HttpRequest, held: SignedUp, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show how a sign-up stands, and why what was asked could not be done."""
    person = person_signed_in(request, held)
    context = {
        "edition": held.shift.edition,
        "held": held,
        "sign_up": held.sign_up,
        "shift": held.shift,
        "members": held.sign_up.members.all(),
        "refusal": refusal,
        "hurdle": hurdle_of(person, held.shift, refusal) if person and refusal else None,
        "may_sign_in": person is None and refusal is not None and Hurdle(refusal).is_of_others,
        "code": held.qr_code(person) if held.is_live else "",
        "at": held.at,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "volunteers/sign_up_detail.html", context, status=status)


@secret_page
def sign_up_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accept a place that is offered; a registration that clashes with it may be given up at once."""
    held = sign_up_of(code)
    if request.method != "POST" or held.is_live:
        return redirect("sign_up_detail", code=code)
    given_up = given_up_by(request.POST.get("instead_of", ""), person_signed_in(request, held))
    act = partial(accept_place_instead, registration=given_up) if given_up else actions.accept_place
    try:
        act(sign_up=held.sign_up, by=acting(request.user), at=held.at)
    except Refusal as refusal:
        return show(request, sign_up_of(code), refusal=refusal)
    return redirect("sign_up_detail", code=code)


@secret_page
def sign_up_decline(request: HttpRequest, code: str) -> HttpResponse:
    """Let a place that is offered go on to the next."""
    held = sign_up_of(code)
    if request.method == "POST" and held.status == Status.OFFERED:
        actions.decline_place(sign_up=held.sign_up, by=acting(request.user), at=held.at)
    return redirect("sign_up_detail", code=code)


@secret_page
def sign_up_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether a sign-up is to be taken back, and take it back when the answer is sent."""
    held = sign_up_of(code)
    if request.method != "POST" and held.may_cancel:
        context = {"edition": held.shift.edition, "held": held, "sign_up": held.sign_up, "shift": held.shift}
        return render(request, "volunteers/sign_up_cancel.html", context)
    if request.method == "POST" and held.is_active:
        actions.cancel_sign_up(sign_up=held.sign_up, by=acting(request.user), at=held.at)
    return redirect("sign_up_detail", code=code)


@secret_page
@require_safe
def sign_up_ics(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Give the shift of a sign-up as a calendar entry."""
    held = sign_up_of(code)
    if not held.is_live:
        raise Http404
    body = feed([entry(held.sign_up)], name=held.shift.duty.name, at=held.at)
    headers = {"Content-Disposition": f'attachment; filename="shift-{held.sign_up.reference}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
