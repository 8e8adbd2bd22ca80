"""Certificates of volunteers' service, which anybody who holds one can have confirmed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from goodsociety.common.codes import TYPED_SECRET_LENGTH, new_reference, new_typed_secret
from goodsociety.common.laws import one_of
from zones.models import Edition

REASONS = ("replaced", "hours", "mistake", "request")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Questions about certificates."""

    def live(self) -> Self:
        """Keep certificates that hold."""
        return self.filter(revoked_at=None)

    def for_page(self) -> Self:
        """Fetch along what it shows on paper and on pages."""
        return self.select_related("edition", "person")


class Certificate(models.Model):
    """What one person did in one edition, as it was approved when the certificate was issued: it never changes.

    Only its names go once they were kept long enough; what it says then belongs to nobody.
    """

    class Reason(models.TextChoices):
        REPLACED = "replaced", _("a newer certificate replaces it")
        HOURS = "hours", _("the hours were corrected")
        MISTAKE = "mistake", _("it was issued by mistake")
        REQUEST = "request", _("the volunteer asked for it")

    #: Typed from paper by whoever wants to know whether it is genuine.
    code = models.CharField(
        _("code"), max_length=TYPED_SECRET_LENGTH, unique=True, default=new_typed_secret, editable=False
    )
    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    minutes = models.PositiveIntegerField(_("minutes served"))
    #: The duties as [[Thai name, English name, minutes], …].
    duties = models.JSONField(_("duties"), default=list)
    #: Organizations whose groups the person led, as [[Thai name, English name], …].
    organizations = models.JSONField(_("organizations"), default=list, blank=True)
    #: Who came along in those groups, by name, as [[name, minutes], …].
    members = models.JSONField(_("members of groups"), default=list, blank=True)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issued by")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("why it was revoked"), max_length=10, choices=Reason, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-issued_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"], condition=Q(revoked_at=None), name="certificate_one_that_holds"
            ),
            models.CheckConstraint(name="certificate_of_some_minutes", condition=Q(minutes__gte=1)),
            models.CheckConstraint(
                name="certificate_revoked_after_issued",
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("issued_at")),
            ),
            models.CheckConstraint(
                name="certificate_revoked_with_reason",
                condition=Q(revoked_at=None, revoked_reason="") | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                violation_error_message=_("Say why the certificate is revoked."),
            ),
            one_of("certificate_reason_known", "revoked_reason", "", *REASONS),
        ]

    def __str__(self) -> str:
        """Return the reference, which names nobody."""
        return self.reference

    @property
    def is_live(self) -> bool:
        """Whether it holds."""
        return self.revoked_at is None
