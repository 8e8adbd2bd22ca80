"""Pictures of slips, as phones make them and as nobody should."""

import io
import struct
import zlib

import segno
from PIL import Image

from donations.promptpay import checksum


def mini_qr(bank="004", reference="014111222333ABC0001", *, end="5102TH"):
    """Return the text of the code on a bank's slip."""
    inner = f"00060000010103{bank}02{len(reference):02}{reference}"
    body = f"00{len(inner):02}{inner}{end}9104"
    return body + checksum(body)


def slip_picture(code=None, kind="PNG", size=(720, 1280), **options):
    """Return a picture of a slip, with its code at the bottom."""
    picture = Image.new("RGB", size, "#e8f4ec")
    if code is not None:
        drawn = io.BytesIO()
        segno.make(code, error="m", micro=False).save(drawn, kind="png", scale=4, border=4)
        picture.paste(Image.open(drawn).convert("RGB"), (size[0] - 260, size[1] - 300))
    return saved(picture, kind, **options)


def saved(picture, kind, **options):
    """Return a picture as a file."""
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def png_that_says(width, height):
    """Return a small PNG whose head says that it is so large."""

    def chunk(kind, content):
        sum_of_it = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + sum_of_it

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")
