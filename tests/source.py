"""The project's own source, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What runs the site, and what is only run beside it.
SITE = (
    "accounts",
    "activities",
    "donations",
    "goodsociety",
    "organizations",
    "reports",
    "volunteers",
    "zones",
)
BESIDE = ("bench", "tests")
#: What tools write.
MADE = {"__pycache__", "migrations", "build"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the project's folder."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def functions(self) -> Iterator[Function]:
        """Every function and method, wherever it stands."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    @property
    def calls(self) -> Iterator[ast.Call]:
        """Every call."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def is_in(self, *rooms: str) -> bool:
        """Say whether it is one of these rooms or a file in one: ``actions`` is actions.py and actions/…"""
        return not {part.removesuffix(".py") for part in Path(self.name).parts}.isdisjoint(rooms)


def python(*folders: str) -> list[Module]:
    """Return the modules of folders, migrations apart."""
    return [Module(path) for folder in folders for path in files(folder, "*.py")]


def files(folder: str, pattern: str) -> list[Path]:
    """Return the files of a folder that people wrote."""
    return [path for path in sorted((ROOT / folder).rglob(pattern)) if MADE.isdisjoint(path.parts)]
