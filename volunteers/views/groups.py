"""Pages of groups: an organization takes places in a shift, and its leader says who comes and prints the list."""

import datetime as dt
from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from activities.reading_names import read_file
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.limits import network_address
from goodsociety.common.middleware import secret_page
from organizations.actions import note_organization
from organizations.models import Organization
from volunteers import actions
from volunteers.forms import GroupMembersForm, GroupSignUpForm
from volunteers.models import SignUp
from volunteers.signed_up import SignedUp
from volunteers.views.sign_ups import sign_up_of
from volunteers.views.signing import Visit, is_full, own_form, visit_of


@own_form
def sign_up_group(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show the form for groups of a shift, and give a group its places when it is sent."""
    visit = visit_of(request, year, code)
    if visit.shift.largest_party == 1:
        return redirect("sign_up", year, code)
    form = form_of(request, visit)
    read_file(form, network=network_address(request.META), at=visit.at)
    act = partial(sign_up_typed, form, visit, by=acting(request.user))
    answer = None if form.is_reading else answer_form(form, f"form:sign_up_group:{code}", act, at=visit.at)
    if answer:
        return redirect("sign_up_detail", code=answer["code"])
    return show(request, visit_of(request, year, code) if form.refusal else visit, form)


def form_of(request: HttpRequest, visit: Visit) -> GroupSignUpForm:
    """Return the form of a group, with what is known of the visitor."""
    typed, files = request.POST or None, request.FILES or None
    return GroupSignUpForm(typed, files, shift=visit.shift, rules=visit.rules, at=visit.at, initial=visit.known)


def sign_up_typed(form: GroupSignUpForm, visit: Visit, *, by: By) -> Answer:
    """Sign up the group of a valid form, and its organization where that is new; return the code of its page."""
    typed = form.cleaned_data
    organization = form.chosen or note_organization(
        name=typed["organization"], sector=typed["sector"], kind=typed["kind"], by=by, at=visit.at
    )
    act = actions.join_shift_list if form.waits else actions.sign_up_volunteer
    return {"code": act(shift=visit.shift, applicant=form.applicant(organization), by=by, at=visit.at).code}


def show(request: HttpRequest, visit: Visit, form: GroupSignUpForm) -> HttpResponse:
    """Show the form of a group, or what else there is to do about the shift."""
    shift = visit.shift
    context = {
        "edition": shift.edition,
        "shift": shift,
        "visit": visit,
        "standing": visit.standing,
        "form": form,
        "refusal": form.refusal,
        "may_wait": shift.has_waiting_list and (visit.standing == "waiting" or is_full(form.refusal)),
        "organizations": Organization.objects.known().in_reading_order() if visit.takes or form.is_bound else (),
        "at": visit.at,
    }
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "volunteers/group_sign_up.html", context, status=status)


def group_of(code: str) -> SignedUp:
    """Return the sign-up of a secret code if it is a group's."""
    held = sign_up_of(code)
    if not held.is_group:
        raise Http404
    return held


@secret_page
def sign_up_group_party(request: HttpRequest, code: str) -> HttpResponse:
    """Ask how many of a group come and who, and note it."""
    held = group_of(code)
    if not held.may_name:
        return redirect("sign_up_detail", code=code)
    row = held.sign_up
    form = GroupMembersForm(request.POST or None, request.FILES or None, sign_up=row, may_resize=held.may_resize)
    read_file(form, network=network_address(request.META), at=held.at)
    act = partial(change_typed, form, row, by=acting(request.user), at=held.at)
    if not form.is_reading and answer_form(form, f"form:sign-up-group:{code}", act, at=held.at):
        return redirect("sign_up_detail", code=code)
    context = {"edition": held.shift.edition, "held": held, "sign_up": row, "shift": held.shift, "form": form}
    status = HTTPStatus.CONFLICT if form.refusal else HTTPStatus.OK
    return render(request, "volunteers/group_party.html", context, status=status)


def change_typed(form: GroupMembersForm, row: SignUp, *, by: By, at: dt.datetime) -> Answer:
    """Change the group to what a valid form says: names go before places do, and come after places came."""
    names, size = form.cleaned_data["names"], form.cleaned_data.get("party_size", row.party_size)
    resize = partial(actions.change_party, sign_up=row, party_size=size, by=by, at=at)
    if size > row.party_size:
        resize()
    actions.name_members(sign_up=row, names=names, by=by, at=at)
    if size < row.party_size:
        resize()
    return {"changed": True}


@secret_page
def sign_up_group_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the list of a group's names, to be printed and ticked off."""
    held = group_of(code)
    row = held.sign_up
    names = [member.name for member in row.members.all()]
    context = {
        "edition": held.shift.edition,
        "shift": held.shift,
        "held": held,
        "sign_up": row,
        "names": names,
        "unnamed": range(len(names) + 1, row.party_size + 1),
    }
    return render(request, "volunteers/group_list.html", context)
