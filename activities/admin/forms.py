"""What may be typed about sessions, and about anything else with seats at a time and a place."""

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from activities import actions
from activities.actions.deciding import refuse_capacity
from activities.models import Draw, Entry, Registration, Session, State
from goodsociety.common.admin import SiteForm
from goodsociety.common.refusals import Refusal
from zones.admin import wrong_edition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What nobody changes by hand while somebody holds a seat: those people would not be told.
PROMISED = ("place", "starts_at", "ends_at", "state")
#: What decides who could come, once a draw was held or somebody waits for its answer.
DECIDED = ("entry", "registration_opens_at", "registration_closes_at")


class SeatsForm(SiteForm):
    """Seats at a time and a place. ``parent`` names the field with the activity or duty, which has the edition."""

    parent = ""

    def clean(self) -> dict[str, Any]:
        """Compare the editions, and keep what people with seats were promised."""
        cleaned = super().clean()
        parent, place = self.value_of(self.parent), self.value_of("place")
        if parent and place and place.edition_id != parent.edition_id:
            self.add_error("place", wrong_edition(place))
        changed = [name for name in PROMISED if name in self.changed_data]
        for name in changed if changed and self.is_anybody_in() else ():
            self.add_error(name, would_not_be_told(*self.way_to(name)))
        return cleaned

    def is_anybody_in(self) -> bool:
        """Say whether somebody holds a seat."""
        return bool(self.instance.seats_taken)

    def way_to(self, name: str) -> tuple[str, str]:  # noqa: ARG002 (others have different ways)
        """Return the address and the name of the page that changes a field and tells people, if there is one."""
        return "", ""


def would_not_be_told(url: str, label: "StrOrPromise") -> str:
    """Return the sentence about a change that people would not hear of, with the way that tells them."""
    sentence = _("People hold seats here and would not be told of this change.")
    return format_html('{} <a href="{}">{}</a>', sentence, url, label) if url else sentence


class SessionForm(SeatsForm):
    """A session."""

    parent = "activity"

    class Meta:
        help_texts = {
            "state": gettext_lazy(
                "Visitors see what is released. To call it off use the button above: people are told."
            ),
            "entry": gettext_lazy(
                "Open door: just come. Registration: the first get the places. With approval: you decide about each. "
                "Groups: organizations ask for places, you decide. By lot: all enter, then you hold the draw."
            ),
            "capacity": gettext_lazy(
                "How many people it holds. More goes to those who wait. With an open door empty means no limit."
            ),
            "smallest_party": gettext_lazy("How many people one registration has at least."),
            "largest_party": gettext_lazy("How many people one registration has at most."),
            "registration_opens_at": gettext_lazy("Empty means as soon as the session is released."),
            "registration_closes_at": gettext_lazy(
                "Empty means when the session starts. Where places are drawn it has to be before."
            ),
            "cancellable_until": gettext_lazy(
                "Until then people cancel or change by themselves; afterwards they have to ask you. Empty means until "
                "the session starts."
            ),
            "has_waiting_list": gettext_lazy(
                "When it is full, people may wait. Whatever comes free is offered to them by mail, the first first."
            ),
            "offer_minutes": gettext_lazy("So long a party may think it over; then the places go on to the next."),
            "hold_minutes": gettext_lazy(
                "Keeps places for whoever is filling in the form: good where the rush is great. 0 keeps none."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Judge what belongs together, beside what all seats share."""
        cleaned = super().clean()
        self.judge_capacity()
        self.judge_times()
        changed = [name for name in DECIDED if name in self.changed_data]
        for name in changed if changed and self.instance.pk else ():
            self.keep_decided(name)
        return cleaned

    def judge_capacity(self) -> None:
        """Name those who are over where the capacity is too small."""
        capacity = self.cleaned_data.get("capacity")
        if self.instance.pk is None or capacity is None or "capacity" not in self.changed_data:
            return
        try:
            refuse_capacity(self.instance, capacity)
        except Refusal as refusal:
            self.add_error("capacity", str(refusal))

    def judge_times(self) -> None:
        """Refuse a registration that closes before it opens, and a draw that people could enter until the end."""
        opens_at, closes_at = self.value_of("registration_opens_at"), self.value_of("registration_closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error(self.shown("registration_closes_at"), _("Registration closes before it opens."))
        if self.value_of("entry") == Entry.DRAW and self.is_late(closes_at):
            sentence = _("Where places are drawn, registration closes before the session starts: set when.")
            self.add_error(self.shown("registration_closes_at"), sentence)

    def is_late(self, closes_at: dt.datetime | None) -> bool:
        """Say whether registration closes when the session starts, or after."""
        starts_at = self.value_of("starts_at")
        return closes_at is None or (starts_at is not None and closes_at >= starts_at)

    def shown(self, name: str) -> str | None:
        """Return a field to complain at; none where the form does not show it."""
        return name if name in self.fields else None

    def keep_decided(self, name: str) -> None:
        """Keep how and when people could come, once it was drawn or while some wait to hear."""
        if Draw.objects.filter(session=self.instance).exists():
            self.add_error(name, _("The draw for this session has been held: this stays as it was."))
        elif name == "entry" and self.waiting_to_hear().exists():
            self.add_error(name, _("People have asked for places and wait to hear: decide about them first."))

    def waiting_to_hear(self) -> Any:
        """Return the registrations of which nobody has decided yet."""
        undecided = (Registration.Status.REQUESTED, Registration.Status.ENTERED, Registration.Status.WAITING)
        return Registration.objects.filter(session=self.instance, status__in=undecided)

    def is_anybody_in(self) -> bool:
        """Say whether somebody holds a seat, or may come to."""
        return self.instance.pk is not None and Registration.objects.active().filter(session=self.instance).exists()

    def way_to(self, name: str) -> tuple[str, str]:
        """Return the page that moves it, or calls it off."""
        act, label = ("cancel", _("Call it off")) if name == "state" else ("move", _("Move"))
        return reverse(f"admin:activities_session_{act}", args=[self.instance.pk]), label

    @property
    def is_resized(self) -> bool:
        """Whether a session that is there is to hold another number, which is an act."""
        return self.instance.pk is not None and "capacity" in self.changed_data and self.instance.capacity is not None

    def resize(self, *, by: User, at: dt.datetime) -> None:
        """Let it hold so many as was typed: what comes free goes to those who wait. Refuses CapacityTooSmall."""
        if self.is_resized:
            actions.set_capacity(session=self.instance, capacity=self.instance.capacity, by=by, at=at)

    def changed_columns(self) -> list[str]:
        """Leave out the capacity where an act has written it."""
        columns = super().changed_columns()
        return [name for name in columns if name != "capacity"] if self.is_resized else columns

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
