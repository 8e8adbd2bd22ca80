"""What was chosen in the programme, or among what else goes by day, as addresses hold it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

#: What stands in an address for no day in particular.
ALL_DAYS = "all"
#: What one chooses from a list, each by its name in the address.
FACETS = ("zone", "kind", "way", "language", "time", "free")
#: Everything a programme's address may ask, in the order in which we write it.
PARAMETERS = ("day", "q", *FACETS, "page")


@dataclass(frozen=True)
class Choice:
    """What an address asks, as far as it was understood, and the day that is shown for it; None for all days."""

    path: str
    asked: Mapping[str, str]
    day: dt.date | None

    facets: ClassVar[tuple[str, ...]] = FACETS

    @property
    def query(self) -> dict[str, str]:
        """What the address asks, without what it leaves open, in our order."""
        return {name: self.asked[name] for name in ("day", "q", *self.facets, "page") if self.asked.get(name)}

    @property
    def wanted(self) -> dict[str, str]:
        """What a session must have to be shown, a text apart."""
        day = {"day": self.day.isoformat()} if self.day else {}
        return {**day, **{name: self.asked[name] for name in self.facets if self.asked.get(name)}}

    def to(self, path: str) -> "Choice":
        """Return the same choice on another page."""
        return replace(self, path=path)

    def address(self, **changes: str) -> str:
        """Return the address of this choice with something else instead; an empty value leaves it open."""
        changed = replace(self, asked={**self.asked, **changes}).query
        return f"{self.path}?{urlencode(changed)}" if changed else self.path

    def cleared(self) -> str:
        """Return the address that chooses nothing but the day."""
        return self.address(**dict.fromkeys(("q", *self.facets), ""))

    def everything(self) -> str:
        """Return the address that leaves everything open."""
        return self.address(**dict.fromkeys(("q", *self.facets), ""), day=ALL_DAYS)

    @property
    def named_day(self) -> str:
        """The day that is shown, as an address names it."""
        return self.day.isoformat() if self.day else ALL_DAYS
