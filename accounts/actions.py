"""What can happen to people."""

import datetime as dt
import hmac
from dataclasses import dataclass, replace
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from accounts import refusals
from accounts.contact import Contact
from accounts.links import person_of
from accounts.models import MOST_TRIES, Consent, Person, PersonQuerySet, SignInCode, User
from goodsociety.common import audit
from goodsociety.common.codes import new_digits
from goodsociety.common.inserting import insert_new
from goodsociety.common.limits import Limit
from goodsociety.common.models import Outbox
from goodsociety.common.outbox import Letter, queue_letter
from goodsociety.common.tidying import NOBODY

#: The version of the consent sentences on the forms; a changed sentence gets a new one.
CONSENT_VERSION = "2026-11"


def lock_person(contact: Contact, *, at: dt.datetime) -> Person:
    """Return the person of a contact, made when new, locked until the transaction ends.

    A known person is left as they are: whoever types a contact neither sees nor changes what belongs to it. A phone
    that belongs to somebody else stays off a new person, whose e-mail is what identifies them.
    """
    # A crowd is made of new people: they are inserted without looking first, which one statement does.
    for phone in (contact.phone, "" if contact.email else contact.phone):
        person = new_person(replace(contact, phone=phone), at=at)
        if insert_new(person):
            return person
        known = known_person(contact).first()
        if known is not None:
            return known
    return known_person(contact).get()


def known_person(contact: Contact) -> QuerySet[Person]:
    """Ask for the person of a contact, and lock them."""
    return Person.objects.reached_by(contact).select_for_update()


def new_person(contact: Contact, *, at: dt.datetime) -> Person:
    """Return an unsaved person for a contact."""
    return Person(
        name=contact.name,
        email=contact.email or None,
        phone=contact.phone or None,
        language=contact.language,
        created_at=at,
    )


def give_consent(person: Person, purpose: Consent.Purpose, *, at: dt.datetime) -> None:
    """Note a person's consent to the present text, once for each version."""
    insert_new(Consent(person=person, purpose=purpose, version=CONSENT_VERSION, given_at=at))


# Signing in by a code sent by e-mail

CODE_LIFE = dt.timedelta(minutes=10)
CODE_LETTER = "sign_in:"
HOUR = dt.timedelta(hours=1)
CODES_PER_EMAIL = Limit("codes-to-an-address", 5, HOUR)
#: One wrong code for so many asked for from one network: a crowd mistypes less, and who guesses gets nowhere.
CODES_FOR_A_WRONG_ONE = 5


@dataclass(frozen=True)
class Asked:
    """Who wants to be let in: by which e-mail, in which browser (its ticket), from which network, in which language."""

    email: str
    ticket: str
    network: str
    language: str = "th"

    def digest(self, code: str) -> str:
        """Return what is kept of a code: nobody can tell it from this, and in another browser it is another."""
        return salted_hmac("sign in", f"{self.ticket}:{self.email}:{code}", algorithm="sha256").hexdigest()


def codes_from_a_network() -> Limit:
    """Return how many codes may be asked for from one network: a whole mall may be behind one address."""
    return Limit("codes-from-a-network", settings.SIGN_IN_CODES_PER_ADDRESS, HOUR)


def wrong_codes_from_a_network() -> Limit:
    """Return how many wrong codes may be tried from one network, for all addresses together."""
    most = settings.SIGN_IN_CODES_PER_ADDRESS // CODES_FOR_A_WRONG_ONE
    return Limit("wrong-codes-from-a-network", max(most, MOST_TRIES), HOUR)


def send_code(*, asked: Asked, by: audit.By, at: dt.datetime) -> None:  # noqa: ARG001 (who asks is not known yet)
    """Mail a code to an address, known or not; the one sent before is worth nothing from now on.

    Refuses TooManyFromNetwork and TooManyCodes. Nothing is looked up about the address, so that nothing can be learned.
    """
    if not codes_from_a_network().note(asked.network, at=at):
        raise refusals.TooManyFromNetwork
    if not CODES_PER_EMAIL.note(asked.email, at=at):
        raise refusals.TooManyCodes
    code = new_digits()
    row = SignInCode(email=asked.email, digest=asked.digest(code), expires_at=at + CODE_LIFE)
    with transaction.atomic():
        SignInCode.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["email"], update_fields=["digest", "tries", "expires_at"]
        )
        about: dict[str, object] = {"code": code, "expires_at": row.expires_at}
        letter = Letter(template="sign_in_code", to=asked.email, language=asked.language, about=about)
        queue_letter(letter, key=f"{CODE_LETTER}{uuid4()}", at=at)


def count_try(*, asked: Asked, at: dt.datetime) -> bool:
    """Count a try of the code of an address before it is looked at; say whether there is one that may be tried.

    It stands by itself, since what is refused afterwards is undone as a whole and the try must not be.
    """
    return SignInCode.objects.live_at(at).filter(email=asked.email).update(tries=F("tries") + 1) == 1


def sign_in(*, asked: Asked, code: str, by: audit.By, at: dt.datetime) -> Person:
    """Return the person whose address a counted try has proved; they are made, and given a user, where they have none.

    Refuses TooManyFromNetwork, CodeWrong, CodeSpent and SignInClosed. A code lets in once.
    """
    if wrong_codes_from_a_network().is_spent(asked.network, at=at):
        raise refusals.TooManyFromNetwork
    row = SignInCode.objects.filter(email=asked.email, expires_at__gt=at).first()
    if row is None:
        raise refusals.CodeSpent
    if not hmac.compare_digest(row.digest, asked.digest(code)):
        wrong_codes_from_a_network().note(asked.network, at=at)
        raise refusals.CodeWrong(left=MOST_TRIES - row.tries) if row.tries < MOST_TRIES else refusals.CodeSpent
    with transaction.atomic():
        if not SignInCode.objects.filter(pk=row.pk, digest=row.digest).delete()[0]:
            raise refusals.CodeSpent
        person = lock_person(Contact("", asked.email, language=asked.language), at=at)
        if User.objects.filter(person=person, is_active=False).exists():
            raise refusals.SignInClosed
        Person.objects.filter(pk=person.pk, email_verified_at=None).update(email_verified_at=at)
        give_user(person, asked.email, at=at)
        audit.record("sign_in", person, by=by, at=at)
    return person


def give_user(person: Person, email: str, *, at: dt.datetime) -> None:
    """Link a locked person to the user of their proved e-mail, who is made without a password where there is none.

    A user who belongs to somebody else stays theirs.
    """
    if not User.objects.filter(person=person).update(last_login=at):
        insert_new(User(email=email, password=make_password(None), date_joined=at))
        User.objects.filter(email=email, person=None).update(person=person, last_login=at)


def sign_in_by_link(*, token: str, network: str, by: audit.By, at: dt.datetime) -> Person:
    """Return the person whose secret link was opened, who has thereby proved their address.

    Refuses LinkOver, TooManyFromNetwork after many links that are none, and SignInClosed.
    """
    if wrong_codes_from_a_network().is_spent(network, at=at):
        raise refusals.TooManyFromNetwork
    person = person_of(token, at=at)
    if person is None:
        wrong_codes_from_a_network().note(network, at=at)
        raise refusals.LinkOver
    if User.objects.filter(person=person, is_active=False).exists():
        raise refusals.SignInClosed
    with transaction.atomic():
        Person.objects.filter(pk=person.pk, email_verified_at=None).update(email_verified_at=at)
        audit.record("sign_in_by_link", person, by=by, at=at)
    return person


def sign_out_everywhere(*, person: Person, by: audit.By, at: dt.datetime) -> None:
    """End every session that a person was signed in to by a code."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(signed_out_at=at)
        audit.record("sign_out_everywhere", person, by=by, at=at)


def note_sign_out(*, person: Person, by: audit.By, at: dt.datetime) -> None:
    """Note that somebody signed out."""
    audit.record("sign_out", person, by=by, at=at)


def rename_person(*, person: Person, name: str, by: audit.By, at: dt.datetime) -> None:
    """Give a person the name they want to be called; what they left here before keeps the name typed there."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(name=name)
        audit.record("rename", person, by=by, at=at)


#: People who are erased in one step.
ERASED_AT_ONCE = 100


def erase_people(*, people: PersonQuerySet, by: audit.By, at: dt.datetime) -> list[int]:
    """Make the first of some people anonymous, unless something came to need them this moment; return their numbers.

    Their rows stay, so that what is counted of them stays true.
    """
    with transaction.atomic():
        first = list(people.order_by("pk").values_list("pk", flat=True)[:ERASED_AT_ONCE])
        list(Person.objects.filter(pk__in=first).order_by("pk").select_for_update())
        keys = list(people.filter(pk__in=first).order_by("pk").values_list("pk", flat=True))
        rows = Person.objects.filter(pk__in=keys)
        rows.update(name="", email=None, phone=None, email_verified_at=None, erased_at=at)
        for person in rows.order_by("pk"):
            audit.record("erase_person", person, by=by, at=at)
    return keys


def forget_codes(*, at: dt.datetime) -> None:
    """Delete codes whose time is over, and blank the mails that carried them; those that did not go never will."""
    SignInCode.objects.expired_at(at).delete()
    letters = Outbox.objects.filter(key__startswith=CODE_LETTER, created_at__lte=at - CODE_LIFE).exclude(body="")
    letters.filter(state=Outbox.State.QUEUED).update(state=Outbox.State.FAILED, last_error="too late")
    letters.update(body="", recipient=NOBODY)
