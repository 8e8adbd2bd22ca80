"""Read an edition file: YAML without surprises, then its shape, then its sense; every error by its path in the file."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from goodsociety.operations.loading.errors import BadEditionFile, Document
from goodsociety.operations.loading.fields import errors_of_shape
from goodsociety.operations.loading.sense import errors_of_sense
from goodsociety.operations.loading.shape import EditionFile

LARGEST_FILE = 5 * 1024 * 1024
SHIPPED = Path(__file__).resolve().parent.parent / "editions"


class PlainLoader(yaml.BaseLoader):
    """YAML in which every value is the text that stands there: what it means is for the fields to say.

    So 13:00 is no number of minutes, 0000000000 not zero, "No" not false, and 2563-02-29 the day that it is. Aliases
    (a small file could grow to gigabytes), tags and keys that stand twice are refused.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias and a tag."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
            line = event.start_mark.line + 1
            raise yaml.YAMLError(
                _("line %(line)s: aliases (*name) and tags (!name) are not read here") % {"line": line}
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 (PyYAML's signature)
        """Refuse a key that stands twice in one mapping, or is none."""
        seen: set[str] = set()
        for key, _value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.YAMLError(_("line %(line)s: a key is one word") % {"line": line})
            if key.value in seen:
                raise yaml.YAMLError(_("line %(line)s: %(key)s stands twice") % {"line": line, "key": key.value})
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_edition(path: Path) -> Document:
    """Return the checked document of a file; raises BadEditionFile with every error in it."""
    document = EditionFile().to_internal_value(read_yaml(path))
    errors = [*errors_of_shape(document), *errors_of_sense(document)]
    if errors:
        raise BadEditionFile(errors)
    return document


def find_file(name: str) -> Path:
    """Return the path of a file, or of the shipped edition of that very name: ``2019.yaml``."""
    shipped = {path.name: path for path in SHIPPED.glob("*.yaml")}
    path = Path(name)
    return shipped[name] if name in shipped and not path.exists() else path


def read_yaml(path: Path) -> Any:
    """Return what a file says; raises BadEditionFile when it is not there, too large, not UTF-8 or not YAML."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise BadEditionFile([(path.name, _("The file is larger than 5 MB."))])
        return yaml.load(content.decode(), PlainLoader)  # noqa: S506 (it makes texts, lists and mappings only)
    except OSError as error:
        raise BadEditionFile([(path.name, _("The file cannot be read: %(why)s.") % {"why": error.strerror})]) from error
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())[:300]
        raise BadEditionFile([(path.name, _("This is not a readable YAML file: %(why)s") % {"why": why})]) from error
