"""Who is written to about offered expertise: the giver, the contacts of an organization, and the coordinators."""

import datetime as dt

from django.conf import settings

from accounts.links import link_for
from accounts.models import User
from accounts.roles import Permission, roles_with
from goodsociety.common.dates import local_day
from goodsociety.common.outbox import Letter, queue_letter
from organizations.models import Appointment
from volunteers.actions.telling import coordinators_of
from volunteers.models import Expertise, Match


def tell_giver(template: str, expertise: Expertise, *, key: str, at: dt.datetime, **about: object) -> None:
    """Write to whoever offered something, in the language it was offered in."""
    last_day = expertise.edition.ends_on or local_day(at)
    my_page = link_for(expertise.person, email=expertise.email, last_day=last_day)
    things = {"expertise": expertise, "edition": expertise.edition, "my_page": my_page, **about}
    letter = Letter(template, to=expertise.email, language=expertise.language, about=things)
    queue_letter(letter, key=key, at=at)


def tell_organization(template: str, match: Match, expertise: Expertise, *, at: dt.datetime) -> int:
    """Write to the contacts of a match's organization; say how many they are."""
    contacts = contacts_of(match, expertise)
    things: dict[str, object] = {
        "expertise": expertise,
        "edition": expertise.edition,
        "match": match,
        "coordinators": coordinators_of(expertise.edition),
    }
    for user in contacts:
        language = user.person.language if user.person else settings.LANGUAGE_CODE
        letter = Letter(template, to=user.email, language=language, about=things)
        queue_letter(letter, key=f"{template}:{match.pk}:{user.pk}", at=at)
    return len(contacts)


def contacts_of(match: Match, expertise: Expertise) -> list[User]:
    """Return who speaks for a match's organization in the edition."""
    roles = roles_with(Permission.EDIT_ORGANIZATION)
    theirs = Appointment.objects.filter(organization=match.organization_id, edition=expertise.edition, role__in=roles)
    users = User.objects.filter(pk__in=theirs.values("user"), is_active=True)
    return list(users.select_related("person").order_by("pk"))


def tell_coordinators(expertise: Expertise, *, at: dt.datetime) -> None:
    """Tell the coordinators that something new was offered, where the edition has an address for them."""
    things: dict[str, object] = {"expertise": expertise, "edition": expertise.edition}
    letter = Letter("expertise_new", coordinators_of(expertise.edition), settings.LANGUAGE_CODE, things)
    queue_letter(letter, key=f"expertise_new:{expertise.pk}", at=at)
