"""Read an edition file: YAML without surprises, then its shape, then its sense; every error by its path in the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from goodsociety.operations.loading.sense import errors_of_sense
from goodsociety.operations.loading.shape import EditionFile

LARGEST_FILE = 5 * 1024 * 1024
SHIPPED = Path(__file__).resolve().parent.parent / "editions"

Document = dict[str, Any]


class BadEditionFile(Exception):
    """A file that cannot be loaded, with every error as (path in the file, sentence)."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        """Keep the errors."""
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


class PlainLoader(yaml.SafeLoader):
    """YAML without aliases (a small file could grow to gigabytes) and without keys that stand twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError(_("line %(line)s: aliases (*name) are not read here") % {"line": self.line + 1})
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 (PyYAML's signature)
        """Refuse a key that stands twice in one mapping."""
        seen = set()
        for key, _value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise yaml.YAMLError(_("line %(line)s: %(key)s stands twice") % {"line": line, "key": key.value})
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_edition(path: Path) -> Document:
    """Return the checked document of a file; raises BadEditionFile with every error in it."""
    raw = read_yaml(path)
    shape = EditionFile(data=raw)
    if not shape.is_valid():
        raise BadEditionFile(list(flatten(shape.errors)))
    document: Document = shape.validated_data
    errors = list(errors_of_sense(document))
    if errors:
        raise BadEditionFile(errors)
    return document


def find_file(name: str) -> Path:
    """Return the path of a file, or of the shipped edition of that name: ``2019.yaml``."""
    path = Path(name)
    return path if path.exists() else SHIPPED / path.name


def read_yaml(path: Path) -> Any:
    """Return what a file says; raises BadEditionFile when it is not there, too large, not UTF-8 or not YAML."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadEditionFile([(path.name, _("The file is larger than 5 MB."))])
        return yaml.load(path.read_text(encoding="utf-8"), PlainLoader)  # noqa: S506 (a SafeLoader)
    except OSError as error:
        raise BadEditionFile([(path.name, _("The file cannot be read: %(why)s.") % {"why": error.strerror})]) from error
    except (UnicodeDecodeError, ValueError, RecursionError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())[:300]
        raise BadEditionFile([(path.name, _("This is not a readable YAML file: %(why)s") % {"why": why})]) from error


def flatten(errors: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, sentence) for every error of a nested serializer: ``zones[2].colour``."""
    if isinstance(errors, dict):
        for key, below in errors.items():
            yield from flatten(below, joined(path, key))
    elif isinstance(errors, list) and any(isinstance(below, dict) for below in errors):
        for index, below in enumerate(errors):
            yield from flatten(below, f"{path}[{index}]")
    else:
        yield from ((path or "file", str(sentence)) for sentence in errors)


def joined(path: str, key: Any) -> str:
    """Return the path of a key below another; errors of a whole mapping stay at the mapping."""
    if key == "non_field_errors":
        return path
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else str(key)
