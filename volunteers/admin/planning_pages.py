"""Pages that plan duties and shifts in bulk: asked, then foreseen line by line in a table, and only then written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from goodsociety.common.admin import Link, SiteAdmin
from goodsociety.common.admin.act_pages import row_to_act_on
from goodsociety.common.refusals import Refusal
from volunteers import actions
from volunteers.planning import Plan

if TYPE_CHECKING:
    import datetime as dt

    from django_stubs_ext import StrOrPromise

#: What somebody may who plans.
PLANNERS = ("volunteers.add_shift", "volunteers.change_shift", "volunteers.change_duty")


class PlanForm(forms.Form):
    """What is asked before something is planned; ``thing`` is the duty of the page, if it is about one."""

    def __init__(self, thing: Any, asked: Mapping[str, Any], typed: Any = None, files: Any = None) -> None:
        """Begin with what is proposed, or take what was sent."""
        super().__init__(typed, files, initial=self.proposed(thing, asked))
        self.thing = thing

    @classmethod
    def proposed(cls, thing: Any, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use them)
        """Return what stands in the fields at first."""
        return {}

    def plan(self, *, at: "dt.datetime") -> Plan:
        """Return what would happen; may refuse by name."""
        raise NotImplementedError

    def beside(self) -> dict[str, Any]:
        """Return what else the page shows."""
        return {}


@dataclass(frozen=True)
class PlanAct:
    """One such page: the last word of its address, its name, what it explains, and its form."""

    name: str
    label: "StrOrPromise"
    explained: "StrOrPromise"
    form: type[PlanForm]
    needs: tuple[str, ...] = PLANNERS


class WithPlanning(SiteAdmin):
    """A list with pages that plan, some about one row, some about all of them."""

    change_form_template = "admin/change_form_with_acts.html"
    change_list_template = "admin/change_list_with_links.html"
    plans: tuple[PlanAct, ...] = ()
    list_plans: tuple[PlanAct, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        """Add the address of each page."""
        of_list = [self.url_of(act, f"{act.name}/") for act in self.list_plans]
        of_row = [self.url_of(act, f"<path:object_id>/{act.name}/") for act in self.plans]
        return [*of_list, *of_row, *super().get_urls()]

    def url_of(self, act: PlanAct, route: str) -> URLPattern:
        """Return the address of a page."""
        view = self.admin_site.admin_view(partial(plan_page, self, act))
        return path(route, view, name=f"{self.opts.app_label}_{self.opts.model_name}_{act.name}")

    def links(self, request: HttpRequest, acts: tuple[PlanAct, ...], *args: Any) -> list[Link]:
        """Return the buttons that lead to pages, for those who may use them."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        allowed = (act for act in acts if request.user.has_perms(act.needs))
        return [Link(reverse(f"{name}_{act.name}", args=args), act.label) for act in allowed]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the buttons above a row's page."""
        thing = kwargs.get("obj")
        links = self.links(request, self.plans, thing.pk) if thing else []
        return super().render_change_form(request, {**context, "links": links}, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add the buttons above the list."""
        links = self.links(request, self.list_plans)
        return super().changelist_view(request, {**(extra_context or {}), "links": links})


def plan_page(page: WithPlanning, act: PlanAct, request: HttpRequest, object_id: str = "") -> HttpResponse:
    """Ask, show the plan, and write it once that was confirmed."""
    if not request.user.has_perms(act.needs):
        raise PermissionDenied
    thing, at = row_to_act_on(page, request, object_id) if object_id else None, timezone.now()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = act.form(thing, request.GET, *sent)
    plan = None if "again" in request.POST else look_ahead(form, at=at)
    name = f"admin:{page.opts.app_label}_{page.opts.model_name}"
    back = reverse(f"{name}_change", args=[thing.pk]) if thing else reverse(f"{name}_changelist")
    is_confirmed, is_seen = "confirmed" in request.POST, plan and request.POST.get("seen") == plan.mark
    if plan and is_confirmed and is_seen and carry_out(page, request, form, plan):
        return HttpResponseRedirect(back)
    context = {
        **page.admin_site.each_context(request), **form.beside(), "act": act, "form": form, "thing": thing,
        "plan": None if form.errors else plan, "is_stale": is_confirmed and not is_seen, "title": act.label,
        "back": back, "opts": page.opts, "media": page.media + form.media,
    }  # fmt: skip
    return TemplateResponse(request, "admin/volunteers/plan.html", context)


def look_ahead(form: PlanForm, *, at: "dt.datetime") -> Plan | None:
    """Return the plan; None where something typed is wrong or a rule says no, which the form then tells."""
    if not form.is_valid():
        return None
    try:
        return form.plan(at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def carry_out(page: WithPlanning, request: HttpRequest, form: PlanForm, plan: Plan) -> bool:
    """Write a plan and say so; a refusal becomes an error of the form."""
    try:
        actions.carry_out_plan(plan=plan, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # staff
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    told = ", ".join(f"{label} {count}" for label, count in plan.counts)
    page.message_user(request, _("Done: %(counts)s.") % {"counts": told}, messages.SUCCESS)
    return True
