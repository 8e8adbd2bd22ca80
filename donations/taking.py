"""Handing out an acknowledgement as a file, on its own page and in the workspace."""

import datetime as dt

from donations.acknowledged import Printed
from donations.actions.acknowledging import take_copy
from donations.models import Acknowledgement
from goodsociety.common import audit


def taken(paper: Acknowledgement, *, by: audit.By, at: dt.datetime) -> tuple[bytes, dict[str, str]]:
    """Count a copy and return the file with its headers."""
    copies = take_copy(acknowledgement=paper, by=by, at=at)
    name = f"acknowledgement-{paper.year}-{paper.number:05}.pdf"
    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'inline; filename="{name}"'}
    return Printed(paper, copies).pdf(), headers
