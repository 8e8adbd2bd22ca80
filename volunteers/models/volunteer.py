"""What is known of a person because they volunteer."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from goodsociety.common.laws import FIRST_MOMENT, LAST_MOMENT


class Volunteer(models.Model):
    """A person's birth date, or the day on which they said that they are of age; one of them, never both."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    of_age_on = models.DateField(
        _("of age"), null=True, blank=True, help_text=_("The day on which they said that they are 20 or older.")
    )

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(name="volunteer_age_said_once", condition=Q(born_on=None) | Q(of_age_on=None)),
            models.CheckConstraint(
                name="volunteer_born_in_common_era",
                condition=Q(born_on=None) | Q(born_on__gte=FIRST_MOMENT.date(), born_on__lt=LAST_MOMENT.date()),
                violation_error_message=_("The years must lie between 1900 and 2200, counted in the Common Era."),
            ),
        ]

    def __str__(self) -> str:
        """Return the person's number, which names nobody."""
        return str(self.person_id)


def age_on(born_on: dt.date, day: dt.date) -> int:
    """Return somebody's age in whole years on a day; born on 29 February one is a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
