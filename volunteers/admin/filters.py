"""Filters of the lists of shifts and sign-ups: by day, by duty, by how many people there are, by who came."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodsociety.common.admin import are_keys
from goodsociety.common.dates import show_day, shown_year
from volunteers.models import Duty, Shift
from zones.models import Edition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Condition: TypeAlias = Callable[[dt.datetime], Q]


def edition_of(request: HttpRequest, path: str) -> int | None:
    """Return the number of the edition that a list is about, where it is about one."""
    key = request.GET.get(f"{path}edition__id__exact", "")
    return int(key) if are_keys(Edition, [key]) else None


class DutyFilter(admin.RelatedFieldListFilter):
    """Duties of the edition that the list is about; of the newest one that has any where it is about all."""

    def field_choices(
        self,
        field: "models.Field[Any, Any]",  # noqa: ARG002 (Django's signature)
        request: HttpRequest,
        model_admin: admin.ModelAdmin,  # noqa: ARG002 (Django's signature)
    ) -> "list[tuple[str, StrOrPromise]]":
        """Return number and name; a duty that is chosen is always among them."""
        duties = Duty.objects.select_related("edition")
        edition = edition_of(request, f"{self.field_path}__") or newest_with_duties()
        of_list = duties if self.lookup_kwarg in request.GET else duties.filter(edition=edition)
        return [(str(duty.pk), f"{duty} ({shown_year(duty.edition.year)})") for duty in of_list]


def newest_with_duties() -> int | None:
    """Return the number of the newest edition that has duties."""
    return Duty.objects.order_by("-edition__year").values_list("edition", flat=True).first()


class DayFilter(admin.SimpleListFilter):
    """The days on which shifts begin, in the expo's time zone. ``path`` leads from a row to its shift."""

    title = _("day")
    parameter_name = "day"
    path = ""

    def lookups(self, request: HttpRequest, _page: Any) -> list[tuple[str, str]]:
        """Return the days of the edition that the list is about, or of all."""
        edition = edition_of(request, f"{self.path}duty__")
        shifts = Shift.objects.all() if edition is None else Shift.objects.filter(duty__edition=edition)
        days = shifts.annotate(day=TruncDate("starts_at")).order_by("day").values_list("day", flat=True).distinct()
        return [(day.isoformat(), show_day(day)) for day in days]

    def queryset(self, _request: HttpRequest, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep the rows of the day."""
        if self.value() is None:
            return rows
        if self.value() not in {day for day, _shown in self.lookup_choices}:
            raise IncorrectLookupParameters
        of_day: QuerySet[Any] = rows.annotate(day=TruncDate(f"{self.path}starts_at")).filter(day=self.value())
        return of_day


class SignUpDayFilter(DayFilter):
    """The days of the shifts for which people signed up."""

    path = "shift__"


class ConditionFilter(admin.SimpleListFilter):
    """A few questions about the rows, of which one is asked at a time."""

    conditions: "dict[str, tuple[StrOrPromise, Condition]]" = {}

    def lookups(self, _request: HttpRequest, _page: Any) -> "list[tuple[str, StrOrPromise]]":
        """Return the questions."""
        return [(name, label) for name, (label, _condition) in self.conditions.items()]

    def queryset(self, _request: HttpRequest, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep the rows of which it is true."""
        if self.value() is None:
            return rows
        if self.value() not in self.conditions:
            raise IncorrectLookupParameters
        return rows.filter(self.conditions[str(self.value())][1](timezone.now()))


class PeopleFilter(ConditionFilter):
    """Whether a shift has the people it needs."""

    title = _("people needed")
    parameter_name = "people"
    conditions = {
        "short": (_("short of people"), lambda _at: Q(seats_taken__lt=F("needed"))),
        "free": (_("with free places"), lambda _at: Q(capacity__gt=F("seats_taken") + F("seats_held"))),
        "full": (_("full"), lambda _at: Q(capacity__lte=F("seats_taken") + F("seats_held"))),
        "waiting": (_("people wait"), lambda _at: Q(parties_waiting__gt=0)),
    }


class PresenceFilter(ConditionFilter):
    """Who came late, left early, or is missing."""

    title = _("presence")
    parameter_name = "presence"
    conditions = {
        "here": (_("has come"), lambda _at: Q(arrived_at__isnull=False)),
        "late": (_("came late"), lambda _at: Q(arrived_at__gt=F("shift__starts_at"))),
        "early": (_("left early"), lambda _at: Q(left_at__lt=F("shift__ends_at"))),
        "missing": (
            _("missing: the shift has begun"),
            lambda at: Q(status="confirmed", arrived_at=None, shift__starts_at__lte=at),
        ),
    }


class HoursFilter(ConditionFilter):
    """Whether the hours of a sign-up are approved."""

    title = _("hours")
    parameter_name = "hours"
    conditions = {
        "approved": (_("hours approved"), lambda _at: Q(approved_at__isnull=False)),
        "open": (
            _("to be approved: the shift is over"),
            lambda at: Q(status="confirmed", approved_at=None, shift__ends_at__lte=at),
        ),
    }
