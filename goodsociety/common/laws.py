"""Named constraints that many rows share, and which of them a database error broke."""

import datetime as dt
import re

from django.db import IntegrityError, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

FIRST_MOMENT = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LAST_MOMENT = dt.datetime(2201, 1, 1, tzinfo=dt.UTC)


def ends_after_start(name: str) -> models.CheckConstraint:
    """State that ``ends_at`` is later than ``starts_at``."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_at__gt=F("starts_at")),
        violation_error_message=_("The end must be later than the start."),
    )


def in_common_era(name: str) -> models.CheckConstraint:
    """State that ``starts_at`` and ``ends_at`` are Common Era years, so that no Buddhist year is ever stored."""
    return models.CheckConstraint(
        name=name,
        condition=Q(starts_at__gte=FIRST_MOMENT, starts_at__lt=LAST_MOMENT, ends_at__lt=LAST_MOMENT),
        violation_error_message=_("The years must lie between 1900 and 2200, counted in the Common Era."),
    )


def one_of(name: str, field: str, *values: str) -> models.CheckConstraint:
    """State that a column holds one of the values."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": list(values)}))


def both_or_neither(name: str, left: str, right: str) -> models.CheckConstraint:
    """State that two nullable columns are filled together."""
    filled = Q(**{f"{left}__isnull": False, f"{right}__isnull": False})
    return models.CheckConstraint(
        name=name, condition=filled | Q(**{f"{left}__isnull": True, f"{right}__isnull": True})
    )


def broken_law(error: IntegrityError, model: type[models.Model]) -> str:
    """Return the name of the model's constraint that the error broke, or an empty text for any other.

    PostgreSQL names it; SQLite names a check, and of a unique index only the columns.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        names = {constraint.name for constraint in model._meta.constraints}
        return diagnosis.constraint_name if diagnosis.constraint_name in names else ""
    columns = set(re.findall(rf"{model._meta.db_table}\.(\w+)", str(error)))
    for constraint in model._meta.constraints:
        if constraint.name in str(error) or (columns and columns == columns_of(constraint, model)):
            return constraint.name
    return ""


def columns_of(constraint: models.BaseConstraint, model: type[models.Model]) -> set[str]:
    """Return the columns that a unique constraint spans."""
    fields = getattr(constraint, "fields", ())
    return {str(getattr(model._meta.get_field(field), "column", field)) for field in fields}
