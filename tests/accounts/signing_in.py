"""What tests of signing in share: the form filled in, the code that was mailed, somebody let in."""

import re
from uuid import uuid4

from django.urls import reverse

from goodsociety.common.models import Outbox

MAIL = "somchai@example.org"


def ask(client, email=MAIL, **also):
    """Ask for a code by the form; return the answer."""
    return client.post(reverse("sign_in"), {"key": str(uuid4()), "email": email, **also})


def mailed(email=MAIL):
    """Return the newest code that was mailed to an address."""
    newest = Outbox.objects.filter(recipient=email).order_by("-pk").first()
    return re.search(r"\b\d{6}\b", newest.body)[0]


def give(client, code, **also):
    """Type a code into the form; return the answer."""
    return client.post(reverse("sign_in_code"), {"key": str(uuid4()), "code": code, **also})


def let_in(client, email=MAIL):
    """Sign a client in by a code; return the answer that let it in."""
    ask(client, email)
    answer = give(client, mailed(email))
    assert answer.status_code == 302, answer.content.decode()
    return answer


def wrong_one(code):
    """Return another code."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def is_in(client):
    """Say whether a client sees its own page."""
    return client.get(reverse("me")).status_code == 200
