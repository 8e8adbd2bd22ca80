"""The style guide: every token and every component in every state, for those who build and write the site."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Session
from donations.progress import Progress
from goodsociety.common.colour import READABLE, contrast
from goodsociety.common.icons import PATHS
from goodsociety.pages.drawing import small_plan
from goodsociety.pages.floor_map import as_it_stands
from organizations.models import Organization
from zones.models import Edition

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
DARK_BEGINS = "@media screen and (prefers-color-scheme: dark)"
#: What is written on what.
TEXTS = (
    *((ink, ground) for ink in ("ink", "ink-soft", "link") for ground in ("paper", "surface", "sunken")),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("brand", "brand-soft"),
    ("ink", "brand-soft"),
    ("on-accent", "accent"),
    ("on-signal", "signal-good"),
    ("on-signal", "signal-bad"),
    ("ink", "accent-soft"),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in (f"{tone}-soft", "paper", "surface")),
)
#: What is seen without being read: borders of fields and what has the focus (WCAG 2.2, 1.4.11).
SIGNS = tuple((sign, ground) for sign in ("line-strong", "focus") for ground in ("paper", "surface", "sunken"))
SEEN = 3.0
LENGTH = re.compile(r"--((?:space|radius)[\w-]*): ([\d.]+)rem;")
PIXELS_A_REM = 16
LONGEST_LENGTH = 10
SIZES = ("hero", "h1", "h2", "h3", "large", "text", "small", "tiny")
SESSIONS, ORGANIZATIONS = 4, 2


@dataclass(frozen=True)
class Pair:
    """A colour upon another, and how far they stand apart."""

    ink: str
    ground: str
    ink_colour: str
    ground_colour: str
    least: float

    @property
    def contrast(self) -> float:
        """How far they stand apart, 1 to 21."""
        return contrast(self.ink_colour, self.ground_colour)

    @property
    def is_enough(self) -> bool:
        """Whether everybody can make it out."""
        return self.contrast >= self.least


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As it should stand on your badge."))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    zone = forms.ChoiceField(label=_("Zone"), choices=[("", _("All zones")), ("1", _("Health"))], required=False)
    words = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    closed = forms.CharField(label=_("Cannot be changed"), disabled=True, required=False, initial="GOOD2026")
    agrees = forms.BooleanField(label=_("I agree that this is only a sample."))


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show it to staff who are signed in, and to everybody while developing."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    light, dark = schemes()
    context = {
        "schemes": [(_("Light"), pairs(light)), (_("Dark"), pairs(dark))],
        "icons": sorted(PATHS),
        "sizes": SIZES,
        "lengths": lengths(),
        "form": SampleForm(),
        "wrong_form": SampleForm({"wrong-day": "31/31/2569"}, prefix="wrong"),
        "progress": Progress(goal=1_000_000, received=350_000, pledged=120_000, in_review=50_000),
        "pages": [numbers(1), numbers(3), numbers(6)],
        **from_the_expo(),
    }
    return render(request, "pages/styleguide.html", context)


def from_the_expo() -> dict[str, Any]:
    """Return rows of the edition that matters now, for components that show rows; nothing where there is none."""
    edition = Edition.objects.leading()
    if edition is None:
        return {}
    zones = list(edition.zones.all())
    sessions = list(Session.objects.public().of(edition).for_programme()[:SESSIONS])
    # The map as it is when something is on.
    busy = sessions[0].starts_at if sessions else None
    return {
        **as_it_stands(edition, timezone.now(), busy),
        "zones": zones,
        "small_plan": small_plan(zones),
        "among": {"previous": zones[0], "next": zones[-1]} if zones else {},
        "sessions": sessions,
        "organizations": Organization.objects.partners_of(edition)[:ORGANIZATIONS],
    }


def numbers(page: int) -> Page:
    """Return a page of a list of six."""
    return Paginator(range(60), 10).page(page)


@cache
def schemes() -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours of the tokens by their names, light and dark."""
    light, _, dark = TOKENS.read_text(encoding="utf-8").partition(DARK_BEGINS)
    return dict(COLOUR.findall(light)), dict(COLOUR.findall(light) + COLOUR.findall(dark))


def pairs(colours: dict[str, str]) -> list[Pair]:
    """Return every pair that is used, with its contrast."""
    wanted = [(pair, READABLE) for pair in TEXTS] + [(pair, SEEN) for pair in SIGNS]
    return [Pair(ink, ground, colours[ink], colours[ground], least) for (ink, ground), least in wanted]


@cache
def lengths() -> list[tuple[str, float]]:
    """Return the steps of space and the radii with their pixels; the radius of a pill is as large as one likes."""
    found = [(name, float(rems)) for name, rems in LENGTH.findall(TOKENS.read_text(encoding="utf-8"))]
    return [(name, rems * PIXELS_A_REM) for name, rems in found if rems < LONGEST_LENGTH]
