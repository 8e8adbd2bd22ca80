"""The form behind every page of the workspace: all laws of the row are judged, and only what was changed is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class SiteForm(forms.ModelForm):
    """A model's form that never overwrites a column it does not show, such as a counter that moved meanwhile."""

    #: The sentence of a law that the database held up when the form was saved before.
    broken_law = ""

    def value_of(self, name: str) -> Any:
        """Return the value a field will have: the one just typed, or what the row has where the field is not shown."""
        return self.cleaned_data[name] if name in self.cleaned_data else getattr(self.instance, name, None)

    def clean(self) -> dict[str, Any]:
        """Say what the database refused."""
        cleaned = super().clean()
        if self.broken_law:
            raise ValidationError(self.broken_law)
        return self.cleaned_data if cleaned is None else cleaned

    def _post_clean(self) -> None:
        """Judge the laws that span fields which the form does not show: Django leaves those out."""
        super()._post_clean()  # type: ignore[misc]  # the stubs do not know it
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Write a row; of one that is there only what was changed."""
        if not commit or self.instance.pk is None or self.errors:
            return super().save(commit=commit)
        self.instance.save(update_fields=self.changed_columns())
        self._save_m2m()  # type: ignore[attr-defined]  # the stubs do not know it
        return self.instance

    def changed_columns(self) -> list[str]:
        """Return the columns to write: those changed, and the sort keys made from them."""
        columns = self.instance._meta.concrete_fields
        return [column.name for column in columns if self.is_changed(column)]

    def is_changed(self, column: "models.Field[Any, Any]") -> bool:
        """Say whether a column has another value than before."""
        return any(name in self.changed_data for name in getattr(column, "sources", (column.name,)))
