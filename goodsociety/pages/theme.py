"""The colours of an edition's zones, as a stylesheet: pages may not carry styles of their own."""

from itertools import cycle, islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from goodsociety.common.caching import public_page
from goodsociety.common.colour import as_ink, mix, readable_on
from zones.models import Edition, Zone

#: Paper, surface and sunken of static/css/tokens.css, light and dark: what a zone's name may stand on.
LIGHT = ("#fdf9f1", "#ffffff", "#f6eede")
DARK = ("#141622", "#1e2131", "#0e1019")
#: How many colours the pattern has, and how much of a zone's colour there is in its soft ground.
COLOURS = 5
SOFT = 0.12


@public_page(seconds=3600, elsewhere=60)
def edition_theme(_request: HttpRequest, year: int) -> HttpResponse:
    """Return a class for each zone with its colours, light and dark, and the five colours of the pattern."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    zones = list(edition.zones.all())
    light = pattern_rule(zones) + "".join(zone_rule(zone) + ink_rule(zone, LIGHT) for zone in zones)
    dark = "".join(ink_rule(zone, DARK) for zone in zones)
    rules = f"{light}@media screen and (prefers-color-scheme:dark){{\n{dark}}}\n"
    return HttpResponse(rules, content_type="text/css; charset=utf-8")


def pattern_rule(zones: list[Zone]) -> str:
    """Return the rule of the pattern's colours: the zones', from the first again where they are fewer."""
    colours = enumerate(islice(cycle(zone.colour for zone in zones), COLOURS), start=1)
    return f":root{{{';'.join(f'--zone-{number}:{colour}' for number, colour in colours)}}}\n"


def zone_rule(zone: Zone) -> str:
    """Return the rule of one zone; its slug and colour hold nothing but letters, digits, hyphens and #."""
    return f".zone-{zone.slug}{{--zone:{zone.colour};--on-zone:{readable_on(zone.colour)}}}\n"


def ink_rule(zone: Zone, grounds: tuple[str, ...]) -> str:
    """Return the rule for text in a zone's colour, and for a ground with a touch of it, on light or on dark."""
    soft = mix(zone.colour, grounds[1], SOFT)
    return f".zone-{zone.slug}{{--zone-ink:{as_ink(zone.colour, *grounds, soft)};--zone-soft:{soft}}}\n"
