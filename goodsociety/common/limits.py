"""How often somebody may do something, counted in the cache that all processes share.

The figures protect against nuisance, not what is secret: without the cache nobody is kept out, and without Redis each
process counts for itself.
"""

import datetime as dt
import ipaddress
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
#: Whoever has an IPv6 line has a whole network of addresses, and can speak from any of them.
IPV6_LINE = 64


@dataclass(frozen=True)
class Limit:
    """At most so many times in a span, which begins anew for everybody at the same moments."""

    name: str
    most: int
    span: dt.timedelta

    def is_spent(self, who: str, *, at: dt.datetime) -> bool:
        """Say whether somebody has used up their times; asking does not count."""
        try:
            return int(cache.get(self.key(who, at), 0)) >= self.most
        except (RedisError, OSError):
            logger.warning("The limit %s was not looked up: the cache is away.", self.name)
            return False

    def note(self, who: str, *, at: dt.datetime, times: int = 1) -> bool:
        """Count one more time of somebody, or several; say whether it is still within the limit."""
        key = self.key(who, at)
        try:
            cache.add(key, 0, self.span.total_seconds())
            return int(cache.incr(key, times)) <= self.most
        except ValueError:
            # The cache threw it out in this very moment, as it does with whatever it likes.
            return True
        except (RedisError, OSError):
            logger.warning("The limit %s was not counted: the cache is away.", self.name)
            return True

    def key(self, who: str, at: dt.datetime) -> str:
        """Return where the times of a span are counted; nobody can read from it who it is."""
        span = int(at.timestamp() // self.span.total_seconds())
        return f"limit:{self.name}:{span}:{salted_hmac('limits', who, algorithm='sha256').hexdigest()}"


def network_address(meta: Mapping[str, Any]) -> str:
    """Return where a request comes from: a visitor's IPv4 address, or the network of their IPv6 line.

    Only behind a proxy of ours, which writes the last entry of the header, is the header believed.
    """
    forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", "")) if settings.IS_BEHIND_PROXY else ""
    typed = forwarded.rpartition(",")[2].strip() or str(meta.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(typed)
    except ValueError:
        return typed
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(address), IPV6_LINE), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
