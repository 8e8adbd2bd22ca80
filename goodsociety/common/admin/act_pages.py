"""Acts on one row: a page asks, then says what would happen and who would be told, and only then it is done."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from goodsociety.common.admin.acts import Order
from goodsociety.common.admin.site_admin import SiteAdmin
from goodsociety.common.refusals import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Foreseen:
    """What an act would bring, in sentences and lists under headings.

    ``mark`` is what it was judged by: where that is another one when the act is confirmed, the page asks again.
    """

    mark: str
    sentences: list[str]
    warnings: list[str] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)


class ActForm(forms.Form):
    """What is asked before an act on a row."""

    def __init__(self, thing: Any, asked: Mapping[str, Any], typed: Mapping[str, Any] | None = None) -> None:
        """Begin with what the row has, or what the address asks for."""
        super().__init__(typed, initial=self.proposed(thing, asked))
        self.thing = thing

    @classmethod
    def proposed(cls, thing: Any, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use them)
        """Return what stands in the fields at first."""
        return {}


def possible(_thing: Any, _at: dt.datetime) -> str:
    """Return no reason against an act."""
    return ""


@dataclass(frozen=True)
class OneAct:
    """An act on one row: the last word of its address, its name, and its steps.

    ``foresee`` may refuse by name, as ``act`` may; ``act`` returns the sentence that tells what was done.
    """

    name: str
    label: "StrOrPromise"
    form: type[ActForm]
    foresee: Callable[[Any, dict[str, Any], dt.datetime], Foreseen]
    act: Callable[[Any, Order], str]
    why_not: Callable[[Any, dt.datetime], str] = possible
    is_danger: bool = False


@dataclass(frozen=True)
class Link:
    """A button above a row's page."""

    url: str
    label: "StrOrPromise"
    is_danger: bool = False


class WithActs(SiteAdmin):
    """Rows on which acts have pages of their own, reached by buttons above the row's page."""

    change_form_template = "admin/change_form_with_acts.html"
    acts: tuple[OneAct, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        """Add the address of each act."""
        own = [
            path(
                f"<path:object_id>/{act.name}/",
                self.admin_site.admin_view(partial(act_page, self, act)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{act.name}",
            )
            for act in self.acts
        ]
        return own + super().get_urls()

    def address_of(self, name: str, thing: models.Model) -> str:
        """Return the address of a page about a row."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[thing.pk])

    def links(self, request: HttpRequest, thing: Any) -> list[Link]:
        """Return the buttons above a row's page: its acts, for those who may."""
        if not self.may_act(request, thing):
            return []
        at = timezone.now()
        possible_now = [act for act in self.acts if not act.why_not(thing, at)]
        return [Link(self.address_of(act.name, thing), act.label, act.is_danger) for act in possible_now]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the buttons."""
        thing = kwargs.get("obj")
        extra = {"links": self.links(request, thing) if thing else []}
        return super().render_change_form(request, {**context, **extra}, *args, **kwargs)


def act_page(page: WithActs, act: OneAct, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask, say what would happen, and do it once that was confirmed."""
    thing, at = row_to_act_on(page, request, object_id), timezone.now()
    why_not = act.why_not(thing, at)
    form = act.form(thing, request.GET, request.POST or None)
    if not form.fields and not form.is_bound:
        # Where nothing is asked, what would happen is shown at once.
        form = act.form(thing, request.GET, {})
    foreseen = None if why_not or "again" in request.POST else look_ahead(act, form, at=at)
    is_confirmed, is_seen = "confirmed" in request.POST, foreseen and request.POST.get("seen") == foreseen.mark
    if is_confirmed and is_seen and carry_out_one(page, act, request, form):
        return HttpResponseRedirect(page.address_of("change", thing))
    context = {
        **page.admin_site.each_context(request),
        "act": act,
        "form": form,
        "why_not": why_not,
        "foreseen": None if form.errors else foreseen,
        "is_stale": is_confirmed and not is_seen,
        "title": act.label,
        "thing": page.label(thing),
        "thing_url": page.address_of("change", thing),
        "opts": page.opts,
        "media": page.media + form.media,
    }
    return TemplateResponse(request, "admin/act_on_one.html", context)


def row_to_act_on(page: SiteAdmin, request: HttpRequest, object_id: str) -> Any:
    """Return the row of an address, for somebody who may act on it."""
    thing = page.get_object(request, unquote(object_id))
    if not page.may_act(request, thing):
        raise PermissionDenied
    if thing is None:
        raise Http404
    return thing


def look_ahead(act: OneAct, form: ActForm, *, at: dt.datetime) -> Foreseen | None:
    """Return what would happen; None where something typed is wrong or a rule says no, which the form then tells."""
    if not form.is_valid():
        return None
    try:
        return act.foresee(form.thing, form.cleaned_data, at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def carry_out_one(page: WithActs, act: OneAct, request: HttpRequest, form: ActForm) -> bool:
    """Do it and say so; a refusal becomes an error of the form."""
    order = Order(by=request.user, at=timezone.now(), answers=form.cleaned_data)
    try:
        told = act.act(form.thing, order)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    page.log_change(request, form.thing, str(act.label))
    page.message_user(request, told, messages.SUCCESS)
    return True
