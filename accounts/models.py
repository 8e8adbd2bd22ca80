"""The person, the user who signs in, and what a person consented to."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.contact import Contact, normal_email
from goodsociety.common.codes import new_reference, new_secret
from goodsociety.common.laws import one_of

#: How often a code may be tried before it is worth nothing.
MOST_TRIES = 5


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about people."""

    def reached_by(self, contact: Contact) -> Self:
        """Keep the person with this normalised e-mail, or without one the person with this phone."""
        return self.filter(email=contact.email) if contact.email else self.filter(phone=contact.phone)


class Person(models.Model):
    """One human, known by a normalised e-mail or phone; everything a person does here points to this row."""

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), max_length=254, null=True, blank=True, unique=True)
    phone = models.CharField(_("phone"), max_length=16, null=True, blank=True, unique=True)
    language = models.CharField(_("language"), max_length=5, default="th")
    email_verified_at = models.DateTimeField(_("e-mail verified"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    signed_out_at = models.DateTimeField(_("signed out everywhere"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("first seen"), default=timezone.now)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                name="person_can_be_reached",
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(erased_at__isnull=False),
                violation_error_message=_("Write an e-mail or a phone number, so that the person can be reached."),
            ),
            models.CheckConstraint(name="person_email_normal", condition=Q(email=Lower("email")) | Q(email=None)),
            models.CheckConstraint(name="person_phone_normal", condition=Q(phone__startswith="+") | Q(phone=None)),
        ]

    def __str__(self) -> str:
        """Return the name; of somebody who signed in and has not told it yet, the e-mail; of somebody erased, that."""
        return self.name or self.email or (str(_("erased")) if self.erased_at else "")

    def is_reached_by(self, contact: Contact) -> bool:
        """Say whether a contact is this person's."""
        return contact.email == self.email if contact.email else contact.phone == self.phone


class UserManager(BaseUserManager["User"]):
    """Makes users, who sign in by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password they cannot sign in by one."""
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by the e-mail as typed at the sign-in."""
        return self.get(email=normal_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail: staff, and visitors who want to."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May open the organisers' workspace."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Untick instead of deleting."))
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("email",)
        constraints = [models.CheckConstraint(name="user_email_normal", condition=Q(email=Lower(F("email"))))]

    def __str__(self) -> str:
        """Return the e-mail."""
        return self.email


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    """Questions about codes that were mailed."""

    def live_at(self, moment: dt.datetime) -> Self:
        """Keep codes that can still be tried."""
        return self.filter(expires_at__gt=moment, tries__lt=MOST_TRIES)

    def expired_at(self, moment: dt.datetime) -> Self:
        """Keep codes whose time is over."""
        return self.filter(expires_at__lte=moment)


class SignInCode(models.Model):
    """The one code that an e-mail address can be signed in by at a moment; the code itself is only in the mail."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    digest = models.CharField(_("digest"), max_length=64)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code to sign in")
        verbose_name_plural = _("codes to sign in")
        constraints = [
            models.CheckConstraint(name="sign_in_code_email_normal", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="sign_in_code_few_tries", condition=Q(tries__lte=MOST_TRIES)),
        ]

    def __str__(self) -> str:
        """Return the number, which names nobody."""
        return f"{self.pk}"


class LeftByVisitor(models.Model):
    """What a visitor left here: under a secret code and a reference, with the contact as it was typed.

    The person may have another name or address by now, or have given them to somebody else's form.
    """

    code = models.CharField(_("code"), max_length=22, unique=True, default=new_secret, editable=False)
    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    name = models.CharField(_("name as typed"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail as typed"), max_length=254, blank=True)
    phone = models.CharField(_("phone as typed"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=5, default="th")
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the reference, which names nobody."""
        return self.reference


class Consent(models.Model):
    """What a person consented to: a purpose, the version of its text, when, and when it was withdrawn."""

    class Purpose(models.TextChoices):
        REGISTRATION = "registration", _("taking part in a session")
        VOLUNTEERING = "volunteering", _("volunteering")
        GIVING = "giving", _("giving")
        EXPERTISE = "expertise", _("sharing knowledge and networks")
        PUBLISHING = "publishing", _("name and message on the donors' wall")
        ACKNOWLEDGEMENT = "acknowledgement", _("name and address on an acknowledgement")
        SHARING = "sharing", _("contact for the organization that was given to")

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name=_("person"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    version = models.CharField(_("version of the text"), max_length=20)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(pgettext_lazy("when", "withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-given_at", "-pk")
        constraints = [
            one_of(
                "consent_purpose_known",
                "purpose",
                "registration",
                "volunteering",
                "giving",
                "expertise",
                "publishing",
                "acknowledgement",
                "sharing",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "version"], condition=Q(withdrawn_at=None), name="consent_given_once"
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        """Name purpose and version."""
        return f"{self.get_purpose_display()} {self.version}"
