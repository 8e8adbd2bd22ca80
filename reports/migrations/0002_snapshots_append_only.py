"""A frozen report is never changed."""

from django.db import migrations

from goodsociety.common.migrations_sql import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [append_only("reports_snapshot")]
