"""The colours of an edition's zones, as a stylesheet: pages may not carry styles of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from goodsociety.common.colour import readable_on
from zones.models import Edition, Zone


@cache_control(public=True, max_age=60)
def edition_theme(_request: HttpRequest, year: int) -> HttpResponse:
    """Return a class for each zone with its colour and the colour of text upon it."""
    edition = get_object_or_404(Edition.objects.public(), year=year)
    rules = "".join(zone_rule(zone) for zone in edition.zones.all())
    return HttpResponse(rules, content_type="text/css; charset=utf-8")


def zone_rule(zone: Zone) -> str:
    """Return the rule of one zone; its slug and colour hold nothing but letters, digits, hyphens and #."""
    return f".zone-{zone.slug}{{--zone:{zone.colour};--on-zone:{readable_on(zone.colour)}}}\n"
