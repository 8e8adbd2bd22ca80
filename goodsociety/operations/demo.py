"""The demo: everything a newcomer needs to look at the site on their own machine."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.utils import timezone

from goodsociety.operations.coming import is_one_coming, load_coming_edition
from goodsociety.operations.loading.reading import SHIPPED, read_edition
from goodsociety.operations.loading.writing import load_edition
from zones.models import Edition

STAFF_EMAIL = "staff@example.org"


@dataclass(frozen=True)
class SignIn:
    """A staff sign-in of the demo."""

    email: str
    password: str


def load_shipped_editions() -> list[int]:
    """Load the editions that come with the project and are not there yet, and a coming one; return the new years."""
    known = set(Edition.objects.values_list("year", flat=True))
    for path in sorted(SHIPPED.glob("*.yaml")):
        if int(path.stem) not in known:
            load_edition(read_edition(path), with_sample=True)
    if not is_one_coming(timezone.localdate()):
        load_coming_edition()
    return sorted(set(Edition.objects.values_list("year", flat=True)) - known)


def staff_sign_in(keep_in: Path) -> SignIn:
    """Return the demo's staff sign-in, made with a random password on first use and kept in a private file."""
    users = get_user_model().objects
    if keep_in.exists() and users.filter(email=STAFF_EMAIL).exists():
        return SignIn(**json.loads(keep_in.read_text()))
    sign_in = SignIn(STAFF_EMAIL, secrets.token_urlsafe(12))
    user, _is_new = users.get_or_create(email=STAFF_EMAIL, defaults={"is_staff": True, "is_superuser": True})
    user.set_password(sign_in.password)
    user.save(update_fields=["password"])
    keep_in.touch(mode=0o600)
    keep_in.write_text(json.dumps({"email": sign_in.email, "password": sign_in.password}))
    return sign_in
