"""Draws one picture from standard input anew and tells it as JSON: run alone, in a process that may use little.

Nothing of the site is imported, so nothing of it can be reached by what a file does to its reader. What is wrong with a
file is told by name (see refusals.py); whatever else goes wrong ends the process.
"""

import base64
import io
import json
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

#: The exit that says: out of memory, or more to tell than may be told.
TOO_HEAVY = 3
FORMATS = ("JPEG", "PNG", "WEBP")
#: What stands at the beginning of files of iPhones: the kind of a container.
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftyphevx", b"ftypmif1", b"ftypmsf1", b"ftypheim", b"ftypheis")
KIND = slice(4, 12)
WHITE = (255, 255, 255)
QUALITY = 80
MILLION = 1_000_000
#: A slip's own code is short; no other text is of use.
LONGEST_CODE = 300


class Unfit(Exception):
    """A file that is not taken: the name of the refusal, and what its sentence names."""

    def __init__(self, refusal: str, **values: object) -> None:
        """Keep both."""
        super().__init__(refusal)
        self.values = values


@dataclass(frozen=True)
class Limits:
    """What reading one picture may take, and how large it is looked at for codes, and kept (longer side, in pixels)."""

    pixels: int = 50 * MILLION
    looked_at: int = 2600
    kept: int = 1800
    memory: int = 768 * 2**20
    cpu_seconds: int = 10
    told: int = 8 * 2**20

    def hold(self) -> None:
        """Let the system end this process when it takes more. macOS counts no address space: there the rest holds."""
        most = {
            resource.RLIMIT_AS: self.memory,
            resource.RLIMIT_CPU: self.cpu_seconds,
            resource.RLIMIT_FSIZE: self.told,
            resource.RLIMIT_CORE: 0,
        }
        for kind, limit in most.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))


def read(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return a picture as JPEG that holds what is seen and nothing else, and the texts of the QR codes upon it."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 (within the limits)

    if content[KIND] in HEIC:
        raise Unfit("HeicPicture")
    Image.MAX_IMAGE_PIXELS = None  # judged here, before anything is decoded
    try:
        opened = Image.open(io.BytesIO(content), formats=FORMATS)
    except (UnidentifiedImageError, SyntaxError, ValueError):
        raise Unfit("NotAPicture") from None
    if opened.width * opened.height > limits.pixels:
        raise Unfit("TooManyPixels", megapixels=limits.pixels // MILLION)
    # A large photograph is decoded at a half or a quarter of its size, where that is enough.
    opened.draft("RGB", (limits.looked_at, limits.looked_at))
    picture: Any = ImageOps.exif_transpose(smaller(opened, limits.looked_at))
    seen = on_white(picture)
    codes = codes_on(seen)
    kept = io.BytesIO()
    smaller(seen, limits.kept).save(kept, "JPEG", quality=QUALITY)
    return {"jpeg": base64.b64encode(kept.getvalue()).decode(), "codes": codes}


def smaller(picture: Any, side: int) -> Any:
    """Return a picture whose longer side is at most so many pixels; one with a list of colours cannot be scaled."""
    if max(picture.size) > side:
        if picture.mode not in {"RGB", "RGBA", "L"}:
            has_holes = "A" in picture.mode or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_holes else "RGB")
        picture.thumbnail((side, side))
    return picture


def on_white(picture: Any) -> Any:
    """Return a new picture with what is seen on white paper: comments, places and programs stay behind."""
    from PIL import Image  # noqa: PLC0415 (within the limits)

    seen = Image.new("RGB", picture.size, WHITE)
    drawn = picture.convert("RGBA") if "A" in picture.mode or "transparency" in picture.info else picture.convert("RGB")
    seen.paste(drawn, mask=drawn if drawn.mode == "RGBA" else None)
    return seen


def codes_on(picture: Any) -> list[str]:
    """Return the texts of the QR codes on a picture, the short ones."""
    import zxingcpp  # noqa: PLC0415 (within the limits)

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [code.text for code in found if len(code.text) <= LONGEST_CODE]


def main() -> None:
    """Read what comes and tell it, within the limits that the command line names."""
    limits = Limits(**json.loads(sys.argv[1]))
    limits.hold()
    try:
        told: dict[str, Any] = read(sys.stdin.buffer.read(), limits)
    except Unfit as unfit:
        told = {"refused": str(unfit), "values": unfit.values}
    except MemoryError:
        sys.exit(TOO_HEAVY)
    try:
        sys.stdout.buffer.write(json.dumps(told).encode())
        sys.stdout.buffer.flush()
    except OSError:  # more than may be written
        sys.exit(TOO_HEAVY)


if __name__ == "__main__":
    main()
