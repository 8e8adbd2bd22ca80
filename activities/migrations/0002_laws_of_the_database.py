"""Laws that Django's models cannot state for both databases.

PostgreSQL: nobody has two exclusive commitments at the same time (SQLite serialises its writers instead). Both:
check-ins and head counts are append-only.
"""

from django.db import migrations

from goodsociety.common.migrations_sql import append_only, exclusion

APPEND_ONLY = ["activities_checkin", "activities_headcount"]


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [
        exclusion(
            table="activities_commitment",
            name="commitment_no_overlap",
            rule="person_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&",
            where="is_exclusive",
        ),
        *[append_only(table) for table in APPEND_ONLY],
    ]
