"""People, users, codes and consents."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Consent, Person, SignInCode, User

PASSWORD = "correct horse battery staple"


class PersonFactory(DjangoModelFactory):
    """A person known by e-mail."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"ใจดี มีสุข {n}")
    email = factory.Sequence(lambda n: f"person-{n}@example.org")


class UserFactory(DjangoModelFactory):
    """A user who signs in with PASSWORD; ``is_staff=True`` for staff, ``is_superuser=True`` for all rights."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user-{n}@example.org")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Make it as the project does, with a hashed password."""
        return model_class.objects.create_user(*args, **kwargs)


class SignInCodeFactory(DjangoModelFactory):
    """A code that was mailed just now; nobody knows which."""

    class Meta:
        model = SignInCode

    email = factory.Sequence(lambda n: f"visitor-{n}@example.org")
    digest = "0" * 64
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(minutes=10))


class ConsentFactory(DjangoModelFactory):
    """A consent to the text of a registration."""

    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    purpose = Consent.Purpose.REGISTRATION
    version = "2026-11"
    given_at = factory.LazyFunction(timezone.now)
