"""Reading the names of a group from the file that came with a form."""

import datetime as dt

from activities.forms.groups import NamesForm
from goodsociety.common.limits import Limit

#: Reading a file costs a process: so many are read for one network.
FILES_READ = Limit("files_read", 60, dt.timedelta(hours=1))


def read_file(form: NamesForm, *, network: str, at: dt.datetime) -> None:
    """Let a form read the file that came with it, unless too many came from there."""
    if form.is_reading:
        form.may_read = FILES_READ.note(network, at=at)
        form.full_clean()
