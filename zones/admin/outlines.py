"""The editor of an outline: the whole floor plan above the corners, which stay a text that can be typed."""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from goodsociety.common.admin import are_keys
from zones.geometry import PLAN_HEIGHT, PLAN_WIDTH, box_around, lies_within, overlap, read_outline, written
from zones.models import Edition, Place, Zone


@dataclass(frozen=True)
class Drawn:
    """Another zone or place on the plan; ``is_home`` is the zone that the place being edited is in."""

    kind: str
    name: str
    points: str
    x: float
    y: float
    width: float
    is_home: bool


@dataclass(frozen=True)
class Drawing:
    """What the editor shows around the outline being edited: a zone's or a place's."""

    kind: str
    others: list[Drawn]
    width: int = PLAN_WIDTH
    height: int = PLAN_HEIGHT


def drawing_around(thing: Zone | Place, edition: Any) -> Drawing:
    """Return the other zones and places of an edition, which is given by its number as it was typed."""
    kind = "place" if isinstance(thing, Place) else "zone"
    if not edition or not are_keys(Edition, [str(edition)]):
        return Drawing(kind, [])
    zones, places = Zone.objects.filter(edition=edition), Place.objects.filter(edition=edition)
    home = thing.zone_id if isinstance(thing, Place) else None
    rows = [row for row in (*zones, *places) if row != thing and read_outline(row.outline)]
    return Drawing(kind, [drawn_as(row, is_home=isinstance(row, Zone) and row.pk == home) for row in rows])


def drawn_as(row: Zone | Place, *, is_home: bool) -> Drawn:
    """Return how a zone or place stands on the plan, its name at its upper left corner."""
    outline = read_outline(row.outline)
    left, top, right, _bottom = box_around(outline)
    return Drawn(
        kind="place" if isinstance(row, Place) else "zone",
        name=row.name,
        points=written(outline),
        x=left,
        y=top,
        width=right - left,
        is_home=is_home,
    )


class OutlineEditor(forms.Textarea):
    """The corners as text, with the plan above them; scripts let the corners be dragged, added and removed."""

    class Media:
        css = {"all": ["css/outline.css"]}
        js = [Script("js/outline-geometry.js", defer=True), Script("js/outline.js", defer=True)]

    def __init__(self, drawing: Drawing) -> None:
        """Keep what is drawn around the outline."""
        super().__init__({"rows": 3, "cols": 60, "spellcheck": "false", "class": "outline-text"})
        self.drawing = drawing

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the plan and the field."""
        text = super().render(name, value, attrs, renderer)
        context = {
            "drawing": self.drawing,
            "points": points_in(value),
            "field_id": (attrs or {}).get("id", name),
            "field": text,
        }
        return render_to_string("admin/zones/outline.html", context)


def points_in(typed: Any) -> str:
    """Return the corners that a field holds as SVG writes them; none for what cannot be read."""
    try:
        return written(read_outline(json.loads(typed)))
    except (TypeError, ValueError):
        return ""


def warnings_about(thing: Zone | Place) -> list[str]:
    """Say what of its outline lies over others of its kind, and whether a place leaves its zone."""
    outline = read_outline(thing.outline)
    if not outline:
        return []
    rows = type(thing)._default_manager.filter(edition=thing.edition_id).exclude(pk=thing.pk)
    others = ((row, read_outline(row.outline)) for row in rows)
    over = [str(row) for row, other in others if other and overlap(outline, other)]
    names = {"names": get_text_list(over, _("and"))}
    sentences = [_("On the floor plan it overlaps with %(names)s.") % names] if over else []
    home = read_outline(thing.zone.outline) if isinstance(thing, Place) and thing.zone else ()
    if home and not lies_within(outline, home):
        sentences.append(_("On the floor plan it does not lie within its zone."))
    return sentences
