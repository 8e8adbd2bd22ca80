"""What people type and choose to find a shift."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.forms import DayFilter
from activities.forms.days import one_of
from activities.models import Language
from activities.timetable import Choice
from goodsociety.common.dates import local_day, show_day
from volunteers.finding import ShiftChoice, Work
from volunteers.finding.choice import NO_SKILL, WHOLE_EXPO, YES
from volunteers.models import Qualification

SPOKEN = [(spoken.value, spoken.label) for spoken in (Language.THAI, Language.ENGLISH, Language.BOTH)]


class ShiftFilter(DayFilter):
    """What one may choose shifts by."""

    choice_of: ClassVar[type[Choice]] = ShiftChoice

    skill = one_of(_("Skill or training"), _("Any skill"))
    language = one_of(_("I speak"), pgettext_lazy("languages", "Any language"), SPOKEN)
    short = one_of(_("People missing"), _("All"), [(YES, _("Only where people are missing"))])
    groups = one_of(_("Groups"), _("All"), [(YES, _("Groups welcome"))])

    def __init__(self, *args: Any, work: Work, **options: Any) -> None:
        """Offer what there is to choose in an edition's work; some of it is done before the expo and after it."""
        super().__init__(*args, edition=work.edition, today=local_day(work.at), **options)
        self.days = sorted({*self.days, *(local_day(shift.starts_at) for shift in work.shifts)})
        places = [(zone.slug, zone.name) for zone in self.zones]
        self.offer("zone", [*places, (WHOLE_EXPO, str(_("The whole expo")))])
        needed = {need.pk: need for duty in work.duties.values() for need in duty.needs.all()}
        skills = [(need.slug, need.name) for need in sorted(needed.values(), key=in_order)]
        self.offer("skill", [(NO_SKILL, str(_("No skill needed"))), *skills] if skills else [])
        if not self.fields["free"].choices[1:]:  # type: ignore[attr-defined]  # a field of choices
            self.offer("short", [])

    def words(self, choice: Choice) -> str:
        """Return what was chosen, in words: the day first."""
        day = [show_day(choice.day, weekday=True)] if choice.day else []
        named = [(self.fields[name], choice.asked.get(name)) for name in choice.facets]
        chosen = [str(dict(field.choices)[value]) for field, value in named if value]  # type: ignore[attr-defined]
        return ", ".join([*day, *chosen])


def in_order(need: Qualification) -> tuple[str, str]:
    """Return what skills and trainings are sorted by: each kind by name."""
    return need.kind, need.name
