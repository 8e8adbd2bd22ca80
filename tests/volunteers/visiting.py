"""What tests of volunteers' pages share: addresses, forms filled in, and somebody's own browser."""

import datetime as dt

from django.urls import reverse

from accounts.visitors import remember
from tests.pages import typed

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MAIL = "jaidee@example.org"


def form_of(shift, name="sign_up"):
    """Return the address of a shift's form, in the active language."""
    return reverse(name, args=[shift.edition.year, shift.code])


def page_of(row, name="sign_up_detail"):
    """Return the address of a page of a sign-up, or of something else with a secret code."""
    return reverse(name, args=[row.code])


def of_age(**answers):
    """Return the form of somebody who is of age, filled in."""
    return typed(**{"is_of_age": "on", **answers})


def minor(born_on="1/5/2553", **answers):
    """Return the form of somebody of sixteen with a guardian, filled in."""
    guardian = {"guardian_name": "แม่ของใจดี", "guardian_email": "mother@example.org"}
    return typed(**{"born_on": born_on, **guardian, **answers})


def sign_in(client, person, *, at):
    """Let a browser be a person's own."""
    session = client.session
    remember(session, person.pk, at=at)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def born(age, day):
    """Return the birthday of whoever becomes so old on a day."""
    return day.replace(year=day.year - age)
