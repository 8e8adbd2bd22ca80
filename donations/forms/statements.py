"""The file of a bank, and which of its columns holds what."""

from copy import copy
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Campaign, StatementFormat
from donations.statements import BankFile, Columns, known_format, read_file, suggested
from donations.statements.columns import likely_headings
from goodsociety.common.refusals import Refusal
from goodsociety.common.sheets import Row
from organizations.models import Organization
from zones.models import Edition, EditionQuerySet

#: So long what was read from a file may wait for somebody to confirm it.
KEPT_SECONDS = 2 * 60 * 60
#: In characters: so much goes along in the page, below what a request may hold.
MOST_KEPT = 1_500_000
SALT = "donations.statement"


class StatementForm(forms.Form):
    """Whose account it is, and its file: what was read goes along in the page, signed, until it is confirmed."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label=gettext_lazy("edition"))
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("organization whose account it is")
    )
    format = forms.ModelChoiceField(
        StatementFormat.objects.all(), label=gettext_lazy("format"), required=False,
        empty_label=gettext_lazy("found out from the file"),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("file of the bank"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        help_text=gettext_lazy("An .xlsx or .csv file. Nothing is written yet: you see first what each line would do."),
    )  # fmt: skip
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, editions: EditionQuerySet, typed: Any = None, files: Any = None) -> None:
        """Offer the editions that somebody looks after, and the organizations with campaigns there."""
        proposed = editions.open().order_by("starts_on").first() or editions.first()
        super().__init__(typed, files, initial={"edition": proposed})
        fields: Any = self.fields
        fields["edition"].queryset = editions
        theirs = Campaign.objects.filter(edition__in=editions).values("organization")
        fields["organization"].queryset = Organization.objects.filter(pk__in=theirs)

    def clean(self) -> dict[str, Any]:
        """Read the file, or what was read from it before."""
        cleaned = super().clean() or {}
        chosen, upload = cleaned.get("format"), cleaned.get("file")
        try:
            if upload:
                self.bank_file = read_file(upload, chosen.encoding if chosen else "")
                self.keep()
            else:
                name, digest, rows = signing.loads(cleaned.get("read", ""), salt=SALT, max_age=KEPT_SECONDS)
                kept = tuple(Row(number, tuple(cells)) for number, cells in rows)
                self.bank_file = BankFile(name, digest, kept)
            self.known = chosen or known_format(self.bank_file.rows, StatementFormat.objects.all())
        except signing.BadSignature:
            self.add_error("file", _("Choose a file first."))
        except Refusal as refusal:
            self.add_error("file", str(refusal))
        return cleaned

    def keep(self) -> None:
        """Let what was read go along in the page."""
        rows = [[row.number, row.cells] for row in self.bank_file.rows]
        data: Any = copy(self.data)
        data["read"] = signing.dumps([self.bank_file.name, self.bank_file.digest, rows], salt=SALT, compress=True)
        self.data = data
        if len(data["read"]) > MOST_KEPT:
            self.add_error("file", _("This file holds too much at once. Please divide it into two."))


class ColumnsForm(forms.Form):
    """Which column holds what; kept under a name for the next file of this bank."""

    name = forms.CharField(
        label=gettext_lazy("keep as"), max_length=100, help_text=gettext_lazy("Bank and kind of file.")
    )
    date = forms.ChoiceField(label=gettext_lazy("date"))
    days = forms.ChoiceField(label=gettext_lazy("order of a date"), choices=StatementFormat.Days.choices)
    time = forms.ChoiceField(label=gettext_lazy("time of day"), required=False)
    credit = forms.ChoiceField(label=gettext_lazy("money that came"), required=False)
    debit = forms.ChoiceField(label=gettext_lazy("money that went"), required=False)
    amount = forms.ChoiceField(
        label=gettext_lazy("amount"), required=False,
        help_text=gettext_lazy("Where one column holds both what came and, with minus, what went."),
    )  # fmt: skip
    reference = forms.ChoiceField(label=gettext_lazy("reference"), required=False)
    words = forms.MultipleChoiceField(
        label=gettext_lazy("description"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, rows: tuple[Row, ...], known: StatementFormat | None, sent: Any = None) -> None:
        """Offer the headings of the file, chosen as the format says or as they usually mean."""
        self.headings = [cell for cell in dict.fromkeys(likely_headings(rows).cells) if cell]
        proposed = (Columns.of(known.columns) if known else suggested(self.headings)).kept
        days = {"name": known.name, "days": known.days} if known else {}
        super().__init__(sent, initial={**proposed, **days})
        self.known = known
        choices = [(heading, heading) for heading in self.headings]
        for name in ("date", "time", "credit", "debit", "amount", "reference"):
            field: Any = self.fields[name]
            field.choices = [("", "–"), *choices]
        words: Any = self.fields["words"]
        words.choices = choices

    def clean(self) -> dict[str, Any]:
        """See that there is an amount, and that no column is used twice."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("amount")) == bool(cleaned.get("credit")):
            self.add_error("amount", _("Choose the column with what came, or the one with the amount, not both."))
        return cleaned

    def chosen(self) -> StatementFormat:
        """Return the format that was chosen, which is not kept yet."""
        cleaned = self.cleaned_data
        names = ("date", "time", "amount", "credit", "debit", "reference")
        columns = Columns(**{name: cleaned[name] for name in names}, words=tuple(cleaned["words"]))
        row = StatementFormat.objects.filter(name=cleaned["name"]).first() or StatementFormat(name=cleaned["name"])
        row.columns, row.days = columns.kept, cleaned["days"]
        return row
