"""What may be typed about sessions, and about anything else with seats at a time and a place."""

from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from activities.models import Session, State
from activities.models.choices import ON_PAGES
from goodsociety.common.admin import SiteForm
from zones.admin import wrong_edition

#: What nobody changes by hand while somebody holds a seat: those people would not be told.
PROMISED = ("place", "starts_at", "ends_at", "state")


class SeatsForm(SiteForm):
    """Seats at a time and a place. ``parent`` names the field with the activity or duty, which has the edition."""

    parent = ""

    def clean(self) -> dict[str, Any]:
        """Compare the editions, and keep what people with seats were promised."""
        cleaned = super().clean()
        parent, place = self.value_of(self.parent), self.value_of("place")
        if parent and place and place.edition_id != parent.edition_id:
            self.add_error("place", wrong_edition(place))
        for name in PROMISED if self.instance.seats_taken else ():
            if name in self.changed_data:
                self.add_error(name, _("People hold seats here and would not be told of this change."))
        return cleaned


class SessionForm(SeatsForm):
    """A session."""

    parent = "activity"

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the ways in that visitors' pages know."""
        super().__init__(*args, **options)
        if "entry" in self.fields:
            self.fields["entry"].choices = [(way.value, way.label) for way in ON_PAGES]  # type: ignore[attr-defined]

    @property
    def needs_place(self) -> bool:
        """Whether it is to be alone in its place, at a time that was just chosen."""
        is_moved = bool(set(PROMISED) & set(self.changed_data))
        return is_moved and not self.errors and self.takes_place

    @property
    def takes_place(self) -> bool:
        """Whether nothing else may be in its place meanwhile."""
        return not self.instance.place.is_shared and self.instance.state != State.CANCELLED

    def overlaps(self, other: "SessionForm") -> bool:
        """Say whether two sessions would be in one place at the same time."""
        mine, theirs = self.instance, other.instance
        is_same_time = mine.starts_at < theirs.ends_at and theirs.starts_at < mine.ends_at
        return bool(is_same_time and mine.place_id == theirs.place_id)


class LoneSessionForm(SessionForm):
    """A session on a page of its own."""

    def _post_clean(self) -> None:
        """Compare it with every other session in the place."""
        super()._post_clean()
        if not self.needs_place:
            return
        row = self.instance
        others = Session.objects.occupying(row.place, row.starts_at, row.ends_at).exclude(pk=row.pk)
        refuse_overlap(self, others.select_related("activity").first())


class SessionsOfActivity(BaseInlineFormSet):
    """The sessions inside an activity's page."""

    forms: list[SessionForm]  # type: ignore[assignment]  # what SessionInline makes them of

    def clean(self) -> None:
        """Compare them with other activities' sessions as stored, and with each other as typed."""
        super().clean()
        forms = [form for form in self.forms if form not in self.deleted_forms and form.changed_data]
        for form in (form for form in forms if form.needs_place):
            row = form.instance
            others = Session.objects.occupying(row.place, row.starts_at, row.ends_at)
            if self.instance.pk:
                others = others.exclude(activity=self.instance)
            refuse_overlap(form, others.select_related("activity").first())
        self.compare_with_each_other()

    def compare_with_each_other(self) -> None:
        """Name the second of two that would be in one place at once."""
        kept = [form for form in self.forms if form not in self.deleted_forms and form.instance.place_id]
        standing = [form for form in kept if not form.errors and form.takes_place]
        for first, second in combinations(standing, 2):
            if (first.changed_data or second.changed_data) and first.overlaps(second):
                refuse_overlap(second, first.instance)


def refuse_overlap(form: SessionForm, other: Session | None) -> None:
    """Name the session that is in the place at that time, if there is one."""
    if other is not None:
        sentence = _("%(other)s is in this place at that time.") % {"other": other}
        form.add_error("place", ValidationError(sentence))
