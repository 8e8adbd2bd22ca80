"""Actions on chosen rows: what will happen is shown first, and then happens row by row under the rules."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodsociety.common.admin.site_admin import SiteAdmin
from goodsociety.common.refusals import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Order:
    """Who wants it, when, and what they answered on the page that asked."""

    by: Any
    at: dt.datetime
    answers: dict[str, Any]


@dataclass
class Outcome:
    """How many rows it was done to, and which rows each refusal's sentence kept from it."""

    done: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)


Act: TypeAlias = Callable[[Any, Order], object]
AdminAction: TypeAlias = Callable[[Any, HttpRequest, "QuerySet[Any]"], TemplateResponse | None]


def nothing_more(_rows: list[Any]) -> list[str]:
    """Foresee nothing beside what the warning says."""
    return []


def act_on_rows(
    label: "StrOrPromise",
    warning: "StrOrPromise",
    question: type[forms.Form] = forms.Form,
    foresee: Callable[[list[Any]], list[str]] = nothing_more,
) -> Callable[[Act], AdminAction]:
    """Make an admin action of what is done to one row: a page warns and asks, then each row is done or refused.

    ``foresee`` says in sentences what will become of the chosen rows.
    """

    def make(act: Act) -> AdminAction:
        @admin.action(description=label, permissions=["act"])
        def action(page: SiteAdmin, request: HttpRequest, queryset: "QuerySet[Any]") -> TemplateResponse | None:
            rows = list(queryset[: MOST_AT_ONCE + 1])
            if len(rows) > MOST_AT_ONCE:
                page.message_user(request, _("Choose at most %s rows at once.") % MOST_AT_ONCE, messages.WARNING)
                return None
            form = question(request.POST if "confirmed" in request.POST else None)
            if form.is_valid():
                order = Order(by=request.user, at=timezone.now(), answers=form.cleaned_data)
                tell(page, request, carry_out(act, rows, order))
                page.note_change(*rows)
                return None
            asked = {
                "title": label,
                "warning": warning,
                "action": act.__name__,
                "form": form,
                "foreseen": foresee(rows),
            }
            return confirmation(page, request, rows, asked)

        action.__name__ = act.__name__
        return action

    return make


def confirmation(page: SiteAdmin, request: HttpRequest, rows: list[Any], asked: dict[str, Any]) -> TemplateResponse:
    """Return the page that says what will happen to which rows."""
    context = {
        **page.admin_site.each_context(request),
        **asked,
        "rows": [(row.pk, page.label(row)) for row in rows],
        "opts": page.opts,
        "media": page.media + asked["form"].media,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)


def carry_out(act: Act, rows: list[Any], order: Order) -> Outcome:
    """Do it to each row; a refusal keeps it from one row only."""
    outcome = Outcome()
    for row in rows:
        try:
            act(row, order)
        except Refusal as refusal:
            outcome.refused.setdefault(str(refusal), []).append(str(row))
        else:
            outcome.done += 1
    return outcome


def tell(page: SiteAdmin, request: HttpRequest, outcome: Outcome) -> None:
    """Say what was done, and name the rows it was not done to, with the rule's sentence."""
    if outcome.done:
        words = ngettext("Done for %(count)s row.", "Done for %(count)s rows.", outcome.done)
        page.message_user(request, words % {"count": outcome.done}, messages.SUCCESS)
    for sentence, names in outcome.refused.items():
        page.message_user(request, f"{', '.join(names)}: {sentence}", messages.WARNING)
