"""The payment provider behind a small interface. Without its settings there is none, and nobody is offered it."""

from django.conf import settings

from donations.gateway.opn import Opn
from donations.gateway.provider import (
    Heard,
    Provider,
    ProviderAway,
    ProviderRefused,
    Told,
    Unreadable,
    Unsigned,
    Wanted,
)

__all__ = [
    "Heard", "Provider", "ProviderAway", "ProviderRefused", "Told", "Unreadable", "Unsigned", "Wanted", "is_on",
    "provider_in_use",
]  # fmt: skip


def is_on() -> bool:
    """Say whether a provider is set up."""
    return bool(settings.GATEWAY_URL and settings.GATEWAY_KEY and settings.GATEWAY_WEBHOOK_SECRET)


def provider_in_use() -> Provider | None:
    """Return the provider that the settings name; none where the gateway is off."""
    if not is_on():
        return None
    return Opn(settings.GATEWAY_URL, settings.GATEWAY_KEY, settings.GATEWAY_WEBHOOK_SECRET)
