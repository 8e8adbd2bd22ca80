"""Print an edition's outcome report."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from goodsociety.common.dates import common_year
from reports.outcomes import outcome_report
from zones.models import Edition


class Command(BaseCommand):
    """``manage.py outcomes 2019 --format json``."""

    help = "Print an edition's outcomes: counted from rows, beside what was published."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year and the format."""
        parser.add_argument("year", type=int, help="Common or Buddhist Era, for example 2019 or 2562.")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; an unknown year is an error that says which there are."""
        report = outcome_report(edition_of(options["year"]), at=timezone.now())
        if options["format"] == "json":
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        if report["is_sample"]:
            self.stdout.write("Sample rows are among what was counted.")
        for line in report["metrics"]:
            self.stdout.write(in_words(line))


def in_words(line: dict[str, Any]) -> str:
    """Return a line of the report for people."""
    counted = f"{line['metric']:26} {line['counted']:>12} {line['unit']:14}"
    if line["published"] is None:
        return counted.rstrip()
    agreement = {True: "agrees", False: "DIFFERS", None: "no rows exist"}[line["agrees"]]
    return f"{counted} published {line['qualifier']} {line['published']}: {agreement}"


def edition_of(year: int) -> Edition:
    """Return the edition of a typed year, or raise a CommandError with the years there are."""
    try:
        return Edition.objects.get(year=common_year(year))
    except (ValueError, Edition.DoesNotExist) as error:
        years = ", ".join(str(known) for known in Edition.objects.values_list("year", flat=True)) or "none yet"
        raise CommandError(f"There is no edition {year}. Editions: {years}.") from error
