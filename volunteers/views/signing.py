"""The page to sign up for a shift, or to wait for a place in it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.models import Person
from accounts.visitors import known_of, visitor
from activities.models import Registration, Standing
from goodsociety.common.audit import By, acting
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.common.refusals import Refusal
from volunteers import actions, refusals
from volunteers.actions.swapping import sign_up_instead
from volunteers.finding.needs import needs_of
from volunteers.foreseeing import Hurdle, hurdle_before, hurdle_of, not_yet
from volunteers.forms import SignUpForm
from volunteers.models import Qualification, Rules, Shift, SignUp, Volunteer
from volunteers.models.rules import rules_of

MOST_OTHERS = 8
#: What one can do about a shift that takes a new sign-up.
TAKING = (Standing.OPEN, Standing.ASK, Standing.WAITING)

own_form = cache_control(private=True, no_store=True)


@dataclass(frozen=True)
class Visit:
    """Who looks at the form of which shift, and when."""

    shift: Shift
    at: dt.datetime
    person: Person | None

    @cached_property
    def rules(self) -> Rules:
        """The rules of the edition."""
        return rules_of(self.shift.edition)

    @property
    def needs(self) -> list[str]:
        """What the shift asks of volunteers, a few words each."""
        return needs_of(self.shift.duty, minimum_age=self.rules.minimum_age)

    @property
    def needs_training(self) -> bool:
        """Whether the shift asks for something that only coordinators can note."""
        return any(need.kind == Qualification.Kind.TRAINING for need in self.shift.duty.needs.all())

    @property
    def standing(self) -> Standing:
        """What the visitor can do about the shift."""
        return self.shift.standing(self.at)

    @cached_property
    def not_yet(self) -> Refusal | None:
        """Why the shift takes nobody yet, though it will."""
        return not_yet(self.shift, at=self.at)

    @property
    def takes(self) -> bool:
        """Whether the shift takes a new sign-up, or somebody more on its waiting list."""
        return self.standing in TAKING and self.not_yet is None

    @cached_property
    def own(self) -> SignUp | None:
        """What somebody who is signed in has in the shift already."""
        if self.person is None:
            return None
        return SignUp.objects.active().filter(person=self.person, shift=self.shift).first()

    def form(self, typed: Any = None) -> SignUpForm:
        """Return the form, with what is known of the visitor."""
        return SignUpForm(typed, shift=self.shift, rules=self.rules, at=self.at, initial=self.known)

    @property
    def known(self) -> dict[str, object]:
        """What the form may already hold of a visitor who is signed in: also how old they said they are."""
        known: dict[str, object] = {**known_of(self.person)}
        said = Volunteer.objects.filter(person=self.person).first() if self.person else None
        if said:
            known["is_of_age"] = said.of_age_on is not None
            known["born_on"] = said.born_on.strftime("%d/%m/%Y") if said.born_on else None
        return known

    def hurdle(self, form: SignUpForm, *, takes: bool) -> Hurdle | None:
        """Return why it is not possible, with what is in the way: nobody is told what somebody else has promised."""
        if self.person is None or self.own:
            return None
        if not form.is_bound:
            return hurdle_before(self.person, self.shift) if takes else None
        if form.refusal is None or not self.person.is_reached_by(form.contact):
            return None
        return hurdle_of(self.person, self.shift, form.refusal)

    def may_sign_in(self, refusal: Refusal | None) -> bool:
        """Say whether somebody would see what is in the way, were they signed in."""
        return self.person is None and refusal is not None and Hurdle(refusal).is_of_others


def visit_of(request: HttpRequest, year: int, code: str) -> Visit:
    """Return who looks at the form of which shift; nobody finds one that the public may not see."""
    shifts = Shift.objects.public().for_page().prefetch_related("duty__needs")
    shift = get_object_or_404(shifts, duty__edition__year=year, code=code)
    return Visit(shift, timezone.now(), visitor(request.session))


@own_form
def sign_up(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Show the form of a shift, and give a volunteer a place in it or in its queue when it is sent."""
    visit = visit_of(request, year, code)
    form = visit.form(request.POST or None)
    act = partial(sign_up_typed, form, visit, by=acting(request.user))
    answer = answer_form(form, f"form:sign_up:{code}", act, at=visit.at)
    if answer:
        return redirect("sign_up_detail", code=answer["code"])
    if form.refusal:
        visit = visit_of(request, year, code)
    return show(request, visit, form)


def sign_up_typed(form: SignUpForm, visit: Visit, *, by: By) -> Answer:
    """Sign up the volunteer of a valid form, queue them or let them swap; return the code that opens the page."""
    applicant, shift, at = form.applicant, visit.shift, visit.at
    given_up = given_up_by(form.given_up, visit.person)
    if given_up:
        row = sign_up_instead(registration=given_up, shift=shift, applicant=applicant, by=by, at=at)
    else:
        act = actions.join_shift_list if form.waits else actions.sign_up_volunteer
        row = act(shift=shift, applicant=applicant, by=by, at=at)
    return {"code": row.code}


def given_up_by(code: str, person: Person | None) -> Registration | None:
    """Return the registration that a visitor who is signed in gives up for a shift."""
    if not code or person is None:
        return None
    return Registration.objects.active().filter(person=person, code=code).for_page().first()


def show(request: HttpRequest, visit: Visit, form: SignUpForm) -> HttpResponse:
    """Show the form, or what else there is to do about the shift."""
    shift, refusal = visit.shift, form.refusal
    context = {
        "edition": shift.edition,
        "shift": shift,
        "visit": visit,
        "standing": visit.standing,
        "form": form,
        "refusal": refusal,
        "hurdle": visit.hurdle(form, takes=visit.takes),
        "may_sign_in": visit.may_sign_in(refusal),
        "may_wait": shift.has_waiting_list and (visit.standing == Standing.WAITING or is_full(refusal)),
        "others": Shift.objects.instead_of(shift, at=visit.at).for_page()[:MOST_OTHERS],
        "at": visit.at,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "volunteers/sign_up.html", context, status=status)


def is_full(refusal: Refusal | None) -> bool:
    """Say whether a rule said no since no place is left."""
    return isinstance(refusal, refusals.ShiftFull)
