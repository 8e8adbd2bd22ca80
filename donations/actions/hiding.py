"""What visitors wrote for others to read can be taken off the donors' wall; the gift goes on counting."""

import datetime as dt

from django.db import transaction

from donations.models import Pledge
from goodsociety.common import audit
from zones.actions import content_changed


def hide_pledge(*, pledge: Pledge, is_hidden: bool, by: audit.By, at: dt.datetime) -> None:
    """Take name, honour and message of a gift off the donors' wall, or show them again; pages follow at once."""
    with transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(is_hidden=is_hidden)
        content_changed(pledge.campaign)
        audit.record("hide_pledge" if is_hidden else "show_pledge", pledge, by=by, at=at)
