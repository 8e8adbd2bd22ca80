"""The page to register for a session, to wait for places in it, or to swap another session for it."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.models import Person
from accounts.visitors import known_of, visitor
from activities import actions, refusals
from activities.forms import PlacesForm, RegistrationForm
from activities.kept import Kept, forget, kept_by, remember
from activities.models import Entry, Registration, Session, Standing
from activities.promises import Promise, promises_in_the_way
from activities.recent import recent
from activities.registered import TAKING
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.limits import network_address
from goodsociety.common.refusals import Refusal

own_form = cache_control(private=True, no_store=True)


@dataclass(frozen=True)
class Visit:
    """Who looks at the form of which session, when, and what is kept for them."""

    session: Session
    at: dt.datetime
    person: Person | None
    kept: Kept | None

    @property
    def is_kept(self) -> bool:
        """Whether places are kept for the visitor."""
        return self.kept is not None and self.kept.is_standing(self.at)

    @property
    def seconds_kept(self) -> int:
        """How long they are still kept."""
        return (self.kept.until - self.at) // dt.timedelta(seconds=1) if self.kept else 0

    @property
    def standing(self) -> Standing:
        """What the visitor can do: whose places are kept is not told that it is full, since they are not."""
        standing = self.session.standing(self.at)
        return Standing.OPEN if self.is_kept and standing in {Standing.FULL, Standing.WAITING} else standing

    @property
    def asks_first(self) -> bool:
        """Whether the visitor says how many come before filling in the form, so that the places are kept."""
        return self.kept is None and self.session.hold_minutes > 0 and self.standing == Standing.OPEN

    @property
    def own(self) -> Registration | None:
        """What somebody who is signed in has in the session already."""
        if self.person is None:
            return None
        return Registration.objects.active().filter(person=self.person, session=self.session).first()

    def form(self, typed: Any = None) -> RegistrationForm:
        """Return the form, with what is known of the visitor; whoever cannot have places at once may wait for them."""
        known: dict[str, object] = {**known_of(self.person)}
        if self.kept:
            known["party_size"] = self.kept.seats
        is_later = self.session.entry in {Entry.APPROVAL, Entry.DRAW} or self.standing == Standing.WAITING
        return RegistrationForm(typed, session=self.session, is_answered_later=is_later, initial=known)

    def in_the_way(self, form: RegistrationForm) -> list[Promise]:
        """Return what the visitor would have to give up; nobody is told what somebody else has promised."""
        is_clash = isinstance(form.refusal, refusals.Clash)
        if not is_clash or self.person is None or not self.person.is_reached_by(form.contact):
            return []
        return promises_in_the_way(self.person, self.session)


def visit_of(request: HttpRequest, year: int, code: str) -> Visit:
    """Return who looks at the form of which session; nobody finds one that the public may not see."""
    session = recent.session(code)
    if session is None or session.edition.year != year:
        raise Http404
    return Visit(session, timezone.now(), visitor(request.session), kept_by(request.session, session))


@own_form
def register(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show the form of a session, and give a party its seats or its place in the queue when it is sent."""
    visit = visit_of(request, year, code)
    form = visit.form(request.POST or None)
    act = partial(register_typed, form, visit, by=acting(request.user))
    answer = answer_form(form, f"form:register:{code}", act, at=visit.at)
    if answer:
        forget(request.session, visit.session)
        return redirect("registration_detail", code=answer["code"])
    if form.refusal:
        visit = replace(visit, session=recent.session_now(code) or visit.session)
    return show(request, visit, form, refusal=form.refusal)


def register_typed(form: RegistrationForm, visit: Visit, *, by: By) -> Answer:
    """Register the party of a valid form, queue it or let it swap; return the code that opens its page."""
    party = party_typed(form, hold=visit.kept.code if visit.kept else "")
    given_up = given_up_by(form, visit)
    if given_up:
        row = actions.swap_registration(registration=given_up, session=visit.session, party=party, by=by, at=visit.at)
    else:
        act = actions.register_or_wait if form.waits else actions.register_within
        row = act(session=visit.session, party=party, by=by, at=visit.at)
    return {"code": row.code}


def given_up_by(form: RegistrationForm, visit: Visit) -> Registration | None:
    """Return the registration that a visitor who is signed in gives up for this one."""
    if not form.given_up or visit.person is None:
        return None
    mine = Registration.objects.active().filter(person=visit.person)
    return mine.for_page().filter(code=form.given_up).first()


def party_typed(form: RegistrationForm, *, hold: str) -> actions.Party:
    """Return the party of a valid form, and the code of the places kept for it."""
    typed = form.cleaned_data
    return actions.Party(
        contact=form.contact,
        size=typed["party_size"],
        hold=hold,
        youngest=typed.get("youngest"),
        oldest=typed.get("oldest"),
        answers=form.answers,
    )


def show(
    request: HttpRequest, visit: Visit, form: RegistrationForm, *, places: PlacesForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form, or what else there is to do about the session."""
    session, standing = visit.session, visit.standing
    context = {
        "edition": session.edition,
        "session": session,
        "visit": visit,
        "standing": standing,
        "form": form,
        "places": places or PlacesForm(session=session),
        "refusal": refusal,
        "is_clash": isinstance(refusal, refusals.Clash),
        "may_wait": session.has_list and (standing == Standing.WAITING or isinstance(refusal, refusals.SessionFull)),
        "takes": standing in TAKING,
        "in_the_way": visit.in_the_way(form),
        "own": visit.own,
        "others": Session.objects.instead_of(session, at=visit.at).for_programme(),
        "at": visit.at,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "activities/register.html", context, status=status)


@own_form
def keep_places(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Keep places for as many as come, and go on to the form; where none can be kept it is shown all the same."""
    visit = visit_of(request, year, code)
    places = PlacesForm(request.POST or None, session=visit.session)
    if request.method != "POST" or not places.is_valid():
        return (
            show(request, visit, visit.form(), places=places) if places.is_bound else redirect("register", year, code)
        )
    seats = places.cleaned_data["party_size"]
    wish = actions.Wish(seats, network_address(request.META), visit.kept.code if visit.kept else "")
    try:
        hold = actions.keep_places(session=visit.session, wish=wish, by=acting(request.user), at=visit.at)
    except Refusal as refusal:
        return show(request, visit, visit.form(), places=places, refusal=refusal)
    remember(request.session, visit.session, hold)
    return redirect("register", year, code)


@own_form
def release_places(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Let go of the places that are kept for a visitor, and go back to the activity."""
    visit = visit_of(request, year, code)
    if request.method == "POST" and visit.kept:
        actions.drop_hold(code=visit.kept.code, by=acting(request.user), at=visit.at)
        forget(request.session, visit.session)
    return redirect("activity_detail", year, visit.session.activity.slug)
