"""No payment is ever deleted, on SQLite either."""

from django.db import migrations

from goodsociety.common.migrations_sql import never_deleted


class Migration(migrations.Migration):
    dependencies = [("donations", "0004_latest_first")]

    operations = [never_deleted("donations_payment")]
