"""What may be typed about an activity; what it has several of is ticked."""

from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.admin.forms import would_not_be_told
from activities.consequences import is_anybody_in
from activities.models import Access, Activity, ActivityAccess, ActivityWay, Way
from zones.admin import EditionOfZoneForm


class TickedField(forms.MultipleChoiceField):
    """Some of a few choices, each a row of another table."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: type[models.Model], column: str, **options: Any) -> None:
        """Take the table and the column of it that holds a choice."""
        super().__init__(required=False, **options)
        self.rows, self.column = rows._default_manager, column

    def ticked(self, activity: Activity) -> list[str]:
        """Return what an activity has."""
        return list(self.rows.filter(activity=activity).values_list(self.column, flat=True))

    def tick(self, activity: Activity, chosen: list[str]) -> None:
        """Let an activity have exactly what was chosen."""
        there = set(self.ticked(activity))
        self.rows.filter(activity=activity).exclude(**{f"{self.column}__in": chosen}).delete()
        added = (choice for choice in chosen if choice not in there)
        self.rows.bulk_create(self.rows.model(activity=activity, **{self.column: choice}) for choice in added)


class ActivityForm(EditionOfZoneForm):
    """An activity."""

    ways = TickedField(ActivityWay, "way", label=_("Ways to take part"), choices=Way.choices)
    access = TickedField(
        ActivityAccess,
        "feature",
        label=_("Accessibility"),
        choices=Access.choices,
        help_text=_("Tick only what is certain on the day: people plan their way by it."),
    )

    class Meta:
        help_texts = {
            "for_whom_th": _("In a few words, for example: families with small children. Empty means everybody."),
            "language": _(
                "What is spoken there. “No language needed” is for games and pictures that explain themselves."
            ),
            "minimum_age": _("In years. Leave both ages empty where everybody is welcome."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Tick what the activity has."""
        super().__init__(*args, **options)
        for name, field in self.several():
            self.initial.setdefault(name, field.ticked(self.instance) if self.instance.pk else [])

    def clean(self) -> dict[str, Any]:
        """Keep the name by which people know what they registered for; one in English may be added."""
        cleaned = super().clean()
        renamed = [name for name in ("name_th", "name_en") if name in self.changed_data and self.initial.get(name)]
        if renamed and self.instance.pk and is_anybody_in(self.instance, at=timezone.now()):
            page = reverse("admin:activities_activity_rename", args=[self.instance.pk])
            for name in renamed:
                self.add_error(name, would_not_be_told(page, _("Rename")))
        return cleaned

    def several(self) -> list[tuple[str, TickedField]]:
        """Return the fields that are ticked, as far as the page shows them."""
        return [(name, field) for name, field in self.fields.items() if isinstance(field, TickedField)]

    def _save_m2m(self) -> None:
        """Store what is ticked, once the activity itself is stored."""
        super()._save_m2m()  # type: ignore[misc]  # the stubs do not know it
        for name, field in self.several():
            if name in self.changed_data:
                field.tick(self.instance, self.cleaned_data[name])
