"""What may be typed to find something."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Part, Sector
from zones.models import Edition

LONGEST_TEXT = 100


class OrganizationFilter(forms.Form):
    """Part, sector, zone and text."""

    q = forms.CharField(
        label=_("Look for"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    part = forms.ChoiceField(label=_("Part"), required=False, choices=[("", _("All parts")), *Part.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("All sectors")), *Sector.choices])
    zone = forms.ChoiceField(label=_("Zone"), required=False)

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        """Offer the edition's zones."""
        super().__init__(*args, **options)
        zones = [(zone.slug, zone.name) for zone in edition.zones.all()]
        self.fields["zone"].choices = [("", _("All zones")), *zones]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(self.data.get(name) for name in self.fields)
