"""What can happen to people."""

import datetime as dt

from accounts.contact import Contact
from accounts.models import Consent, Person

#: The version of the consent sentences on the forms; a changed sentence gets a new one.
CONSENT_VERSION = "2026-11"


def lock_person(contact: Contact, *, at: dt.datetime) -> Person:
    """Return the person of a contact, made when new, locked until the transaction ends.

    A known person is left as they are: whoever types a contact neither sees nor changes what belongs to it. A phone
    that belongs to somebody else stays off a new person, whose e-mail is what identifies them.
    """
    known = Person.objects.reached_by(contact).select_for_update()
    for _attempt in range(2):
        person = known.first()
        if person is not None:
            return person
        # Nothing is written where the phone became somebody else's in this very moment: the second attempt sees that.
        Person.objects.bulk_create([new_person(contact, at=at)], ignore_conflicts=True)
    return known.get()


def new_person(contact: Contact, *, at: dt.datetime) -> Person:
    """Return an unsaved person for a contact nobody had yet."""
    is_phone_free = bool(contact.phone) and not Person.objects.filter(phone=contact.phone).exists()
    return Person(
        name=contact.name,
        email=contact.email or None,
        phone=contact.phone if is_phone_free or not contact.email else None,
        language=contact.language,
        created_at=at,
    )


def give_consent(person: Person, purpose: Consent.Purpose, *, at: dt.datetime) -> None:
    """Note a person's consent to the present text, once for each version."""
    row = Consent(person=person, purpose=purpose, version=CONSENT_VERSION, given_at=at)
    Consent.objects.bulk_create([row], ignore_conflicts=True)
