"""Files that people upload as lists of names, good ones and bad ones, made as they are needed."""

import io
import zipfile
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"
MB = 2**20


def upload(content, name="names.xlsx"):
    """Return bytes as a file that was uploaded."""
    return SimpleUploadedFile(name, content)


def workbook(*rows, title="รายชื่อ", also=()):
    """Return the bytes of a workbook: one sheet with the rows, and others as pairs of title and rows."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in ((title, rows), *also):
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book):
    """Return the bytes of an openpyxl workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(content, part, change):
    """Return a workbook in which one part is replaced by what ``change`` makes of it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


@cache
def bomb(megabytes):
    """Return a workbook whose sheet unpacks to so many megabytes of blanks; it is a thousandth of that itself."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["ก"]))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if "sheet1" not in name:
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(old.read("xl/worksheets/sheet1.xml").replace(b"</sheetData>", b""))
            for _ in range(megabytes):
                sheet.write(b" " * MB)
            sheet.write(b"</sheetData></worksheet>")
    return made.getvalue()


def lying(content, part, size):
    """Return an archive whose directory and local header say that a part has another size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true = archive.getinfo(part).file_size
    found, said = true.to_bytes(4, "little"), size.to_bytes(4, "little")
    return content.replace(found + len(part).to_bytes(2, "little"), said + len(part).to_bytes(2, "little"))
