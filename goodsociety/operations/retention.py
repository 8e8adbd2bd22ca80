"""Volunteers' details are kept until a day; then they go, and with them people whom nothing else here needs."""

import datetime as dt

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q

from accounts.actions import erase_people
from accounts.models import Person, PersonQuerySet, User
from activities.models import Pass, Registration
from donations.models import Pledge
from goodsociety.common import audit
from volunteers.actions.forgetting import forget_volunteers
from volunteers.models import Expertise, SignUp
from volunteers.retention import kept, left_of, past_retention
from zones.models import Edition

#: How the people themselves are named among what is counted.
PEOPLE = "people"


def people_to_erase(edition: Edition, *, at: dt.datetime) -> PersonQuerySet:
    """Return who was known because they volunteered in an edition, and is needed for nothing that is still kept.

    Needed are those who sign in, and who registered, pledged, volunteer, offer something or hold a pass in an edition
    whose own day has not passed.
    """
    still = kept(at).values("pk")
    here = has(SignUp, shift__duty__edition=edition) | has(Expertise, edition=edition)
    needed = (
        has(User)
        | has(SignUp, shift__duty__edition__in=still)
        | has(Expertise, edition__in=still)
        | has(Registration, session__activity__edition__in=still)
        | has(Pledge, campaign__edition__in=still)
        | has(Pass, edition__in=still)
    )
    return Person.objects.filter(here, erased_at=None).exclude(needed)


def has(model: type[Model], **narrowed: object) -> Q:
    """Return the condition that a person has such a row."""
    return Q(Exists(model._default_manager.filter(person=OuterRef("pk"), **narrowed)))


def to_forget(edition: Edition, *, at: dt.datetime) -> dict[str, int]:
    """Return how many rows of each kind, and how many people, are to be forgotten of an edition."""
    return {**left_of(edition, at=at), PEOPLE: people_to_erase(edition, at=at).count()}


def forget_edition(*, edition: Edition, by: audit.By, at: dt.datetime) -> dict[str, int]:
    """Forget an edition's volunteers, and erase the people whom nothing else needs; say how many. Refuses StillKept."""
    done = forget_volunteers(edition=edition, by=by, at=at)
    erased = 0
    while people := erase_people(people=people_to_erase(edition, at=at), by=by, at=at):
        forget_logged_names(people)
        erased += len(people)
    return {**done, PEOPLE: erased}


def forget_logged_names(people: list[int]) -> None:
    """Blank the names of people in the workspace's own log of changes."""
    kind = ContentType.objects.get_for_model(Person)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in people]).update(object_repr="")


def forget_due(*, by: audit.By, at: dt.datetime) -> int:
    """Forget the volunteers of every edition whose day has passed; say how many rows and people it was."""
    return sum(sum(forget_edition(edition=edition, by=by, at=at).values()) for edition in past_retention(at))
