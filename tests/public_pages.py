"""Every address whose page is the same for everybody, as the resolver knows them, with rows to show."""

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from activities.models import Activity, Session
from donations.models import Campaign
from goodsociety.common.caching.marking import mark_of
from organizations.models import Organization
from volunteers.models import Duty

LANGUAGES = ("th", "en")
#: Which row a page of one row shows, by its name or else the first word of it.
ROWS = {
    "zone": lambda edition: edition.zones.values_list("slug", flat=True)[0],
    "organization": lambda edition: Organization.objects.partners_of(edition).values_list("slug", flat=True)[0],
    "activity": lambda edition: Activity.objects.public().of(edition).values_list("slug", flat=True)[0],
    "session": lambda edition: Session.objects.public().of(edition).values_list("code", flat=True)[0],
    "duty": lambda edition: Duty.objects.of(edition).values_list("slug", flat=True)[0],
    "campaign": lambda edition: Campaign.objects.of(edition).values_list("slug", flat=True)[0],
}
DRAWN = Session.objects.exclude(draw=None)
ROWS |= dict.fromkeys(
    ("session_draw", "session_draw_json"), lambda edition: DRAWN.of(edition).values_list("code", flat=True)[0]
)
#: What a page is asked, beside nothing.
QUESTIONS = {"programme": ("day=all", "q=x"), "organization_list": ("page=1",), "shift_list": ("day=all", "q=x")}


def routes(patterns=None):
    """Yield every address that has a name, those of the workspace and the API apart."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif isinstance(pattern, URLResolver) and pattern.app_name != "admin" and "api/" not in str(pattern.pattern):
            yield from routes(pattern.url_patterns)


def public_names():
    """Return the names of the addresses whose views are marked as public."""
    return sorted(route.name for route in routes() if mark_of(route.callback))


def words_of(name, edition):
    """Return what stands in an address between its fixed parts, for an edition and the first of its rows."""
    (route,) = (route for route in routes() if route.name == name)
    words = {}
    if "year" in route.pattern.converters:
        words["year"] = edition.year
    for word in route.pattern.converters.keys() - {"year"}:
        words[word] = (ROWS.get(name) or ROWS[name.partition("_")[0]])(edition)
    return words


def public_addresses(edition):
    """Return every public page of an edition in both languages, with and without a question."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            for name in public_names():
                path = reverse(name, kwargs=words_of(name, edition))
                found += [path, *(f"{path}?{question}" for question in QUESTIONS.get(name, ()))]
    return list(dict.fromkeys(found))
