"""Fill in what rows that are there already are searched by."""

from typing import Any

from django.db import migrations

SEARCHED = (("activities", "Activity"), ("organizations", "Organization"))


def write_keys(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (Django's signature)
    """Save each row's key, which its column works out."""
    for app, model in SEARCHED:
        for row in apps.get_model(app, model)._default_manager.iterator():
            row.save(update_fields=["search_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_for_whom_access_favourites"),
        ("organizations", "0002_search_key"),
    ]

    operations = [migrations.RunPython(write_keys, migrations.RunPython.noop)]
