"""What is kept of volunteers by name, and which of it goes once it was kept long enough.

Rows stay, with their hours and times, so that every count stays true; what names or describes somebody is blanked.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from activities.models import Commitment
from goodsociety.common.dates import local_day
from volunteers.models import (
    Certificate,
    CertificateSheet,
    Expertise,
    GuardianConsent,
    Qualified,
    Rules,
    SignUp,
    SignUpMember,
    Volunteer,
)
from zones.models import Edition

#: What stands where a law wants some word.
FORGOTTEN = "–"
CONTACT = {"name": "", "email": "", "phone": ""}


@dataclass(frozen=True)
class Trace:
    """A kind of rows that tell of volunteers: those of an edition that still do, and what they are blanked with."""

    name: str
    left: Callable[[Edition, dt.datetime], "QuerySet[Any]"]
    #: Rows that say nothing else are deleted.
    blank: dict[str, Any] | None
    has_email: bool = False


def past_retention(at: dt.datetime) -> "QuerySet[Edition]":
    """Return the editions whose volunteers' details were kept long enough at a moment."""
    over = Rules.objects.filter(edition=OuterRef("pk"), kept_until__lt=local_day(at))
    return Edition.objects.filter(Exists(over))


def kept(at: dt.datetime) -> "QuerySet[Edition]":
    """Return the editions whose volunteers' details are still kept."""
    return Edition.objects.exclude(pk__in=past_retention(at).values("pk"))


def sign_ups(edition: Edition, _at: dt.datetime) -> "QuerySet[SignUp]":
    """Sign-ups with somebody's contact or words."""
    words = {"note": "", "override_reason": ""}
    return SignUp.objects.filter(shift__duty__edition=edition).exclude(**CONTACT, **words)


def members(edition: Edition, _at: dt.datetime) -> "QuerySet[SignUpMember]":
    """Named members of groups."""
    return SignUpMember.objects.filter(sign_up__shift__duty__edition=edition).exclude(name="")


def guardians(edition: Edition, _at: dt.datetime) -> "QuerySet[GuardianConsent]":
    """Guardians' contacts."""
    return GuardianConsent.objects.filter(edition=edition).exclude(**CONTACT)


def expertise(edition: Edition, _at: dt.datetime) -> "QuerySet[Expertise]":
    """Offers of expertise with somebody's contact or words."""
    return Expertise.objects.filter(edition=edition).exclude(**CONTACT, company="", words="", answer="")


def certificates(edition: Edition, _at: dt.datetime) -> "QuerySet[Certificate]":
    """Certificates with names."""
    return Certificate.objects.filter(edition=edition).exclude(name="", members=[])


def files(edition: Edition, _at: dt.datetime) -> "QuerySet[CertificateSheet]":
    """Certificates as files."""
    return CertificateSheet.objects.filter(run__edition=edition, pdf__isnull=False)


def overrides(edition: Edition, _at: dt.datetime) -> "QuerySet[Commitment]":
    """Reasons why somebody was to be in two places at once."""
    theirs = SignUp.objects.filter(shift__duty__edition=edition).values("pk")
    found = Commitment.objects.filter(what=Commitment.What.SIGN_UP, what_key__in=theirs)
    return found.exclude(override_reason__in=["", FORGOTTEN])


def birth_dates(edition: Edition, at: dt.datetime) -> "QuerySet[Volunteer]":
    """Ages of people who volunteer nowhere else any more."""
    return of_the_past(Volunteer.objects.exclude(born_on=None, of_age_on=None), edition, at)


def qualifications(edition: Edition, at: dt.datetime) -> "QuerySet[Qualified]":
    """Skills and trainings of people who volunteer nowhere else any more."""
    return of_the_past(Qualified.objects.all(), edition, at)


def of_the_past(rows: "QuerySet[Any]", edition: Edition, at: dt.datetime) -> "QuerySet[Any]":
    """Keep rows of people who signed up in an edition, and in none whose details are still kept."""
    theirs = SignUp.objects.filter(person=OuterRef("person"))
    elsewhere = theirs.filter(shift__duty__edition__in=kept(at))
    return rows.filter(Exists(theirs.filter(shift__duty__edition=edition))).exclude(Exists(elsewhere))


TRACES = (
    Trace("sign_ups", sign_ups, {**CONTACT, "note": "", "override_reason": ""}, has_email=True),
    Trace("members", members, {"name": ""}),
    Trace("guardians", guardians, CONTACT, has_email=True),
    Trace("expertise", expertise, {**CONTACT, "company": "", "words": "", "answer": ""}, has_email=True),
    Trace("certificates", certificates, {"name": "", "members": []}),
    Trace("files", files, {"pdf": None}),
    Trace("overrides", overrides, {"override_reason": FORGOTTEN}),
    Trace("birth_dates", birth_dates, {"born_on": None, "of_age_on": None}),
    Trace("qualifications", qualifications, None),
)


def left_of(edition: Edition, *, at: dt.datetime) -> dict[str, int]:
    """Return how many rows of each kind still tell of an edition's volunteers, or would once its day has passed."""
    return {trace.name: trace.left(edition, at).count() for trace in TRACES}
