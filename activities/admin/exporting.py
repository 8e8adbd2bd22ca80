"""The registrations of a session as a file for spreadsheets, answers included."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from activities.models import Question, Registration, Session
from goodsociety.common.dates import local

#: What spreadsheets take for the beginning of a formula (OWASP, CSV injection).
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
#: Without it spreadsheets read Thai as something else.
BOM = "\ufeff"
AT_ONCE = 500


class Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        """Give it back."""
        return text


def registrations_csv(session: Session) -> Iterator[str]:
    """Yield the file line by line, so that a session of thousands takes no memory."""
    writer = csv.writer(Echo())
    questions = list(Question.objects.filter(activity=session.activity).order_by("order", "pk"))
    yield BOM
    yield writer.writerow(harmless(heads(questions)))
    rows = Registration.objects.filter(session=session).order_by("created_at", "pk")
    fetched = rows.select_related("organization").prefetch_related("answers", "members")
    for row in fetched.iterator(chunk_size=AT_ONCE):
        yield writer.writerow(harmless(cells(row, questions)))


def heads(questions: list[Question]) -> list[str]:
    """Return the first line."""
    fixed = (
        _("reference"), _("status"), _("name"), _("e-mail"), _("phone"), _("party size"), _("party members"),
        _("organization"), _("note"), _("language"), _("registered"), _("waits since"),
    )  # fmt: skip
    return [*fixed, *(question.label for question in questions)]


def cells(row: Registration, questions: list[Question]) -> list[Any]:
    """Return the line of a registration; moments are ISO 8601 by the expo's clocks."""
    answers = {answer.question_id: answer.text for answer in row.answers.all()}
    moments = (local(at).isoformat(timespec="seconds") if at else "" for at in (row.created_at, row.queued_at))
    names = ", ".join(member.name for member in row.members.all())
    organization = row.organization.name if row.organization else ""
    return [
        row.reference, row.get_status_display(), row.name, row.email, row.phone, row.party_size, names, organization,
        row.note, row.language, *moments, *(answers.get(question.pk, "") for question in questions),
    ]  # fmt: skip


def harmless(values: Iterable[Any]) -> list[Any]:
    """Return cells of which no spreadsheet takes one for a formula."""
    return [f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value for value in values]
