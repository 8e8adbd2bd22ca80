"""Make the certificates of everybody of an edition."""

from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from goodsociety.common.audit import SYSTEM
from goodsociety.common.dates import common_year
from goodsociety.common.refusals import Refusal
from volunteers.actions.certifying_all import go_on, start_run
from volunteers.models import CertificateRun
from zones.models import Edition

PAUSE_SECONDS = 1


class Command(BaseCommand):
    """``manage.py issue_certificates --year 2019``; started twice, or after it was stopped, it goes on."""

    help = "Make the certificates of everybody with approved hours in an edition, as the workspace does."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year."""
        parser.add_argument("--year", type=int, required=True, help="Common or Buddhist Era, for example 2019 or 2562.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, and say how far it is; whoever gets none is listed in the workspace."""
        try:
            edition = Edition.objects.get(year=common_year(options["year"]))
            run = start_run(edition=edition, by=SYSTEM, at=timezone.now())
        except (ValueError, Edition.DoesNotExist) as error:
            raise CommandError(f"There is no edition {options['year']}.") from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        going_on = CertificateRun.objects.unfinished().filter(pk=run.pk)
        while going_on.exists():
            if not go_on(run.pk, at=timezone.now()) and going_on.exists():
                # Another worker has it for a moment.
                sleep(PAUSE_SECONDS)
            self.tell(run)

    def tell(self, run: CertificateRun) -> None:
        """Print how far it is."""
        counts = run.sheets.counts()
        without = counts["refused"] + counts["failed"]
        self.stdout.write(f"{counts['drawn']} of {counts['people']} made, {without} not possible")
