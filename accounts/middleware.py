"""Pages that are a visitor's own."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.visitors import visitor
from goodsociety.common.middleware import secret_page


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the person who is signed in, or lead to the sign-in and back; nothing of it is kept by anybody."""

    @wraps(view)
    def for_visitor(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = visitor(request.session)
        if person is not None:
            return view(request, person, *args, **kwargs)
        way_back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return redirect(f"{reverse('sign_in')}{'?' if way_back else ''}{way_back}")

    return secret_page(for_visitor)
