"""A visitor's own pages: what they hold and have an eye on, their details, and the name they go by."""

import datetime as dt
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.actions import rename_person
from accounts.forms import PersonNameForm
from accounts.middleware import own_page
from accounts.models import Person
from activities.actions.favourites import drop_favourites
from donations.models import Pledge
from goodsociety.common.audit import VISITOR
from goodsociety.common.forms import answer_form
from goodsociety.common.idempotency import Answer
from goodsociety.pages.cards import cards_of
from goodsociety.pages.news import news_of, note_seen, seen
from goodsociety.pages.served import served_of
from goodsociety.pages.timeline import timeline_of
from volunteers.models import Expertise
from zones.models import Edition


@own_page
def me(request: HttpRequest, person: Person) -> HttpResponse:
    """Show a visitor everything of theirs."""
    at = timezone.now()
    timeline = timeline_of(person, at=at)
    news = news_of(timeline.coming, seen_at=seen(request.session))
    note_seen(request.session, news)
    context = {
        "person": person,
        "timeline": timeline,
        "news": news,
        "cards": cards_of(person, timeline, at=at),
        "offers": [entry for entry in timeline.coming if entry.offered_until],
        "served": served_of(timeline),
        "pledges": Pledge.objects.filter(person=person).for_page().with_papers(),
        "expertise": Expertise.objects.filter(person=person).select_related("edition", "zone", "organization"),
        "consents": person.consents.all(),
        "edition": Edition.objects.leading(),
        "at": at,
    }
    return render(request, "pages/me.html", context)


@own_page
def my_name(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask how a visitor wants to be called, and note it."""
    at = timezone.now()
    form = PersonNameForm(request.POST or None, initial={"name": person.name})
    act = partial(rename_typed, person, form, at=at)
    if answer_form(form, f"form:my_name:{person.pk}", act, at=at):
        return redirect("me")
    return render(request, "pages/me_name.html", {"form": form, "person": person})


def rename_typed(person: Person, form: PersonNameForm, *, at: dt.datetime) -> Answer:
    """Give the visitor the name of a valid form."""
    rename_person(person=person, name=form.cleaned_data["name"], by=VISITOR, at=at)
    return {"renamed": True}


@own_page
def remove_favourite(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Take a session from a visitor's favourites; one that is none of them is let be."""
    if request.method == "POST":
        drop_favourites(person=person, codes=[code], by=VISITOR, at=timezone.now())
    return redirect("me")
