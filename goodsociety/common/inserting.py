"""Insert a row unless another stands in its way, by one statement that says whether it did.

``bulk_create(ignore_conflicts=True)`` tells neither that nor the row's key, so that it takes a second statement.
"""

from functools import cache

from django.db import connection, models


def insert_new(row: models.Model) -> bool:
    """Insert an unsaved row and give it its key; say whether it was, or a row that it must not stand beside is there.

    Unique constraints judge that, and on PostgreSQL exclusion constraints as well. There this waits for whoever is
    inserting such a row at that moment, and sees what becomes of it.
    """
    columns = own_columns(type(row))
    values = [column.get_db_prep_save(column.pre_save(row, add=True), connection) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(statement(type(row)), values)
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = found[0]
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 (as Model.save does it)
    return True


@cache
def own_columns(model: type[models.Model]) -> list["models.Field[object, object]"]:
    """Return the columns of a model that an insert fills; its key is the database's to give."""
    return [column for column in model._meta.local_concrete_fields if not column.primary_key]


@cache
def statement(model: type[models.Model]) -> str:
    """Return the statement, which PostgreSQL and SQLite both know."""
    quote = connection.ops.quote_name
    columns = own_columns(model)
    names = ", ".join(quote(str(column.column)) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING {key}"  # noqa: S608 (names of ours)
