"""The organisers' workspace: Django's admin with our name and our choices."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


class LabelledChoices(AutocompleteJsonView):
    """Names each choice as its own page says: two editions may have zones of the same name."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, Any]:
        """Return number and label."""
        # Our pages cannot be imported here: they register themselves with the site below.
        label = getattr(self.model_admin, "label", str)
        return {**super().serialize_result(obj, to_field_name), "text": label(obj)}


class Workspace(AdminSite):
    """Where organisers find everything."""

    site_title = _("Good Society Expo – organisers' workspace")
    site_header = _("Good Society Expo – organisers' workspace")
    index_title = _("What do you want to work on?")
    site_url = reverse_lazy("front")  # type: ignore[assignment]  # a text for each language

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Offer choices that are named so that they can be told apart."""
        return cast("HttpResponse", LabelledChoices.as_view(admin_site=self)(request))
