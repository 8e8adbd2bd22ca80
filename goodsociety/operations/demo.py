"""The demo: everything a newcomer needs to look at the site on their own machine."""

import datetime as dt
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from accounts.models import User
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


def load_missing_editions(*, at: dt.datetime) -> list[int]:
    """Load the editions that come with the project and are not there yet, and a coming one; return the new years."""
    known = set(Edition.objects.values_list("year", flat=True))
    for path in sorted(SHIPPED.glob("*.yaml")):
        if int(path.stem) not in known:
            load_edition(read_edition(path), at=at, with_sample=True)
    if not is_one_coming(at):
        load_coming_edition(at=at)
    return sorted(set(Edition.objects.values_list("year", flat=True)) - known)


def staff_sign_in(keep_in: Path) -> SignIn:
    """Return the demo's staff sign-in: the one kept in a private file while it opens the site, else a new one."""
    user = User.objects.filter(email=STAFF_EMAIL).first()
    kept = kept_sign_in(keep_in)
    if user and kept and user.check_password(kept.password):
        return kept
    sign_in = SignIn(STAFF_EMAIL, secrets.token_urlsafe(12))
    keep_in.touch(mode=0o600)
    keep_in.chmod(0o600)
    keep_in.write_text(json.dumps(asdict(sign_in)))
    user = user or User(email=STAFF_EMAIL, is_staff=True, is_superuser=True)
    user.set_password(sign_in.password)
    user.save()
    return sign_in


def kept_sign_in(path: Path) -> SignIn | None:
    """Return the sign-in that a file keeps; None where there is none in it."""
    try:
        return SignIn(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None
