"""Who knows the content's version: the app that owns it says so here, since this one mentions no expo."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Content:
    """What pages show: how its version is read, and what moves it."""

    version: Callable[[], str] | None = None
    move: Callable[..., object] | None = None

    def changed(self, *things: object) -> None:
        """Note that rows which pages show were added, changed or deleted."""
        if self.move and things:
            self.move(*things)


content = Content()
