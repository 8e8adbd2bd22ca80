"""What can happen to an edition."""

from django.db import models
from django.db.models import F, Q

from zones.models import Edition


def content_changed(*things: models.Model) -> None:
    """Note that pages show these rows differently from now on: every page kept so far is old.

    Belongs into the transaction of the change itself. Moves the version of each row's edition, and of all editions
    for a row that belongs to none, such as an organization.
    """
    keys = [edition_key(thing) for thing in things]
    concerned = Q() if None in keys else Q(pk__in=keys)
    Edition.objects.filter(concerned).update(content_version=F("content_version") + 1)


def edition_key(thing: models.Model) -> int | None:
    """Return the number of a row's edition; None where it belongs to none."""
    edition = thing if isinstance(thing, Edition) else getattr(thing, "edition", None)
    return edition.pk if edition else None
