"""What volunteers have promised, as it is named to themselves."""

from collections.abc import Iterable

from django.urls import reverse

from activities.models import Commitment
from activities.promises import TELLERS, Promise
from volunteers.models import SignUp


def told_sign_ups(keys: Iterable[int]) -> Iterable[Promise]:
    """Yield the promises that sign-ups with these numbers are."""
    for row in SignUp.objects.filter(pk__in=keys).for_page():
        page = reverse("sign_up_detail", args=[row.code])
        yield Promise(row.shift.duty.name, row.shift.starts_at, row.shift.ends_at, page)


TELLERS[Commitment.What.SIGN_UP] = told_sign_ups
