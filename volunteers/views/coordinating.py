"""Pages for coordinators: who may see them is asked anew with every request."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from goodsociety.common.middleware import secret_page
from volunteers.reach import Reach
from zones.models import Edition

View = Callable[..., HttpResponse]


def for_coordinators(permission: Permission) -> Callable[[View], View]:
    """Hand a page what its user looks after in an edition; strangers are led to the sign-in of the desk and back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def for_staff(request: HttpRequest, year: int, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                way_back = request.get_full_path() if request.method == "GET" else reverse("volunteer_day", args=[year])
                return redirect(f"{reverse('desk_sign_in')}?{urlencode({'next': way_back})}")
            edition = get_object_or_404(Edition.objects.public(), year=year)
            reach = Reach(request.user, edition)
            if not reach.scope(permission):
                context = {"edition": edition, "reach": reach}
                return render(request, "volunteers/day/not_yours.html", context, status=HTTPStatus.FORBIDDEN)
            return view(request, reach, *args, **kwargs)

        return secret_page(for_staff)

    return decorate


checks_in = for_coordinators(Permission.CHECK_IN)
manages = for_coordinators(Permission.MANAGE_SHIFTS)
