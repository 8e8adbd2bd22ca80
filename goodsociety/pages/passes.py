"""The pass: what a phone shows that reads its QR code by chance, and a new one for whoever wants it."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import own_page
from accounts.models import Person, User
from accounts.roles import Permission
from activities import actions
from activities.models import Pass
from activities.passes import code_of
from goodsociety.common.audit import VISITOR
from goodsociety.common.forms import OnceForm, answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.middleware import secret_page
from zones.models import Edition
from zones.reach import zones_open_to


@secret_page
def pass_seen(request: HttpRequest, token: str) -> HttpResponse:
    """Tell whoever reads a pass with an ordinary camera what it is, and nothing about whose; lead staff to the desk."""
    code = code_of(token)
    held = Pass.objects.filter(code=code).select_related("edition").first() if code else None
    if held is None:
        return render(request, "pages/pass_unknown.html", status=HTTPStatus.NOT_FOUND)
    context = {"edition": held.edition, "held": held, "is_desk": is_at_the_desk(request.user, held.edition)}
    return render(request, "pages/pass_seen.html", context)


def is_at_the_desk(user: AbstractBaseUser | AnonymousUser, edition: Edition) -> bool:
    """Say whether somebody lets people in at an edition."""
    if not isinstance(user, User) or not user.is_staff:
        return False
    return zones_open_to(user, Permission.CHECK_IN).filter(edition=edition).exists()


@own_page
def renew(request: HttpRequest, person: Person, year: int) -> HttpResponse:
    """Ask whether a visitor wants a new pass, and make it."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    form = OnceForm(request.POST or None)
    act = partial(renew_typed, person, edition, at=at)
    if answer_form(form, f"form:renew_pass:{person.pk}:{year}", act, at=at):
        return redirect(f"{reverse('me')}#pass")
    held = Pass.objects.live().filter(person=person, edition=edition).first()
    status = HTTPStatus.TOO_MANY_REQUESTS if form.refusal else HTTPStatus.OK
    return render(request, "pages/pass_renew.html", {"edition": edition, "held": held, "form": form}, status=status)


def renew_typed(person: Person, edition: Edition, *, at: dt.datetime) -> Answer:
    """Give a visitor a new pass."""
    return {"pass": actions.renew_pass(person=person, edition=edition, by=VISITOR, at=at).pk}
