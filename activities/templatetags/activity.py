"""What the page of an activity says of it: ages, accessibility, and the same for search engines."""

import datetime as dt
import json

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from activities.ahead import next_session as first_ahead
from activities.feeds.structured import events
from activities.models import Access, Activity, Session

register = Library()
#: What could end a script element or begin a comment in it, written so that JSON reads the same.
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
SIGNS = {
    Access.STEP_FREE: "wheelchair",
    Access.SIGN_LANGUAGE: "sign",
    Access.CAPTIONS: "captions",
    Access.QUIET: "quiet",
    Access.TACTILE: "tactile",
    Access.ASSISTANCE: "assistance",
}


@register.filter
def ages(activity: Activity) -> str:
    """Say in words for which ages an activity is."""
    youngest, oldest = activity.minimum_age, activity.maximum_age
    if youngest is not None and oldest is not None:
        return _("Ages %(youngest)s–%(oldest)s") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("Ages %(youngest)s and over") % {"youngest": youngest}
    return _("All ages") if oldest is None else _("Up to age %(oldest)s") % {"oldest": oldest}


@register.filter
def sign_of(feature: str) -> str:
    """Return the name of the icon of something that makes an activity accessible."""
    return SIGNS[Access(feature)]


@register.simple_tag
def next_session(activity: Activity, at: dt.datetime) -> Session | None:
    """Return the first session that is still ahead."""
    return first_ahead(activity, at=at)


@register.simple_tag
def structured_data(activity: Activity, picture: str) -> SafeString:
    """Write an activity's sessions for search engines: a block of data, which no browser runs."""
    said = json.dumps(events(activity, picture), ensure_ascii=False).translate(UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(said))  # noqa: S308 (escaped above)
