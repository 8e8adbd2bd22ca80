"""Many files as one archive that is sent while it is made, so that it never stands in memory as a whole."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from goodsociety.common.dates import local

#: What file systems and programs to unpack take for something else.
NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]+")
LONGEST = 80


class Passage(io.RawIOBase):
    """What is written goes on to whoever takes it; there is no way back in it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, written: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]  # any buffer
        """Keep what is written until it is taken."""
        self.waiting.append(bytes(written))
        return len(written)

    def taken(self) -> bytes:
        """Hand on what was written since the last time."""
        taken, self.waiting = b"".join(self.waiting), []
        return taken


def zipped(files: Iterable[tuple[str, bytes]], *, at: dt.datetime) -> Iterator[bytes]:
    """Yield an archive of files by name, a piece for each; they are compressed already."""
    passage = Passage()
    with ZipFile(passage, "w", ZIP_STORED) as archive:
        for name, body in files:
            archive.writestr(ZipInfo(name, local(at).timetuple()[:6]), body)
            yield passage.taken()
    yield passage.taken()


def file_name(words: str) -> str:
    """Return words as the name of a file, without what is none on some computers, and not too long."""
    return " ".join(NOT_IN_NAMES.sub(" ", words).split())[:LONGEST].strip(". ")
