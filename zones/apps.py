"""The app's name for Django and for organisers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from goodsociety.common.caching.content import content


class ZonesConfig(AppConfig):
    """The app, and the heading organisers see over it."""

    name = "zones"
    verbose_name = _("editions and zones")

    def ready(self) -> None:
        """Tell the kept pages which version of the content they show, and what moves it."""
        from zones.actions import content_changed  # noqa: PLC0415 (models are there from here on)
        from zones.models import Edition  # noqa: PLC0415

        content.version, content.move = Edition.objects.content_versions, content_changed
