"""Every address of the site: pages in Thai at /, in English at /en/; the API, health and schema beside them."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter

from goodsociety.common.converters import EditionKeyConverter, YearConverter
from goodsociety.pages import (
    about,
    floor_map,
    health,
    home,
    me,
    now,
    offline,
    organizations,
    own_files,
    passes,
    styleguide,
    theme,
    zones,
)

register_converter(YearConverter, "year")
register_converter(EditionKeyConverter, "edition_key")

pages: list[URLPattern | URLResolver] = [
    path("", home.front, name="front"),
    path("about/", about.about, name="about"),
    path("editions/", about.edition_list, name="edition_list"),
    path("offline/", offline.offline, name="offline"),
    path("site.webmanifest", offline.manifest, name="manifest"),
    path("privacy/", about.privacy, name="privacy"),
    path("<year:year>/", home.edition_home, name="edition_home"),
    path("<year:year>/dates.ics", now.edition_ics, name="edition_ics"),
    path("<year:year>/now/", now.now_and_next, name="now"),
    path("<year:year>/wall/", now.wall, name="wall"),
    path("<year:year>/map/", floor_map.floor_map, name="floor_map"),
    path("<year:year>/map/now/", floor_map.floor_map_now, name="floor_map_now"),
    path("<year:year>/zones/", zones.zone_list, name="zone_list"),
    path("<year:year>/zones/<slug:slug>/", zones.zone_detail, name="zone_detail"),
    path("<year:year>/organizations/", organizations.organization_list, name="organization_list"),
    path("<year:year>/organizations/<slug:slug>/", organizations.organization_detail, name="organization_detail"),
    path("", include("activities.urls")),
    path("", include("volunteers.urls")),
    path("", include("donations.urls")),
    path("", include("reports.urls")),
    path("", include("accounts.urls")),
    path("me/", me.me, name="me"),
    path("me/<year:year>/pass/new/", passes.renew, name="renew_pass"),
    path("me/<year:year>/tickets.pdf", own_files.my_tickets, name="my_tickets"),
    path("me/calendar/<str:token>.ics", own_files.my_calendar, name="my_calendar"),
    path("p/<str:token>", passes.pass_seen, name="pass"),
    path("me/name/", me.my_name, name="my_name"),
    path("me/favourites/<slug:code>/remove/", me.remove_favourite, name="remove_favourite"),
    path("desk/", include("goodsociety.pages.desk.urls")),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    from goodsociety.pages import mailbox

    pages.append(path("mailbox/", mailbox.mail_list, name="mailbox"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("icons/<slug:name>.png", offline.icon, name="icon"),
    path("<year:year>/theme.css", theme.edition_theme, name="edition_theme"),
    path("api/v1/", include("goodsociety.pages.api_urls")),
    *i18n_patterns(*pages, prefix_default_language=False),
]
handler400 = "goodsociety.pages.errors.bad_request"
handler403 = "goodsociety.pages.errors.forbidden"
handler404 = "goodsociety.pages.errors.not_found"
handler500 = "goodsociety.pages.errors.server_error"
