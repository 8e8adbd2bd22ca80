"""Recount everything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goodsociety.operations.invariants import findings


class Command(BaseCommand):
    """``manage.py check_invariants``: exits 1 with the differences, where a counter is not what its rows say."""

    help = "Recount every counter and ledger from its rows."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the differences, or that there are none."""
        found = list(findings())
        if found:
            raise CommandError("\n".join([f"Differences found: {len(found)}", *found]))
        self.stdout.write("Every counter and ledger is what its rows say.")
