"""Where pages are kept: in the memory of each process, and in a cache that all share where there is one."""

import hashlib
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from redis.exceptions import RedisError

from goodsociety.common.caching.kept import Kept

logger = logging.getLogger(__name__)

MIB = 2**20
#: Pages without a question, and answers to questions: whoever makes up questions pushes out none of the former.
ROOM, ROOM_FOR_QUESTIONS = 24 * MIB, 8 * MIB
SHARED = "pages"
#: A shared cache that did not answer is left alone for so long.
AWAY_SECONDS = 5.0
#: What decides what a page looks like, beside the content: our code, templates and sentences.
SOURCES = ("*.py", "*.html", "*.mo", "*.yaml")
ELSEWHERE = {".venv", "var", "tests", "bench", "node_modules", "staticfiles"}


@dataclass(frozen=True, slots=True)
class Key:
    """What one page is found by. The language is a part of the path, the host of none: links are relative."""

    path: str
    query: tuple[tuple[str, str], ...]
    is_fragment: bool


class Shelf:
    """Pages in this process's memory, up to so many bytes; those not asked for longest go first."""

    def __init__(self, room: int) -> None:
        """Begin empty."""
        self.room = room
        self.used = 0
        self.pages: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Key) -> Kept | None:
        """Return a page, good or not."""
        with self.lock:
            found = self.pages.get(key)
            if found is None:
                return None
            self.pages.move_to_end(key)
            return found[0]

    def put(self, key: Key, kept: Kept) -> None:
        """Keep a page in place of an earlier one."""
        size = kept.size
        with self.lock:
            self.used += size - self.pages.pop(key, (None, 0))[1]
            self.pages[key] = (kept, size)
            while self.used > self.room:
                _key, (_kept, freed) = self.pages.popitem(last=False)
                self.used -= freed


class Memory:
    """The two shelves of a process."""

    def __init__(self) -> None:
        """Begin empty."""
        self.bare, self.asked = Shelf(ROOM), Shelf(ROOM_FOR_QUESTIONS)

    def get(self, key: Key) -> Kept | None:
        """Return a page, good or not."""
        return self.shelf_of(key).get(key)

    def put(self, key: Key, kept: Kept) -> None:
        """Keep a page in place of an earlier one."""
        self.shelf_of(key).put(key, kept)

    def shelf_of(self, key: Key) -> Shelf:
        """Return the shelf on which a page stands."""
        return self.asked if key.query or key.is_fragment else self.bare


class Shared:
    """The cache that all processes share; while it does not answer, the site does without."""

    def __init__(self) -> None:
        """Begin in hope."""
        self.away_until = 0.0
        self.is_away = False

    def get(self, key: Key, version: str) -> Kept | None:
        """Return a page, good or not; None where there is no shared cache or it does not answer."""
        packed = self.ask("get", key, version)
        return None if packed is None else Kept(*packed)

    def put(self, key: Key, kept: Kept) -> None:
        """Keep a page for others."""
        self.ask("set", key, kept.version, kept.packed(), ceil(kept.seconds))

    def ask(self, verb: str, key: Key, version: str, *words: Any) -> Any:
        """Get or set; say once when it does not answer, and once when it does again."""
        if SHARED not in settings.CACHES or monotonic() < self.away_until:
            return None
        try:
            said = getattr(caches[SHARED], verb)(name_of(key, version), *words)
        except (RedisError, OSError) as error:
            self.away_until = monotonic() + AWAY_SECONDS
            self.tell(is_away=True, why=type(error).__name__)
            return None
        self.tell(is_away=False)
        return said

    def tell(self, *, is_away: bool, why: str = "") -> None:
        """Log a change."""
        if is_away and not self.is_away:
            logger.warning("The shared cache of pages does not answer (%s): each process keeps its own.", why)
        if self.is_away and not is_away:
            logger.info("The shared cache of pages answers again.")
        self.is_away = is_away


def name_of(key: Key, version: str) -> str:
    """Return what a page is called in the shared cache: short, and another one for each version of site and content."""
    parts = (release(), version, key.path, key.query, key.is_fragment)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@cache
def release() -> str:
    """Return what tells this version of this site from every other: two of them may be served side by side."""
    database = settings.DATABASES["default"]
    known_by = (settings.SITE_URL, database.get("HOST"), str(database["NAME"]))
    digest = hashlib.sha256(repr((*known_by, getattr(staticfiles_storage, "manifest_hash", ""))).encode())
    root = Path(settings.BASE_DIR)
    for folder in sorted(place for place in root.iterdir() if place.is_dir() and place.name not in ELSEWHERE):
        for path in sorted(path for pattern in SOURCES for path in folder.rglob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
