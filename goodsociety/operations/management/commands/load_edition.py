"""Load an edition from a file."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from goodsociety.operations.loading.errors import BadEditionFile
from goodsociety.operations.loading.reading import find_file, read_edition
from goodsociety.operations.loading.tally import Tally
from goodsociety.operations.loading.writing import load_edition


class Command(BaseCommand):
    """``manage.py load_edition 2019.yaml``: safe to run again, all or nothing."""

    help = "Load an edition's facts and, outside production, its sample rows from a YAML file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and what to do with it."""
        parser.add_argument("file", help="A path, or the name of a shipped file such as 2019.yaml.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change and change nothing.")
        sample = parser.add_mutually_exclusive_group()
        sample.add_argument(
            "--facts-only", action="store_true", help="Leave the sample rows out (the rule in production)."
        )
        sample.add_argument("--with-sample", action="store_true", help="Load sample rows in production too.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, write, and say what was done; a bad file is refused with every error and changes nothing."""
        with_sample = options["with_sample"] or not (options["facts_only"] or settings.IS_PRODUCTION)
        with translation.override("en"):
            self.load(options["file"], with_sample=with_sample, dry_run=options["dry_run"])

    def load(self, file: str, *, with_sample: bool, dry_run: bool) -> None:
        """Read, check and write one file."""
        try:
            tally = load_edition(read_edition(find_file(file)), with_sample=with_sample, dry_run=dry_run)
        except BadEditionFile as bad:
            lines = [f"  {path}: {sentence}" for path, sentence in bad.errors]
            raise CommandError("\n".join(["Nothing was changed. The file has errors:", *lines])) from bad
        self.tell(tally, is_dry=dry_run)

    def tell(self, tally: Tally, *, is_dry: bool) -> None:
        """Print the tally."""
        if is_dry:
            self.stdout.write("Dry run: nothing was changed. Loading would do this:")
        self.stdout.write("\n".join(tally.lines()))
        if tally.is_unchanged:
            self.stdout.write("Everything is already as the file says.")
