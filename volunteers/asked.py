"""What a guardian is asked, as it stands at a moment, for the page that their link opens."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from volunteers.models import GuardianConsent, Rules, SignUp
from volunteers.models.rules import rules_of

Answer = GuardianConsent.Answer


class Stand(models.TextChoices):
    """What a guardian can do by a link."""

    OPEN = "open", _("to be answered")
    OWN = "own", _("opened by the volunteer")
    GIVEN = "given", _("agreed")
    REFUSED = "refused", _("not agreed")
    OVER = "over", _("too late")
    GONE = "gone", _("taken back")


@dataclass(frozen=True)
class Asked:
    """A guardian's link, what the volunteer asks for, and what can be done about it."""

    consent: GuardianConsent
    stand: Stand
    sign_ups: list[SignUp]
    rules: Rules

    @property
    def volunteer(self) -> str:
        """The volunteer's name, as they typed it last."""
        return self.sign_ups[0].name if self.sign_ups else self.consent.person.name


def asked(consent: GuardianConsent, *, reader: Person | None, at: dt.datetime) -> Asked:
    """Return what a guardian is asked, and whether whoever reads it can answer."""
    rows = SignUp.objects.active().filter(person=consent.person_id, shift__duty__edition=consent.edition_id)
    sign_ups = list(rows.filter(shift__ends_at__gt=at).for_page().order_by("shift__starts_at", "pk"))
    return Asked(consent, stand_of(consent, sign_ups, reader=reader, at=at), sign_ups, rules_of(consent.edition))


def stand_of(consent: GuardianConsent, sign_ups: list[SignUp], *, reader: Person | None, at: dt.datetime) -> Stand:
    """Return what can be done by a link at a moment: answered once, not by the volunteer, nor too late."""
    if consent.answer != Answer.PENDING:
        return Stand.GIVEN if consent.answer == Answer.GIVEN else Stand.REFUSED
    if consent.expires_at <= at:
        return Stand.OVER
    if not sign_ups:
        return Stand.GONE
    return Stand.OWN if reader is not None and reader.pk == consent.person_id else Stand.OPEN
