"""Migration steps for laws that Django's model constraints cannot state on both databases."""

from typing import Any

from django.db.migrations import RunPython

#: SQLite has one trigger for each; the tests, whose flush deletes rows there, set the second one aside.
SQLITE_UPDATE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_DELETE = """
CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def append_only(table: str) -> RunPython:
    """Refuse every change of a table's rows; on PostgreSQL every deletion too."""

    def forward(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(SQLITE_UPDATE.format(table=table))
            return
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
        schema_editor.execute(POSTGRES_TRIGGER.format(table=table))

    def back(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER {table}_append_only{on_table}")

    return RunPython(forward, back)


def never_deleted(table: str) -> RunPython:
    """Refuse every deletion from an append-only table on SQLite too; PostgreSQL's trigger does so already."""

    def forward(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(SQLITE_DELETE.format(table=table))

    def back(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {table}_never_deleted")

    return RunPython(forward, back)


def append_only_again(table: str) -> RunPython:
    """Refuse changes of a table that was just altered: SQLite makes such a table anew, without its trigger."""

    def forward(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(SQLITE_UPDATE.format(table=table))

    return RunPython(forward, RunPython.noop)


def exclusion(*, table: str, name: str, rule: str, where: str) -> RunPython:
    """Add an exclusion constraint on PostgreSQL; SQLite has none and serialises its writers."""

    def forward(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({rule}) WHERE ({where})"
            )

    def back(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    return RunPython(forward, back)
