"""Signing in at the desk by e-mail and password: helpers there need not have the organisers' workspace."""

import datetime as dt
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import NormalEmailField, OwnPathField
from goodsociety.common.forms import LineField
from goodsociety.common.limits import Limit, network_address
from goodsociety.common.middleware import secret_page

#: Wrong passwords for one address from one network: a helper mistypes less, and who guesses gets nowhere.
WRONG = Limit("wrong-passwords-at-the-desk", 10, dt.timedelta(minutes=10))


class DeskSignInForm(forms.Form):
    """Who somebody is, and where they were going."""

    email = NormalEmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = LineField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = OwnPathField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Show only a path that would be accepted."""
        super().__init__(*args, **options)
        self.initial["next"] = self.fields["next"].clean(self.initial.get("next"))


@sensitive_post_parameters("password")
@secret_page
def desk_sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in by e-mail and password, and lead them where they were going."""
    form = DeskSignInForm(request.POST or None, initial={"next": request.GET.get("next")})
    status = HTTPStatus.OK
    if form.is_valid():
        status = try_to_sign_in(request, form, at=timezone.now())
        if status == HTTPStatus.FOUND:
            return redirect(form.cleaned_data["next"] or "desk")
    elif request.method == "GET" and request.user.is_authenticated:
        return redirect(form.initial["next"] or "desk")
    return render(request, "desk/sign_in.html", {"form": form}, status=status)


def try_to_sign_in(request: HttpRequest, form: DeskSignInForm, *, at: dt.datetime) -> HTTPStatus:
    """Sign in whoever a valid form names, or complain in the form; return the status that says which."""
    typed = form.cleaned_data
    who = f"{typed['email']} {network_address(request.META)}"
    if WRONG.is_spent(who, at=at):
        form.add_error(None, _("Too many wrong passwords: wait ten minutes, or ask an organiser."))
        return HTTPStatus.TOO_MANY_REQUESTS
    user = authenticate(request, username=typed["email"], password=typed["password"])
    if user is None:
        WRONG.note(who, at=at)
        form.add_error(None, _("This e-mail and password do not belong together."))
        return HTTPStatus.OK
    login(request, user)
    return HTTPStatus.FOUND


@require_POST
@secret_page
def desk_sign_out(request: HttpRequest) -> HttpResponse:
    """Forget everything about this browser."""
    logout(request)
    return redirect("desk_sign_in")
