"""Bank statements: what a bank's file looks like, each file that was read, and each of its lines with a state."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodsociety.common.laws import one_of
from organizations.models import Organization
from zones.models import Edition


class StatementFormat(models.Model):
    """How to read the files of one bank: which column holds what, kept for the next time."""

    class Days(models.TextChoices):
        DAY_FIRST = "dmy", _("day, month, year")
        MONTH_FIRST = "mdy", _("month, day, year")
        YEAR_FIRST = "ymd", _("year, month, day")

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("Bank and kind of file."))
    columns = models.JSONField(
        _("columns"), default=dict,
        help_text=_("The heading of each column: date, time, amount or credit and debit, reference, description."),
    )  # fmt: skip
    days = models.CharField(_("order of a date"), max_length=3, choices=Days, default=Days.DAY_FIRST)
    encoding = models.CharField(
        _("encoding"), max_length=20, blank=True, help_text=_("Empty: found out from the file.")
    )
    skipped_rows = models.PositiveSmallIntegerField(
        _("rows above the headings"), default=0, help_text=_("0: the row with the headings is searched for.")
    )

    class Meta:
        verbose_name = _("format of bank statements")
        verbose_name_plural = _("formats of bank statements")
        ordering = ("name",)
        constraints = [
            one_of("statement_format_days_known", "days", "dmy", "mdy", "ymd"),
            one_of("statement_format_encoding_known", "encoding", "", "utf-8", "tis-620", "utf-16"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Statement(models.Model):
    """One file of a bank that was read, for the account of an organization."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="statements", verbose_name=_("organization")
    )
    format = models.ForeignKey(StatementFormat, models.PROTECT, related_name="+", verbose_name=_("format"))
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(_("digest of the file"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ("-read_at", "-pk")

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name


class StatementLineQuerySet(models.QuerySet["StatementLine"]):
    """Questions about lines."""

    def open(self) -> Self:
        """Keep lines that somebody still has to look at."""
        return self.filter(state__in=StatementLine.OPEN)

    def of(self, edition: Edition) -> Self:
        """Keep lines of an edition's statements."""
        return self.filter(statement__edition=edition)


class StatementLine(models.Model):
    """One line of a statement; its checksum is unique, so the same line of another file is a duplicate.

    Texts may name people: they are blanked in time, what was matched stays.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        MATCHED = "matched", _("matched")
        AMBIGUOUS = "ambiguous", _("ambiguous")
        UNMATCHED = "unmatched", _("unmatched")
        IGNORED = "ignored", _("ignored")
        DUPLICATE = "duplicate", _("duplicate")
        REFUSED = "refused", _("not readable")

    OPEN = (State.NEW, State.AMBIGUOUS, State.UNMATCHED)

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines", verbose_name=_("bank statement"))
    row = models.PositiveIntegerField(_("row in the file"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    happened_at = models.DateTimeField(_("date and time"), null=True, blank=True)
    has_time = models.BooleanField(_("with time of day"), default=False)
    amount_satang = models.BigIntegerField(_("amount (satang)"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    words = models.TextField(_("description"), blank=True)
    checksum = models.CharField(_("checksum"), max_length=64, null=True, blank=True, unique=True)
    problem = models.CharField(_("what is wrong"), max_length=200, blank=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        ordering = ("statement", "row")
        constraints = [
            one_of(
                "statement_line_state_known", "state",
                "new", "matched", "ambiguous", "unmatched", "ignored", "duplicate", "refused",
            ),
            models.UniqueConstraint(fields=["statement", "row"], name="statement_line_once"),
            models.CheckConstraint(
                name="statement_line_readable",
                condition=Q(state="refused", checksum=None) & ~Q(problem="")
                | Q(state="duplicate", checksum=None)
                | ~Q(state__in=("refused", "duplicate"))
                & Q(amount_satang__isnull=False, happened_at__isnull=False, checksum__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "happened_at"], name="statement_line_by_state")]

    def __str__(self) -> str:
        """Name file and row."""
        return f"{self.statement} {self.row}"
