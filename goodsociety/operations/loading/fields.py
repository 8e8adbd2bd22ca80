"""What an edition file is made of: mappings of known keys, and what may stand behind a key."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from goodsociety.common.dates import common_year, day_from_typed
from goodsociety.operations.loading.errors import Errors


class Part(dict[str, Any]):
    """What could be read of a mapping; what is wrong stays out, reads as None and is found in ``errors``."""

    def __init__(self, *args: Any, **values: Any) -> None:
        """Begin without errors."""
        super().__init__(*args, **values)
        self.errors: dict[str, Any] = {}

    def __missing__(self, key: str) -> None:
        """Let a wrong key read as None, so that the rest of the file can be judged all the same."""


class Strict(s.Serializer):
    """A mapping in which every key is known: a misspelt one is an error, not silence."""

    def to_internal_value(self, data: Any) -> Part:
        """Return what can be read, with the errors beside it: one wrong key hides no error elsewhere."""
        part = Part()
        if not isinstance(data, dict):
            part.errors = {"": [_("Keys and values belong here.")]}
            return part
        part.errors = {key: [_("This key is not known here.")] for key in data if key not in self.fields}
        for key, field in self.fields.items():
            try:
                part[key] = field.run_validation(field.get_value(data))
            except s.ValidationError as error:
                part.errors[key] = error.detail
        return part


def errors_of_shape(value: Any, path: str = "") -> Errors:
    """Yield whatever could not be read in a part and in the parts below it."""
    if isinstance(value, Part):
        yield from flatten(value.errors, path)
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from errors_of_shape(below, joined(path, key))


def flatten(errors: Any, path: str) -> Errors:
    """Yield the sentences of nested errors, each with its path."""
    if isinstance(errors, dict):
        for key, below in errors.items():
            yield from flatten(below, joined(path, key))
    else:
        yield from ((path or "file", str(sentence)) for sentence in errors)


def joined(path: str, key: str | int) -> str:
    """Return the path of a key below another; errors of a whole mapping or list stay at it."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if key in {"", "non_field_errors"}:
        return path
    return f"{path}.{key}" if path else key


class YearField(s.IntegerField):
    """A year of either era."""

    def to_internal_value(self, data: Any) -> int:
        """Return the Common Era year."""
        try:
            return common_year(super().to_internal_value(data))
        except ValueError as error:
            raise s.ValidationError(str(error)) from error


class DayField(s.Field):
    """A day whose year may be of either era."""

    def to_internal_value(self, data: Any) -> dt.date:
        """Return the day in the Common Era."""
        try:
            return day_from_typed(str(data))
        except ValueError as error:
            raise s.ValidationError(str(error)) from error


def name() -> s.CharField:
    """A short text that must be there."""
    return s.CharField(max_length=200)


def optional_name(longest: int = 200) -> s.CharField:
    """A short text, which may be missing."""
    return s.CharField(max_length=longest, default="", allow_blank=True)


def text() -> s.CharField:
    """A longer text, which may be missing."""
    return s.CharField(max_length=5000, default="", allow_blank=True)


def slug() -> s.RegexField:
    """A row's own address: ASCII lower case, digits and hyphens."""
    sentence = _("Write an address in small letters a–z, digits and hyphens, for example main-stage.")
    return s.RegexField(r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, error_messages={"invalid": sentence})


def reference() -> s.CharField:
    """The address of another row of the file."""
    return s.CharField(max_length=60)


def optional_reference() -> s.CharField:
    """The address of another row of the file, which may be missing."""
    return s.CharField(max_length=60, default=None)


def link() -> s.URLField:
    """An address on the web, which may be missing."""
    return s.URLField(max_length=200, default="", allow_blank=True)


def figure(smallest: int, largest: int, **options: Any) -> s.IntegerField:
    """A whole number within limits."""
    return s.IntegerField(min_value=smallest, max_value=largest, **options)


class Outline(s.ListField):
    """Corners on the floor plan."""

    child = s.ListField(child=figure(0, 1000), min_length=2, max_length=2)
