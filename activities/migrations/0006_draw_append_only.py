"""Draws that were held never change."""

from django.db import migrations

from goodsociety.common.migrations_sql import append_only


class Migration(migrations.Migration):
    dependencies = [("activities", "0005_waiting_lists_and_draws")]

    operations = [append_only("activities_draw")]
