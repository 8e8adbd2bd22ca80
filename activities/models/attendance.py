"""Being there: passes, check-ins and head counts."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from activities.models.choices import Kind
from activities.models.programme import Session
from activities.models.registration import Registration
from goodsociety.common.codes import new_secret
from organizations.models import Organization
from zones.models import Edition, Zone


class PassQuerySet(models.QuerySet["Pass"]):
    """Questions about passes."""

    def live(self) -> Self:
        """Keep passes that still let people in."""
        return self.filter(revoked_at=None)


class Pass(models.Model):
    """A person's one QR code for everything they hold in an edition."""

    code = models.CharField(_("code"), max_length=22, unique=True, default=new_secret, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="passes", verbose_name=_("person"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    issued_at = models.DateTimeField(_("issued"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name = _("pass")
        verbose_name_plural = _("passes")
        ordering = ("-issued_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"], condition=Q(revoked_at=None), name="pass_one_a_person_and_edition"
            ),
            models.CheckConstraint(
                name="pass_revoked_after_issued",
                condition=Q(revoked_at=None) | Q(revoked_at__gte=models.F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        """Name the edition, not the code."""
        return str(self.edition)


REASONS = ("wrong_session", "wrong_day", "cancelled", "not_confirmed", "not_registered", "revoked")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Questions about who came."""

    def counted(self, edition: Edition) -> Self:
        """Keep an edition's check-ins that counted heads; what was undone cancels out, as minus heads."""
        return self.filter(session__activity__edition=edition).exclude(heads=0)

    def at_field_tours(self) -> Self:
        """Keep check-ins at field tours."""
        return self.filter(session__activity__kind=Kind.FIELD_TOUR)

    def at_the_expo(self) -> Self:
        """Leave field tours out."""
        return self.exclude(session__activity__kind=Kind.FIELD_TOUR)

    def people_with_largest_party(self, edition: Edition) -> models.QuerySet[Person]:
        """Return people who came, each with the largest party (``heads``) they were checked in with at one session."""
        visits = (
            self.counted(edition).at_the_expo().filter(person=OuterRef("pk")).order_by().values("session")
            .annotate(heads=Sum("heads")).order_by("-heads").values("heads")[:1]
        )  # fmt: skip
        came = self.counted(edition).at_the_expo().values("person")
        return Person.objects.filter(pk__in=came).annotate(heads=Subquery(visits)).filter(heads__gt=0)

    def organizations_on_field_tours(self, edition: Edition) -> models.QuerySet[Organization]:
        """Return organizations whose party was checked in at a field tour, with their heads."""
        heads = (
            self.counted(edition).at_field_tours().filter(registration__organization=OuterRef("pk")).order_by()
            .values("registration__organization").annotate(heads=Sum("heads")).values("heads")
        )  # fmt: skip
        return Organization.objects.annotate(heads=Subquery(heads)).filter(heads__gt=0)


class CheckIn(models.Model):
    """One scan at a desk: append-only; an undo is a row of its own with minus the heads."""

    class Result(models.TextChoices):
        WELCOME = "welcome", _("welcome")
        ALREADY_IN = "already_in", _("already in")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("undone")

    class Reason(models.TextChoices):
        WRONG_SESSION = "wrong_session", _("registered for another session")
        WRONG_DAY = "wrong_day", _("registered for another day")
        CANCELLED = "cancelled", _("registration cancelled")
        NOT_CONFIRMED = "not_confirmed", _("registration not confirmed")
        NOT_REGISTERED = "not_registered", _("not registered")
        REVOKED = "revoked", _("pass revoked")

    session = models.ForeignKey(Session, models.PROTECT, related_name="check_ins", verbose_name=_("session"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="check_ins", verbose_name=_("registration")
    )
    result = models.CharField(_("result"), max_length=12, choices=Result)
    reason = models.CharField(_("reason"), max_length=15, choices=Reason, blank=True)
    heads = models.SmallIntegerField(_("heads"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    device = models.CharField(_("device"), max_length=40, blank=True)
    client_key = models.UUIDField(
        _("scan"), unique=True, default=uuid4, help_text=_("The device's own name of the scan.")
    )
    is_offline = models.BooleanField(_("without network"), default=False)
    is_conflict = models.BooleanField(
        _("conflict"), default=False, help_text=_("The device, without network, had let in whom it would have refused.")
    )
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(  # nothing fits a result that is none of ours
                name="check_in_heads_fit_result",
                condition=Q(result="welcome", heads__gt=0, undoes=None)
                | Q(result="undone", heads__lt=0, undoes__isnull=False)
                | Q(result__in=["already_in", "refused"], heads=0, undoes=None),
            ),
            models.CheckConstraint(
                name="check_in_reason_of_a_refusal",
                condition=Q(reason="") | Q(result="refused", reason__in=REASONS),
            ),
        ]
        indexes = [models.Index(fields=["person", "session"], name="check_in_by_person")]

    def __str__(self) -> str:
        """Name the result, not the person."""
        return f"{self.get_result_display()} {self.heads}"


class HeadCount(models.Model):
    """People counted at a session's door or a zone's gate who never registered: append-only, less is a minus."""

    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="head_counts", verbose_name=_("session")
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="head_counts", verbose_name=_("zone")
    )
    heads = models.SmallIntegerField(_("heads"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    device = models.CharField(_("device"), max_length=40, blank=True)
    client_key = models.UUIDField(_("scan"), unique=True, null=True, blank=True)
    is_offline = models.BooleanField(_("without network"), default=False)
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(name="head_count_counts", condition=~Q(heads=0)),
            models.CheckConstraint(
                name="head_count_at_one_door",
                condition=Q(session__isnull=False, zone=None) | Q(session=None, zone__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the figure."""
        return str(self.heads)
