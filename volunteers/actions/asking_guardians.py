"""Asking a guardian, by a link of their own, whether somebody under age may volunteer in an edition."""

import datetime as dt

from accounts.models import Person
from goodsociety.common.codes import new_secret
from goodsociety.common.outbox import Letter, queue_letter
from volunteers import refusals
from volunteers.actions.applying import Applicant, Guardian
from volunteers.models import GuardianConsent, Shift

Answer = GuardianConsent.Answer


def has_consent(person: Person, shift: Shift) -> bool:
    """Say whether a guardian has consented to a person's volunteering in the edition of a shift."""
    return GuardianConsent.objects.given().filter(person=person, edition=shift.edition).exists()


def ask_guardian(person: Person, shift: Shift, applicant: Applicant, *, at: dt.datetime) -> None:
    """Write to the guardian of a locked person who is under age, unless the one asked before is meant.

    Refuses GuardianNeeded where nobody is named, and GuardianIsVolunteer.
    """
    asked = GuardianConsent.objects.filter(person=person, edition=shift.edition, answer=Answer.PENDING).first()
    guardian = applicant.guardian
    if guardian is None:
        if asked is None:
            raise refusals.GuardianNeeded
        GuardianConsent.objects.filter(pk=asked.pk).update(expires_at=max(asked.expires_at, shift.starts_at))
        return
    refuse_oneself(person, guardian, applicant)
    if asked is None:
        asked = GuardianConsent(person=person, edition=shift.edition, expires_at=shift.starts_at)
    name_guardian(asked, guardian, applicant, at=at)
    asked.expires_at = max(asked.expires_at, shift.starts_at)
    asked.save()
    write_to_guardian(asked, applicant.contact.name, shift, at=at)


def refuse_oneself(person: Person, guardian: Guardian, applicant: Applicant) -> None:
    """Refuse a guardian who is reached where the volunteer is."""
    own = {person.email, applicant.contact.email} - {None, ""}
    phones = {person.phone, applicant.contact.phone} - {None, ""}
    if guardian.email in own or guardian.phone in phones:
        raise refusals.GuardianIsVolunteer


def name_guardian(asked: GuardianConsent, guardian: Guardian, applicant: Applicant, *, at: dt.datetime) -> None:
    """Note whom to ask; the link of somebody else who was asked before opens nothing any more."""
    if asked.email != guardian.email:
        asked.code = new_secret()
    asked.name, asked.email, asked.phone = guardian.name, guardian.email, guardian.phone
    asked.language, asked.asked_at = applicant.contact.language, at


def write_to_guardian(consent: GuardianConsent, volunteer: str, shift: Shift, *, at: dt.datetime) -> None:
    """Send the guardian the link, with the name of the volunteer and the shift it is about."""
    about: dict[str, object] = {"consent": consent, "volunteer": volunteer, "shift": shift}
    letter = Letter("guardian_asked", to=consent.email, language=consent.language, about=about)
    queue_letter(letter, key=f"guardian_asked:{consent.pk}:{at.isoformat()}", at=at)
