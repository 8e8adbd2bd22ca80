"""What is wrong with an edition file, each error by its path in the file."""

from collections.abc import Iterator
from typing import Any, TypeAlias

#: What a file says, checked or on the way there.
Document: TypeAlias = dict[str, Any]
#: (path in the file, sentence) for everything that is wrong: ("zones[2].colour", "Write a colour as …").
Errors: TypeAlias = Iterator[tuple[str, str]]


class BadEditionFile(Exception):
    """A file that cannot be loaded, with every error as (path in the file, sentence)."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        """Keep the errors."""
        super().__init__("; ".join(f"{path}: {sentence}" for path, sentence in errors))
        self.errors = errors
