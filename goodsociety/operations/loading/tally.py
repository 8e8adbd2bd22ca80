"""What a loading did, in figures and in words."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Model


@dataclass
class Tally:
    """How many rows of each kind were added, and of each row found what was changed in it."""

    added: Counter[type[Model]] = field(default_factory=Counter)
    found: dict[Model, list[str]] = field(default_factory=dict)

    def note(self, row: Model, changed: list[str]) -> None:
        """Note what was changed in a row that was found, in one just added nothing."""
        if row in self.found:
            self.found[row] += changed

    @property
    def changed(self) -> Counter[type[Model]]:
        """How many rows of each kind were found and changed."""
        return Counter(type(row) for row, names in self.found.items() if names)

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was added or changed."""
        return not self.added.total() and not self.changed.total()

    def lines(self) -> list[str]:
        """Return a line for each kind of row, then one for each row that was changed, with what was changed in it."""
        unchanged = Counter(type(row) for row, names in self.found.items() if not names)
        kinds = {str(kind._meta.verbose_name_plural): kind for kind in (*self.added, *unchanged, *self.changed)}
        totals = [
            f"{name}: {self.added[kind]} added, {self.changed[kind]} changed, {unchanged[kind]} unchanged"
            for name, kind in sorted(kinds.items())
        ]
        return totals + [
            f"  changed: {row._meta.verbose_name} “{row}” ({', '.join(names)})"
            for row, names in self.found.items()
            if names
        ]
