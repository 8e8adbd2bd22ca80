"""Thanks to volunteers after the expo, once to each person and edition."""

import datetime as dt
from copy import copy

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.links import link_for
from accounts.models import Person
from activities.templatetags.registering import minutes_in_words
from goodsociety.common import audit
from goodsociety.common.dates import local_day
from goodsociety.common.models import Outbox
from goodsociety.common.outbox import Letter, queue_letter
from volunteers.certificates import duties_in_words
from volunteers.served import Service, service_of
from zones.models import Edition

#: What stands for a secret code where the mail is shown to somebody else.
HIDDEN = "xxxxxxxx"


def thank(*, person: Person, edition: Edition, by: audit.By, at: dt.datetime) -> None:
    """Write to a volunteer what they did and where their certificate is; nothing to whom it was written before."""
    with transaction.atomic():
        service = service_of(person, edition)
        if not service.rows or Outbox.objects.filter(key=key_of(service)).exists():
            return
        queue_letter(thanks(service, at=at), key=key_of(service), at=at)
        audit.record("thank", person, by=by, at=at, edition=edition.pk)


def key_of(service: Service) -> str:
    """Return what lets the mail go once."""
    return f"thanks:{service.edition.pk}:{service.person.pk}"


def thanks(service: Service, *, at: dt.datetime) -> Letter:
    """Return the mail of thanks, in the language of the last sign-up."""
    last, edition, email = service.last, service.edition, service.person.email or ""
    my_page = link_for(service.person, email=email, last_day=max(edition.ends_on or local_day(at), local_day(at)))
    about = {"sign_up": last, "edition": edition, "name": service.name, "my_page": my_page}
    with translation.override(last.language):
        about |= {"hours": minutes_in_words(service.minutes), "duties": duties_in_words(service.duties)}
    return Letter("thanks", to=email, language=last.language, about=about)


def preview(service: Service, *, at: dt.datetime) -> list[str]:
    """Return the lines of a mail of thanks, the subject first, without the secret links that are its reader's alone."""
    letter, shown = thanks(service, at=at), copy(service.last)
    shown.code = HIDDEN
    about = {**letter.about, "sign_up": shown, "my_page": "", "site_url": settings.SITE_URL}
    with translation.override(letter.language):
        text = render_to_string(f"mail/{letter.template}.txt", about)
    return [line for line in text.strip().splitlines() if line.strip()]
