"""A visitor's own plan: kept in the browser, shown by the site, shared by its address, merged after signing in."""

from collections import defaultdict
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Person
from accounts.visitors import visitor
from activities.actions.favourites import drop_favourites, keep_favourites
from activities.models import Favourite, Session
from activities.planning import MOST, Asked, plan_of, snapshot
from activities.views.feeds import calendar_answer
from goodsociety.common.audit import VISITOR
from goodsociety.common.caching import public_page
from goodsociety.common.middleware import secret_page
from zones.models import Edition

#: Codes in one message of a browser, which may hold plans of several editions.
MOST_SENT = 3 * MOST


@public_page(seconds=10)
def favourites(request: HttpRequest, year: int) -> HttpResponse:
    """Show the page that a script fills with the plan of this browser, or the plan that the address holds."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    asked = Asked.of(request.GET.getlist("s"))
    is_shared = "s" in request.GET
    sessions = asked.among(Session.objects.public().of(edition)) if is_shared else ()
    context = {"edition": edition, "plan": plan_of(asked, sessions), "is_shared": is_shared, "at": at}
    return render(request, "activities/favourites.html", context)


@public_page(seconds=10)
def favourites_rows(request: HttpRequest, year: int) -> HttpResponse:
    """Give the rows of the plan that the address holds, for the page to show."""
    at = timezone.now()
    edition = get_object_or_404(Edition.objects.public(), year=year)
    asked = Asked.of(request.GET.getlist("s"))
    plan = plan_of(asked, asked.among(Session.objects.public().of(edition)))
    return render(request, "activities/_plan.html", {"edition": edition, "plan": plan, "at": at})


def favourites_ics(request: HttpRequest, year: int) -> HttpResponse:
    """Give the plan that the address holds as a calendar."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    sessions = Asked.of(request.GET.getlist("s")).among(Session.objects.public().of(edition))
    if not sessions.exists():
        raise Http404
    name = _("My plan – %(edition)s") % {"edition": edition.name}
    return calendar_answer(sessions, name=name, file=f"my-plan-{edition.year}")


@secret_page
@require_POST
def merge_favourites(request: HttpRequest) -> HttpResponse:
    """Take over what a browser kept and dropped since its last visit; give back the plan of who is signed in."""
    at = timezone.now()
    person = visitor(request.session)
    if person is None:
        return JsonResponse({"detail": _("Sign in first: a plan is kept for a person.")}, status=HTTPStatus.FORBIDDEN)
    kept, dropped = (Asked.of(request.POST.getlist(name), most=MOST_SENT).codes for name in ("s", "drop"))
    sessions = Session.objects.public().filter(code__in=kept)
    changes = drop_favourites(person=person, codes=dropped, by=VISITOR, at=at)
    changes += keep_favourites(person=person, sessions=sessions, by=VISITOR, at=at)
    return JsonResponse({"plans": plans_of(person), "changed": bool(changes)})


def plans_of(person: Person) -> dict[int, dict[str, list[str]]]:
    """Return a person's plan of each edition, as browsers keep it: what of each code, and its activity's page."""
    plans: dict[int, dict[str, list[str]]] = defaultdict(dict)
    rows = Session.objects.public().filter(pk__in=Favourite.objects.filter(person=person).values("session"))
    for session in rows.for_programme():
        plans[session.edition.year][session.code] = snapshot(session)
    return plans
