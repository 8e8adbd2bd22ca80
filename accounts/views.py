"""Pages to sign in by a code sent by e-mail, and to sign out."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts import actions, refusals, visitors
from accounts.actions import Asked
from accounts.forms import CodeForm, SignInForm
from accounts.links import person_of
from accounts.middleware import own_page
from accounts.models import Person
from goodsociety.common.audit import VISITOR
from goodsociety.common.forms import OnceForm, answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.limits import network_address
from goodsociety.common.middleware import secret_page


@secret_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an e-mail and send a code there, whether the address is known or not."""
    at = timezone.now()
    if visitors.visitor(request.session):
        return redirect("me")
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next")})
    answer = answer_form(form, "form:sign_in", partial(send_code_typed, request, form, at=at), at=at)
    if answer:
        visitors.note_asked(request.session, email=form.cleaned_data["email"], **answer)
        return redirect("sign_in_code")
    context = {"form": form, "is_signed_out": "signed-out" in request.GET}
    return render(request, "accounts/sign_in.html", context, status=status_of(form))


def send_code_typed(request: HttpRequest, form: SignInForm, *, at: dt.datetime) -> Answer:
    """Send a code to the address of a valid form; return what the browser has to remember of it."""
    typed = form.cleaned_data
    ticket = str(typed["key"])
    actions.send_code(asked=asked_by(request, typed["email"], ticket), by=VISITOR, at=at)
    return {"ticket": ticket, "next": typed["next"]}


def asked_by(request: HttpRequest, email: str, ticket: str) -> Asked:
    """Return who wants to be let in by a request."""
    return Asked(email, ticket, network_address(request.META), get_language() or "th")


def status_of(form: OnceForm) -> HTTPStatus:
    """Return the status of a page with a form that may have been refused."""
    if isinstance(form.refusal, refusals.TooManyCodes | refusals.TooManyFromNetwork):
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK


@secret_page
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the mail, and let its owner in."""
    at = timezone.now()
    kept = visitors.asked(request.session)
    if kept is None:
        return redirect("me" if visitors.visitor(request.session) else "sign_in")
    form = CodeForm(request.POST or None)
    asked = asked_by(request, kept["email"], kept["ticket"])
    is_counted = form.is_valid() and actions.count_try(asked=asked, at=at)
    act = partial(sign_in_typed, asked, form, is_counted=is_counted, at=at)
    answer = answer_form(form, f"form:sign_in_code:{asked.ticket}", act, at=at)
    if answer:
        visitors.remember(request.session, answer["person"], at=at)
        rotate_token(request)
        return redirect(kept["next"] or "me")
    again = SignInForm(auto_id=False)
    context = {"form": form, "again": again, "asked": kept, "minutes": actions.CODE_LIFE.seconds // 60}
    return render(request, "accounts/sign_in_code.html", context, status=status_of(form))


def sign_in_typed(asked: Asked, form: CodeForm, *, is_counted: bool, at: dt.datetime) -> Answer:
    """Let in whoever typed the right code; return the number of the person."""
    if not is_counted:
        raise refusals.CodeSpent
    return {"person": actions.sign_in(asked=asked, code=form.cleaned_data["code"], by=VISITOR, at=at).pk}


@secret_page
def open_my_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever follows the link of a mail to press a button, since programs follow links too; then let them in."""
    at = timezone.now()
    person = person_of(token, at=at)
    if person is not None and visitors.visitor(request.session) == person:
        return redirect("me")
    if request.method == "POST":
        return let_in_by_link(request, token, at=at)
    if person is None:
        return render(request, "accounts/open_over.html", status=HTTPStatus.NOT_FOUND)
    return render(request, "accounts/open.html")


def let_in_by_link(request: HttpRequest, token: str, *, at: dt.datetime) -> HttpResponse:
    """Sign this browser in by the link of a mail, or say why not."""
    try:
        person = actions.sign_in_by_link(token=token, network=network_address(request.META), by=VISITOR, at=at)
    except (refusals.LinkOver, refusals.TooManyFromNetwork) as refusal:
        is_over = isinstance(refusal, refusals.LinkOver)
        status = HTTPStatus.NOT_FOUND if is_over else HTTPStatus.TOO_MANY_REQUESTS
        return render(request, "accounts/open_over.html", {"refusal": refusal}, status=status)
    visitors.remember(request.session, person.pk, at=at)
    rotate_token(request)
    return redirect("me")


@own_page
def sign_out(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign this browser out, of the organisers' workspace too; looking at the address changes nothing."""
    if request.method != "POST":
        return redirect("me")
    actions.note_sign_out(person=person, by=VISITOR, at=timezone.now())
    return signed_out(request)


@own_page
def sign_out_everywhere(request: HttpRequest, person: Person) -> HttpResponse:
    """End the person's sessions in all browsers."""
    if request.method != "POST":
        return redirect("me")
    actions.sign_out_everywhere(person=person, by=VISITOR, at=timezone.now())
    return signed_out(request)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Forget everything about a browser and say so."""
    request.session.flush()
    return redirect(f"{reverse('sign_in')}?signed-out")
