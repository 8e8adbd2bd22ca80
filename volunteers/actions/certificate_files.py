"""The files of a run of certificates: taken by staff to print, and let go of after a while."""

import datetime as dt
from collections.abc import Iterator

from goodsociety.common import audit
from volunteers.models import CertificateRun, CertificateSheet
from volunteers.zipped import file_name, zipped

#: Files hold names in plenty, and can be drawn again.
KEEP_FILES = dt.timedelta(days=30)


def take_files(*, run: CertificateRun, by: audit.By, at: dt.datetime) -> Iterator[bytes]:
    """Return the pieces of an archive with every certificate of a run that holds, in the order of names."""
    keys = list(run.sheets.printable().values_list("pk", flat=True))
    audit.record("take_certificates", run, by=by, at=at, files=len(keys))
    return zipped(files_of(keys), at=at)


def files_of(keys: list[int]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of sheets by name, read one by one."""
    for number, key in enumerate(keys, start=1):
        sheet = CertificateSheet.objects.printable().filter(pk=key).first()
        if sheet is not None and sheet.certificate is not None and sheet.pdf is not None:
            certificate = sheet.certificate
            yield f"{number:04} {file_name(certificate.name)} {certificate.reference}.pdf", bytes(sheet.pdf)


def forget_files(*, at: dt.datetime) -> int:
    """Let go of files that were drawn a month ago; say how many."""
    return CertificateSheet.objects.filter(pdf__isnull=False, drawn_at__lt=at - KEEP_FILES).update(pdf=None)
