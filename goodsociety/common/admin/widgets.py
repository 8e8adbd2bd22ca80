"""Fields in which another row is chosen by typing a part of its name."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models


def are_keys(model: type[models.Model], typed: list[str]) -> bool:
    """Say whether all that was sent can be numbers of rows."""
    try:
        for key in typed:
            model._meta.pk.clean(key, None)
    except ValidationError:
        return False
    return True


class OnlyKeys(AutocompleteMixin):
    """Shows again what was chosen, but not what cannot have been: Django would look that up and fail."""

    field: Any

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Return the chosen rows."""
        model = self.field.remote_field.model
        return super().optgroups(name, [key for key in value if key == "" or are_keys(model, [key])], attr)


class Choice(OnlyKeys, AutocompleteSelect):
    """One other row."""


class Choices(OnlyKeys, AutocompleteSelectMultiple):
    """Several other rows."""
