"""Forms of editions, zones and places in the organisers' workspace."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from goodsociety.common.admin import SiteForm
from goodsociety.common.dates import common_year, shown_year
from zones.admin.outlines import OutlineEditor, drawing_around
from zones.geometry import FEWEST_CORNERS, PLAN_HEIGHT, PLAN_WIDTH, is_corner
from zones.models import Place, Zone


class EditionForm(SiteForm):
    """An edition, whose year may be typed in either era."""

    def clean_year(self) -> int:
        """Return the Common Era year."""
        try:
            return common_year(self.cleaned_data["year"])
        except ValueError as error:
            raise ValidationError(str(error)) from error


class EditionOfZoneForm(SiteForm):
    """A row with an edition and perhaps a zone: the zone must be one of that edition's."""

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned = super().clean()
        zone, edition = self.value_of("zone"), self.value_of("edition")
        if zone and edition and zone.edition_id != edition.pk:
            self.add_error("zone", wrong_edition(zone))
        return cleaned


def wrong_edition(thing: Zone | Place) -> str:
    """Return the sentence about a zone or place of another edition."""
    values = {"name": thing, "year": shown_year(thing.edition.year)}
    return _("%(name)s belongs to the edition of %(year)s. Choose one of the same edition.") % values


class OutlineForm(SiteForm):
    """A row with an outline on the floor plan."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Show the plan above the corners, where they may be changed."""
        super().__init__(*args, **options)
        if "outline" in self.fields:
            edition = self.instance.edition_id or self["edition"].value()
            self.fields["outline"].widget = OutlineEditor(drawing_around(self.instance, edition))

    def clean_outline(self) -> list[list[float]]:
        """Return the corners, or say how they are written."""
        corners = self.cleaned_data["outline"] or []
        if not isinstance(corners, list) or not all(is_corner(corner) for corner in corners):
            raise ValidationError(
                _("Write the corners as [[x, y], …], x from 0 to %(width)s and y from 0 to %(height)s.")
                % {"width": PLAN_WIDTH, "height": PLAN_HEIGHT}
            )
        if 0 < len(corners) < FEWEST_CORNERS:
            raise ValidationError(_("An outline has three corners or more; write [] for none."))
        return corners


class ZoneForm(OutlineForm):
    """A zone."""


class PlaceForm(OutlineForm, EditionOfZoneForm):
    """A place."""


class EditionOfParent(BaseInlineFormSet):
    """Rows inside a zone's page, which belong to the zone's edition."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """Give a new row the edition before it is judged."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # the stubs do not know it
        form.instance.edition_id = self.instance.edition_id
        return form
