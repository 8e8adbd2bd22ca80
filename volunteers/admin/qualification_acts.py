"""An act on one qualification: it is noted of many people at once."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.contact import normal_email, normal_phone
from accounts.models import Person
from activities.admin.told import under
from goodsociety.common.admin import ActForm, Foreseen, OneAct, Order
from goodsociety.common.dates import local_day, show_day
from goodsociety.common.fields import DayField
from goodsociety.common.refusals import Refusal
from volunteers import actions
from volunteers.models import Qualification, SignUp

#: So many people are noted at once, and so many characters are read.
MOST, LONGEST = 500, 50_000


class NobodyFound(Refusal):
    """None of those who were named is known."""

    sentence = gettext_lazy("Nobody of this list is known here. Write e-mails, phone numbers or references.")


class HeldForm(forms.Form):
    """From when to when something that was learnt holds."""

    since_on = DayField(label=gettext_lazy("since"), widget=AdminDateWidget, initial=lambda: local_day(timezone.now()))
    until_on = DayField(label=gettext_lazy("valid until"), widget=AdminDateWidget, required=False)

    def clean(self) -> dict[str, Any]:
        """Compare the days."""
        cleaned = super().clean() or {}
        since_on, until_on = cleaned.get("since_on"), cleaned.get("until_on")
        if since_on and until_on and until_on < since_on:
            self.add_error("until_on", _("It cannot end before it begins."))
        return cleaned


class NotingForm(HeldForm, ActForm):
    """Of whom it is noted."""

    field_order = ("people",)
    people = forms.CharField(
        label=gettext_lazy("who"),
        max_length=LONGEST,
        widget=AdminTextareaWidget,
        help_text=gettext_lazy("E-mails, phone numbers or references of sign-ups, one on each line."),
    )

    def clean_people(self) -> list[str]:
        """Return the lines."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()))
        if len(lines) > MOST:
            raise forms.ValidationError(_("Name at most %s people at once.") % MOST)
        return lines


def people_named(lines: list[str]) -> tuple[list[Person], list[str]]:
    """Return the people of some e-mails, phones and references, and the lines that name nobody."""
    wanted = {line: normal(line) for line in lines}
    known = Person.objects.filter(Q(email__in=wanted.values()) | Q(phone__in=wanted.values()))
    by_contact = {contact: person for person in known for contact in (person.email, person.phone) if contact}
    signed = SignUp.objects.filter(reference__in=[line.upper() for line in lines]).select_related("person")
    by_reference = {row.reference: row.person for row in signed}
    found = {line: by_contact.get(contact) or by_reference.get(line.upper()) for line, contact in wanted.items()}
    people = {person.pk: person for person in found.values() if person}
    return list(people.values()), [line for line, person in found.items() if person is None]


def normal(typed: str) -> str:
    """Return an e-mail or a phone number in its normal form."""
    try:
        return normal_email(typed) if "@" in typed else normal_phone(typed)
    except ValueError:
        return typed


def foresee_noting(qualification: Qualification, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say of whom it would be noted, and who is not known. Refuses NobodyFound."""
    people, unknown = people_named(answers["people"])
    if not people:
        raise NobodyFound
    until_on = answers["until_on"]
    words = ngettext(
        "“%(name)s” is noted of %(count)s person.", "“%(name)s” is noted of %(count)s people.", len(people)
    )
    sentences = [
        words % {"name": qualification, "count": len(people)},
        _("It holds from %(day)s on.") % {"day": show_day(answers["since_on"])},
        *([_("It holds until %(day)s.") % {"day": show_day(until_on)}] if until_on else []),
    ]
    lists = under(_("These people:"), [f"{person.name} – {person.email or person.phone}" for person in people])
    lists |= under(_("Not known here, and left out:"), unknown)
    return Foreseen(f"{sorted(person.pk for person in people)}", sentences, lists=lists)


def note(qualification: Qualification, order: Order) -> str:
    """Note it of all of them."""
    people, _unknown = people_named(order.answers["people"])
    held = actions.Held(qualification, order.answers["since_on"], order.answers["until_on"])
    for person in people:
        actions.note_qualification(person=person, held=held, by=order.by, at=order.at)
    words = ngettext("Noted of %(count)s person.", "Noted of %(count)s people.", len(people))
    return words % {"count": len(people)}


QUALIFICATION_ACTS = (OneAct("note", gettext_lazy("Note it of many people"), NotingForm, foresee_noting, note),)
