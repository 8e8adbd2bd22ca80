"""Updates that Django writes out once: the statement is kept, and only the values are others each time it is run.

Writing one out takes Django longer than PostgreSQL takes to carry it out, and a crowd waits for the row.
"""

from dataclasses import dataclass
from typing import Any, Self, cast

from django.db import connection
from django.db.models import Expression, IntegerField, QuerySet
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler


class Blank(Expression):
    """Where a value is filled in when the statement is run."""

    def __init__(self, name: str) -> None:
        """Take the name that the value will come under; wherever it is reckoned with, it is a whole number."""
        super().__init__(output_field=IntegerField())
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002 (Django's signature)
        """Stand among the statement's values, to be found again."""
        return "%s", (self,)


@dataclass(frozen=True)
class Update:
    """An update as its database takes it, and its values in order, with blanks."""

    sql: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, rows: "QuerySet[Any]", **columns: object) -> Self:
        """Write out what ``rows.update(**columns)`` would run."""
        query = cast(UpdateQuery, rows.query.chain(UpdateQuery))
        query.add_update_values(columns)
        sql, values = query.get_compiler(rows.db).as_sql()
        return cls(sql, tuple(values))

    def run(self, **filled: str | int) -> int:
        """Run it; return how many rows it changed."""
        values = [filled[value.name] if isinstance(value, Blank) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return int(cursor.rowcount)
