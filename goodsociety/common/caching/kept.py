"""A page that was made once: its headers, its body in the encodings asked for so far, and how long it is good."""

import gzip
import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Self

import brotli

from goodsociety.common.caching.marking import Mark

PLAIN, BROTLI, GZIP = "", "br", "gzip"
#: Of the two, brotli gives the smaller body at the same cost; at 5 a page of 100 KB takes about 3 ms, once.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
SMALLEST_COMPRESSED = 500
TEXTS = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")
#: When the site does not answer at all, a page of the last ten minutes is better than none. Nothing about
#: stale-while-revalidate: what was released would show to each visitor one visit later.
CACHE_CONTROL = "public, max-age={}, stale-if-error=600"
VARY = "Accept-Encoding, HX-Request"
#: From this share of its time on, one request makes the page anew while the others still get it.
DUE = 0.8
PATIENCE = 3.0


@dataclass
class Kept:
    """One page under one version of the content."""

    headers: dict[str, str]
    bodies: dict[str, bytes]
    version: str
    made_at: float
    seconds: float
    turn_lock: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @classmethod
    def of(cls, body: bytes, headers: Mapping[str, str], mark: Mark, *, version: str, made_at: float) -> Self:
        """Keep a body with its headers under the ones by which browsers and proxies keep it too."""
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        ours = {"Cache-Control": CACHE_CONTROL.format(mark.elsewhere), "Vary": VARY, "ETag": etag}
        return cls({**headers, **ours}, {PLAIN: body}, version, made_at, mark.seconds - mark.elsewhere)

    def is_good(self, version: str, at: float) -> bool:
        """Say whether it may still be given out."""
        return self.version == version and 0 <= at - self.made_at < self.seconds

    def is_due(self, at: float) -> bool:
        """Say whether it is time to make it anew, although it is still good."""
        return at - self.made_at >= self.seconds * DUE

    @contextmanager
    def turn(self, *, wait: bool) -> Iterator[bool]:
        """Let one thread at a time make the page anew; say whether it is this one's turn, having waited if asked to."""
        is_ours = self.turn_lock.acquire(blocking=wait, timeout=PATIENCE if wait else -1)
        try:
            yield is_ours
        finally:
            if is_ours:
                self.turn_lock.release()

    @property
    def etag(self) -> str:
        """What the body is known by, in whatever encoding."""
        return self.headers["ETag"]

    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""
        return sum(len(body) for body in self.bodies.values()) + 1000

    def encoding_for(self, accepted: str) -> str:
        """Return the encoding that suits a browser best."""
        is_text = self.headers.get("Content-Type", "").startswith(TEXTS)
        return best_encoding(accepted) if is_text and len(self.bodies[PLAIN]) >= SMALLEST_COMPRESSED else PLAIN

    def body(self, encoding: str) -> bytes:
        """Return the body in an encoding, compressed when first asked for."""
        if encoding not in self.bodies:
            # A new dictionary: another thread may be counting the bodies.
            self.bodies = {**self.bodies, encoding: compressed(self.bodies[PLAIN], encoding)}
        return self.bodies[encoding]

    def packed(self) -> tuple[Any, ...]:
        """Return what goes into a cache that several processes share."""
        return self.headers, self.bodies, self.version, self.made_at, self.seconds


def compressed(body: bytes, encoding: str) -> bytes:
    """Return a body compressed."""
    if encoding == BROTLI:
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


@lru_cache(maxsize=64)
def best_encoding(accepted: str) -> str:
    """Return the best encoding that an Accept-Encoding header allows (RFC 9110, 12.5.3)."""
    allowed = {name for name, weight in map(weighed, accepted.lower().split(",")) if weight > 0}
    return next((name for name in (BROTLI, GZIP) if name in allowed), PLAIN)


def weighed(part: str) -> tuple[str, float]:
    """Return an encoding with its weight: 1 where none is named, 0 where it cannot be read."""
    name, _semicolon, weight = part.replace(" ", "").partition(";q=")
    try:
        return name, float(weight or 1)
    except ValueError:
        return name, 0.0
