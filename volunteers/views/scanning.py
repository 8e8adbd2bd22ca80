"""Checking volunteers in by what they show: a pass, the page of their sign-up, or a reference."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from goodsociety.common.refusals import Refusal
from volunteers import actions
from volunteers.day_refusals import AlreadyHere, AlreadyLeft
from volunteers.desk import expected_as, whose
from volunteers.forms.day import ScanForm
from volunteers.models import Shift, SignUp
from volunteers.reach import Reach
from volunteers.views.coordinating import checks_in
from volunteers.views.day import user_of

#: What says only that it was done before.
DONE_BEFORE = (AlreadyHere, AlreadyLeft)


@dataclass(frozen=True)
class Said:
    """What came of a scan."""

    way: str
    sign_up: SignUp | None = None
    refusal: Refusal | None = None

    @property
    def tone(self) -> str:
        """How it is told from afar."""
        if self.refusal is None:
            return "good"
        return "warn" if isinstance(self.refusal, DONE_BEFORE) else "bad"


# The reader of QR codes for browsers that have none makes its worker by itself.
@csp_update({"worker-src": ["blob:"]})
@checks_in
def volunteer_day_scan(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Let somebody scan or type codes, at the door of one shift or of all that are theirs, and say what came of it."""
    at = timezone.now()
    door = reach.shifts().filter(code=request.GET.get("shift", "")).first()
    form = ScanForm(request.POST or None)
    said = scanned(form, reach, door, by=user_of(request), at=at) if form.is_valid() else None
    context = {
        "edition": reach.edition,
        "reach": reach,
        "door": door,
        "form": ScanForm(initial={"way": said.way}) if said else form,
        "said": said,
        "at": at,
    }
    return render(request, "volunteers/day/scan.html", context)


def scanned(form: ScanForm, reach: Reach, door: Shift | None, *, by: User, at: dt.datetime) -> Said:
    """Check somebody in or out by what a valid form holds, and return what came of it."""
    text, way = form.cleaned_data["text"], form.cleaned_data["way"]
    said = partial(Said, way)
    row = None
    try:
        row = expected_as(whose(text, reach.edition), reach.shifts(), at=at, door=door)
        act = actions.leave if way == ScanForm.LEAVING else actions.arrive
        act(sign_up=row, by=by, at=at)
    except Refusal as refusal:
        return said(row, refusal)
    return said(row)
