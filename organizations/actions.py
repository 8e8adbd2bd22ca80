"""What can happen to organizations."""

import datetime as dt

from django.db import transaction
from django.utils.text import slugify

from goodsociety.common import audit
from goodsociety.common.codes import new_reference
from organizations.models import Organization

LONGEST_SLUG = 40


def note_organization(*, name: str, sector: str, kind: str, by: audit.By, at: dt.datetime) -> Organization:
    """Return the organization of this name, or add it: without a part in any edition it stands on no public page."""
    with transaction.atomic():
        known = Organization.objects.called(name).order_by("pk").first()
        if known is not None:
            return known
        words = slugify(name)[:LONGEST_SLUG].strip("-") or "organization"
        slug = f"{words}-{new_reference().lower()}"
        added = Organization.objects.create(name_th=name, slug=slug, sector=sector, kind=kind)
        audit.record("note_organization", added, by=by, at=at, sector=sector, kind=kind)
    return added
