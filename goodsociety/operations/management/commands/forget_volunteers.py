"""Forget the volunteers of an edition whose day has passed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from goodsociety.common.audit import SYSTEM
from goodsociety.common.dates import common_year
from goodsociety.common.refusals import Refusal
from goodsociety.operations.retention import forget_edition, to_forget
from zones.models import Edition


class Command(BaseCommand):
    """``manage.py forget_volunteers --year 2019 --dry-run``."""

    help = "Erase the details of an edition's volunteers once the day in its rules has passed; the counts stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year, and whether to count alone."""
        parser.add_argument("--year", type=int, required=True, help="Common or Buddhist Era, for example 2019 or 2562.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count first, then forget."""
        at = timezone.now()
        try:
            edition = Edition.objects.get(year=common_year(options["year"]))
        except (ValueError, Edition.DoesNotExist) as error:
            raise CommandError(f"There is no edition {options['year']}.") from error
        self.tell("To be erased", to_forget(edition, at=at))
        if options["dry_run"]:
            return
        try:
            self.tell("Erased", forget_edition(edition=edition, by=SYSTEM, at=at))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def tell(self, heading: str, counts: dict[str, int]) -> None:
        """Print how many of each kind."""
        self.stdout.write(f"{heading}:")
        for name, count in counts.items():
            self.stdout.write(f"  {name.replace('_', ' '):16} {count:>7}")
