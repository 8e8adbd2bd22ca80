"""Pages of groups: an organization registers one, and its leader says who comes and prints the list."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.visitors import typed_before
from activities import actions
from activities.forms import GroupForm, GroupPartyForm
from activities.forms.groups import NamesForm
from activities.models import Entry, Registration, Session, Standing
from activities.reading_names import read_file
from activities.registered import Registered
from activities.views.registering import own_form, party_typed
from activities.views.registrations import registration_of
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.limits import network_address
from goodsociety.common.middleware import secret_page
from organizations.actions import note_organization
from organizations.models import Organization


@own_form
def register_group(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show the form for groups of a session, and note that a group asks for places when it is sent."""
    at = timezone.now()
    session = get_object_or_404(Session.objects.public().for_form(), activity__edition__year=year, code=code)
    if session.entry != Entry.GROUPS:
        return redirect("register", year, code)
    known = typed_before(request.session)
    form = GroupForm(request.POST or None, request.FILES or None, session=session, initial=known)
    read_file(form, network=network_address(request.META), at=at)
    act = partial(register_typed, form, session, by=acting(request.user), at=at)
    answer = None if form.is_reading else answer_form(form, f"form:group:{code}", act, at=at)
    if answer:
        return redirect("registration_detail", code=answer["code"])
    standing = session.standing(at)
    context = {"standing": standing, "takes": standing == Standing.GROUPS, "at": at}
    if context["takes"] or form.is_bound:
        context["organizations"] = Organization.objects.known().in_reading_order()
    return show(request, "activities/group_register.html", form, session, **context)


def show(request: HttpRequest, template: str, form: NamesForm, session: Session, **context: object) -> HttpResponse:
    """Show a form about a session."""
    status = HTTPStatus.CONFLICT if getattr(form, "refusal", None) else HTTPStatus.OK
    context |= {"edition": session.edition, "session": session, "form": form}
    return render(request, template, context, status=status)


def register_typed(form: GroupForm, session: Session, *, by: By, at: dt.datetime) -> Answer:
    """Register the group of a valid form, and its organization where that is new; return the code of its page."""
    typed = form.cleaned_data
    organization = form.chosen or note_organization(
        name=typed["organization"], sector=typed["sector"], kind=typed["kind"], by=by, at=at
    )
    group = actions.Group(organization, party_typed(form, hold=""), typed["names"], typed["note"])
    return {"code": actions.register_group(session=session, group=group, by=by, at=at).code}


def group_of(code: str) -> Registered:
    """Return the registration of a secret code if it is a group's."""
    held = registration_of(code)
    if held.registration.organization_id is None:
        raise Http404
    return held


@secret_page
def group_party(request: HttpRequest, code: str) -> HttpResponse:
    """Ask how many of a group come, who and how, and note it."""
    held = group_of(code)
    if not held.may_name:
        return redirect("registration_detail", code=code)
    row = held.registration
    form = GroupPartyForm(request.POST or None, request.FILES or None, registration=row, may_resize=held.may_resize)
    read_file(form, network=network_address(request.META), at=held.at)
    act = partial(change_typed, form, row, by=acting(request.user), at=held.at)
    if not form.is_reading and answer_form(form, f"form:group-party:{code}", act, at=held.at):
        return redirect("registration_detail", code=code)
    return show(request, "activities/group_party.html", form, held.session, held=held, registration=row)


def change_typed(form: GroupPartyForm, registration: Registration, *, by: By, at: dt.datetime) -> Answer:
    """Change the group to what a valid form says."""
    typed = form.cleaned_data
    size = typed.get("party_size", registration.party_size)
    change = actions.GroupChange(size=size, names=typed["names"], note=typed["note"])
    actions.change_group(registration=registration, change=change, by=by, at=at)
    return {"changed": True}


@secret_page
def group_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the list of a group's names, to be printed and ticked off."""
    held = group_of(code)
    row, session = held.registration, held.session
    names = [member.name for member in row.members.all()]
    context = {
        "edition": session.edition,
        "session": session,
        "registration": row,
        "held": held,
        "names": names,
        "unnamed": range(len(names) + 1, row.party_size + 1),
    }
    return render(request, "activities/group_list.html", context)
