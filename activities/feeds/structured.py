"""What search engines read of an activity: its sessions as events (schema.org, JSON-LD)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from activities.feeds.describing import address, is_cancelled, title
from activities.models import Activity, Language, Session
from organizations.models import Organization

#: The vocabulary's name; nothing is fetched from there.
VOCABULARY = "https://schema.org"
SPOKEN = {Language.THAI: ["th"], Language.ENGLISH: ["en"], Language.BOTH: ["th", "en"], Language.NONE: []}


def events(activity: Activity, picture: str) -> dict[str, Any]:
    """Return each session of an activity, fetched along as ``programme``, as an event with a picture's address."""
    programme: list[Session] = vars(activity)["programme"]
    hosts = list(activity.hosts.all())
    return {"@context": VOCABULARY, "@graph": [event(session, hosts, picture) for session in programme]}


def event(session: Session, hosts: Sequence[Organization], picture: str) -> dict[str, Any]:
    """Return one session, without what is not known of it."""
    activity = session.activity
    facts: dict[str, Any] = {
        "@type": "Event",
        "name": title(session),
        "description": activity.summary,
        "startDate": timezone.localtime(session.starts_at).isoformat(),
        "endDate": timezone.localtime(session.ends_at).isoformat(),
        "eventStatus": f"{VOCABULARY}/{'EventCancelled' if is_cancelled(session) else 'EventScheduled'}",
        "eventAttendanceMode": f"{VOCABULARY}/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": session.place.name, "address": activity.edition.venue},
        "organizer": [{"@type": "Organization", "name": host.name, "url": page_of(host, activity)} for host in hosts],
        "image": picture,
        "url": address(session),
        "inLanguage": SPOKEN[Language(activity.language)],
        "typicalAgeRange": ages(activity),
        "maximumAttendeeCapacity": session.capacity,
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def ages(activity: Activity) -> str:
    """Return from which to which age, as schema.org writes it: 7-12, 18-, nothing for all ages."""
    if activity.minimum_age is None and activity.maximum_age is None:
        return ""
    return f"{activity.minimum_age or 0}-{'' if activity.maximum_age is None else activity.maximum_age}"


def page_of(host: Organization, activity: Activity) -> str:
    """Return the address of a host's page."""
    return f"{settings.SITE_URL}{reverse('organization_detail', args=[activity.edition.year, host.slug])}"
