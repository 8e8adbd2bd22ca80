"""A spreadsheet of duties and shifts that is looked at first, row by row, and then applied whole or not at all."""

import datetime as dt
from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodsociety.common.sheets import Row, Table, read_tables
from goodsociety.common.sheets.refusals import SheetRefusal
from volunteers.admin.planning_pages import PlanForm
from volunteers.planning import Plan
from volunteers.planning.reading import plan_of_tables
from zones.models import Edition

MOST_ROWS = 2000
#: So long what was read from a file may wait for somebody to confirm it.
KEPT_SECONDS = 2 * 60 * 60
#: In characters: so much goes along in the page, below what a request may hold.
MOST_KEPT = 1_500_000
SALT = "volunteers.sheet"


class SheetForm(PlanForm):
    """A file, and what was read from it: that goes along in the page, signed, until it is confirmed."""

    edition = forms.ModelChoiceField(Edition.objects.all(), label=gettext_lazy("edition"))
    file = forms.FileField(
        label=gettext_lazy("spreadsheet"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("An .xlsx or .csv file. Nothing is written yet: you see first what each row would do."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def proposed(cls, thing: Any, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use them)
        """Begin with the edition that the site leads to."""
        return {"edition": Edition.objects.open().order_by("starts_on").first() or Edition.objects.first()}

    def beside(self) -> dict[str, Any]:
        """Return the editions whose files can be downloaded."""
        return {"editions": Edition.objects.all()}

    def clean(self) -> dict[str, Any]:
        """Read the file, or what was read from it before."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        try:
            if upload:
                self.tables = read_tables(upload, most_rows=MOST_ROWS)
                self.keep()
                if len(self.data["read"]) > MOST_KEPT:
                    self.add_error("file", _("This file holds too much at once. Please divide it into two."))
            else:
                self.tables = [
                    table_of(kept) for kept in signing.loads(cleaned["read"], salt=SALT, max_age=KEPT_SECONDS)
                ]
        except signing.BadSignature:
            self.add_error("file", _("Choose a file first."))
        except SheetRefusal as refusal:
            self.add_error("file", str(refusal))
        return cleaned

    def keep(self) -> None:
        """Let what was read go along in the page."""
        tables = [[table.name, [[row.number, row.cells] for row in table.rows]] for table in self.tables]
        data: Any = copy(self.data)
        data["read"] = signing.dumps(tables, salt=SALT, compress=True)
        self.data = data

    def plan(self, *, at: dt.datetime) -> Plan:
        """Return what the file would do."""
        return plan_of_tables(self.tables, self.cleaned_data["edition"], at=at)


def table_of(kept: Any) -> Table:
    """Return a table as it was kept."""
    name, rows = kept
    return Table(name, tuple(Row(number, tuple(cells)) for number, cells in rows))
