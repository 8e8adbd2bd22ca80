"""Certificates for everybody of an edition at once: a job that goes on in the background, person by person."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Person
from goodsociety.common.laws import one_of
from volunteers.models.certificate import Certificate
from zones.models import Edition


class CertificateRunQuerySet(models.QuerySet["CertificateRun"]):
    """Questions about runs."""

    def unfinished(self) -> Self:
        """Keep runs in which there is more to do."""
        return self.filter(finished_at=None)


class CertificateRun(models.Model):
    """Somebody asked for the certificates of an edition, and perhaps for the thanks that go with them."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    thanks_asked_at = models.DateTimeField(_("thanks sent since"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    #: Until then a worker has it for itself.
    busy_until = models.DateTimeField(_("a worker is at it until"), null=True, blank=True, editable=False)

    objects = CertificateRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificates of an edition")
        verbose_name_plural = _("certificates of editions")
        ordering = ("-started_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(finished_at=None), name="certificate_run_one_at_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the edition."""
        return str(self.edition)


class CertificateSheetQuerySet(models.QuerySet["CertificateSheet"]):
    """Questions about sheets."""

    def waiting(self) -> Self:
        """Keep those that are still to be drawn, in order."""
        return self.filter(state=CertificateSheet.State.WAITING).order_by("pk")

    def without_certificate(self) -> Self:
        """Keep those that came to nothing, in order."""
        return self.filter(state__in=[CertificateSheet.State.REFUSED, CertificateSheet.State.FAILED]).order_by("pk")

    def to_thank(self) -> Self:
        """Keep drawn ones whose person was not thanked yet and can be reached by mail, in order."""
        can_be_told = self.filter(person__email__isnull=False, certificate__revoked_at=None)
        return can_be_told.filter(state=CertificateSheet.State.DRAWN, thanked_at=None).order_by("pk")

    def printable(self) -> Self:
        """Keep those whose file is there and whose certificate still holds, in order of names."""
        there = self.filter(pdf__isnull=False, certificate__revoked_at=None)
        return there.select_related("certificate").order_by("certificate__name", "pk")

    def counts(self) -> dict[str, int]:
        """Return how many there are in each state, and how many were thanked."""
        by_state = {state: Count("pk", filter=Q(state=state)) for state in CertificateSheet.State.values}
        return self.aggregate(**by_state, people=Count("pk"), thanked=Count("thanked_at"), files=Count("pdf"))


class CertificateSheet(models.Model):
    """One person's line in a run: still waiting, drawn with its file, or why there is none."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("sheet", "waiting")
        DRAWN = "drawn", _("drawn")
        REFUSED = "refused", pgettext_lazy("sheet", "refused")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(CertificateRun, models.CASCADE, related_name="sheets", verbose_name=_("run"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("certificate")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    #: The name of the refusal, or of the error.
    problem = models.CharField(_("problem"), max_length=60, blank=True)
    pdf = models.BinaryField(_("file"), null=True, blank=True)
    drawn_at = models.DateTimeField(_("drawn"), null=True, blank=True)
    thanked_at = models.DateTimeField(_("thanked"), null=True, blank=True)

    objects = CertificateSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet of a run")
        verbose_name_plural = _("sheets of runs")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["run", "person"], name="certificate_sheet_once_a_person"),
            one_of("certificate_sheet_state_known", "state", "waiting", "drawn", "refused", "failed"),
            models.CheckConstraint(
                name="certificate_sheet_drawn_of_one",
                condition=Q(state="drawn", certificate__isnull=False, drawn_at__isnull=False)
                | (~Q(state="drawn") & Q(certificate=None, drawn_at=None, pdf=None)),
            ),
            models.CheckConstraint(
                name="certificate_sheet_says_why_not",
                condition=(Q(state__in=["refused", "failed"]) & ~Q(problem=""))
                | (~Q(state__in=["refused", "failed"]) & Q(problem="")),
            ),
        ]

    def __str__(self) -> str:
        """Return the state, which names nobody."""
        return str(self.get_state_display())
