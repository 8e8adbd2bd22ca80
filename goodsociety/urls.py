"""Every address of the site: pages in Thai at /, in English at /en/; the API, health and schema beside them."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter

from goodsociety.common.converters import EditionKeyConverter, YearConverter
from goodsociety.pages import health, home, organizations, theme, zones

register_converter(YearConverter, "year")
register_converter(EditionKeyConverter, "edition_key")

pages: list[URLPattern | URLResolver] = [
    path("", home.front, name="front"),
    path("editions/", home.edition_list, name="edition_list"),
    path("privacy/", home.privacy, name="privacy"),
    path("<year:year>/", home.edition_home, name="edition_home"),
    path("<year:year>/zones/", zones.zone_list, name="zone_list"),
    path("<year:year>/zones/<slug:slug>/", zones.zone_detail, name="zone_detail"),
    path("<year:year>/organizations/", organizations.organization_list, name="organization_list"),
    path("<year:year>/organizations/<slug:slug>/", organizations.organization_detail, name="organization_detail"),
    path("", include("activities.urls")),
    path("", include("volunteers.urls")),
    path("", include("donations.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    from goodsociety.pages import mailbox

    pages.append(path("mailbox/", mailbox.mail_list, name="mailbox"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("<year:year>/theme.css", theme.edition_theme, name="edition_theme"),
    path("api/v1/", include("goodsociety.pages.api_urls")),
    *i18n_patterns(*pages, prefix_default_language=False),
]
handler400 = "goodsociety.pages.errors.bad_request"
handler403 = "goodsociety.pages.errors.forbidden"
handler404 = "goodsociety.pages.errors.not_found"
handler500 = "goodsociety.pages.errors.server_error"
