"""Thai words in dictionary order, and what texts are found by, the same on every database."""

import re
import unicodedata
from typing import Any

from django.db import models

from goodsociety.common.folding import key_of

LEADING_VOWEL = re.compile(r"([เแโใไ])([ก-ฮ])")
TONE_MARKS = re.compile(r"[็-๎]")


def sort_key(word: str) -> str:
    """Return a key that sorts as the Royal Institute's dictionary does.

    A leading vowel is swapped behind its consonant, and tone marks count only between words that are otherwise equal.
    """
    word = unicodedata.normalize("NFC", word).casefold()
    marks = "".join(TONE_MARKS.findall(word))
    return LEADING_VOWEL.sub(r"\2\1", TONE_MARKS.sub("", word)) + ("\u0020" + marks if marks else "")


class SortKeyField(models.CharField):
    """A column that keeps the Thai sort key of another column of its row."""

    def __init__(self, *args: Any, source: str = "name_th", **kwargs: Any) -> None:
        """Take the name of the column that is sorted by."""
        self.source = source
        self.sources = (source,)
        kwargs.setdefault("max_length", 250)
        super().__init__(*args, **{**kwargs, "editable": False, "db_index": True})

    def deconstruct(self) -> Any:
        """Tell migrations the source."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs.pop("db_index", None)
        return name, path, args, {**kwargs, "source": self.source}

    def db_parameters(self, connection: Any) -> Any:
        """Let PostgreSQL compare keys letter by letter, as SQLite does: a Thai collation would swap vowels again."""
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 (Django's signature)
        """Work the key out anew whenever the row is written."""
        key = sort_key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class SearchKeyField(models.TextField):
    """A column that keeps what other columns of its row are found by (see folding.py)."""

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        """Take the names of the columns that are searched."""
        self.sources = sources
        super().__init__(**{**kwargs, "editable": False, "default": ""})

    def deconstruct(self) -> Any:
        """Tell migrations the sources."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, self.sources, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 (Django's signature)
        """Work the key out anew whenever the row is written."""
        key = key_of(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, key)
        return key
