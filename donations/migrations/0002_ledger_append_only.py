"""The ledger is append-only."""

from django.db import migrations

from goodsociety.common.migrations_sql import append_only


class Migration(migrations.Migration):
    dependencies = [("donations", "0001_initial")]

    operations = [append_only("donations_payment")]
