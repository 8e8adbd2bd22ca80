"""Pictures that strangers send: what is kept of them, what is refused, and what reading may take."""

import io
import json
import subprocess
import sys
import time
from dataclasses import asdict, replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from goodsociety.common.pictures import read_picture, reading, refusals, worker
from tests.donations.slip_pictures import mini_qr, png_that_says, saved, slip_picture

SCRIPT = b"<script>alert(1)</script>"
MB = 2**20


def read(content, name="slip.jpg"):
    """Read a file that was sent."""
    return read_picture(SimpleUploadedFile(name, content))


def image(content):
    """Return what is seen in a file."""
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_jpeg_and_its_code_is_read(kind):
    picture = read(slip_picture(mini_qr(), kind), "whatever.exe")
    assert image(picture.jpeg).format == "JPEG"
    assert image(picture.jpeg).size == (720, 1280)
    assert picture.codes == (mini_qr(),)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_of_colour_are_read(mode):
    content = saved(Image.new(mode, (3000, 40)), "JPEG" if mode == "CMYK" else "PNG")
    assert image(read(content).jpeg).size == (1800, 24)


def test_what_is_clear_becomes_white_paper():
    assert image(read(saved(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG")).jpeg).getpixel((5, 5)) == (
        255,
        255,
        255,
    )


def full_of_secrets():
    """Return a JPEG with a place, a comment, a camera's name and a script behind its end."""
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Artist] = "PhoneMaker", "Somchai"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (13.0, 44.0, 47.0)
    content = slip_picture(mini_qr(), "JPEG", exif=exif, comment=b"my secret comment", icc_profile=b"secret profile")
    return content + SCRIPT


def test_places_comments_and_scripts_stay_behind():
    before = full_of_secrets()
    secrets = (b"PhoneMaker", b"Somchai", b"my secret comment", b"secret profile", b"Exif", SCRIPT)
    assert all(secret in before for secret in secrets)
    assert image(before).getexif().get_ifd(IFD.GPSInfo)
    after = read(before).jpeg
    assert not any(secret in after for secret in secrets)
    assert not image(after).getexif()
    assert set(image(after).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert after.endswith(b"\xff\xd9")


def test_texts_of_a_png_stay_behind():
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 (here alone)

    told = PngInfo()
    told.add_text("Comment", SCRIPT.decode())
    before = saved(Image.new("RGB", (50, 50)), "PNG", pnginfo=told)
    assert SCRIPT in before
    assert SCRIPT not in read(before).jpeg


def test_a_picture_that_lies_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (0, 0, 100, 200))
    upright = image(read(saved(picture, "JPEG", exif=exif)).jpeg)
    assert upright.size == (200, 400)
    red, green, _blue = upright.getpixel((100, 20))
    assert red > 200
    assert green < 100


def test_a_large_photograph_becomes_smaller_and_its_code_is_still_read():
    picture = read(slip_picture(mini_qr(), "JPEG", size=(3000, 4000)))
    assert max(image(picture.jpeg).size) == 1800
    assert picture.codes == (mini_qr(),)


BAD = {
    "nothing": (b"", refusals.NotAPicture),
    "a text": ("สวัสดี".encode() * 50, refusals.NotAPicture),
    "a page": (b"<html>" + SCRIPT, refusals.NotAPicture),
    "a drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", refusals.NotAPicture),
    "a PDF": (b"%PDF-1.7\nx", refusals.NotAPicture),
    "a GIF": (saved(Image.new("P", (9, 9)), "GIF"), refusals.NotAPicture),
    "a TIFF": (saved(Image.new("RGB", (9, 9)), "TIFF"), refusals.NotAPicture),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", refusals.NotAPicture),
    "a photograph of an iPhone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 99, refusals.HeicPicture),
    "half a JPEG": (slip_picture(mini_qr(), "JPEG")[:9000], refusals.DamagedPicture),
    "half a PNG": (slip_picture(mini_qr())[:-3000], refusals.DamagedPicture),
    "the head of a JPEG alone": (b"\xff\xd8\xff\xe0", refusals.NotAPicture),
    "50,000 by 50,000": (png_that_says(50_000, 50_000), refusals.TooManyPixels),
    "a line of 60 million": (png_that_says(60_000_000, 1), refusals.TooManyPixels),
    "more than 10 MB": (b"\xff\xd8" + b"\0" * 11 * MB, refusals.PictureTooLarge),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_refused(what):
    content, refusal = BAD[what]
    with pytest.raises(refusals.PictureRefusal) as caught:
        read(content)
    assert type(caught.value) is refusal
    assert "%(" not in str(caught.value)


def ended(content, limits):
    """Return what the process says, its exit, how long it took and how much memory it held (MB)."""
    program = (
        "import runpy, sys\n"
        "sys.argv = [sys.argv[1], sys.argv[2]]\n"
        "try:\n    runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "finally:\n    print(*(line for line in open('/proc/self/status') if 'VmHWM' in line), file=sys.stderr)\n"
    )
    command = [sys.executable, "-I", "-c", program, worker.__file__, json.dumps(asdict(limits))]
    begun = time.monotonic()
    process = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 (our own)
    return process, time.monotonic() - begun, int(process.stderr.split()[-2]) // 1024


def test_a_picture_that_says_it_is_huge_is_refused_before_it_is_decoded():
    process, seconds, megabytes = ended(png_that_says(50_000, 50_000), worker.Limits())
    assert json.loads(process.stdout)["refused"] == "TooManyPixels"
    assert seconds < 3
    assert megabytes < 60


def test_the_largest_that_is_read_stays_within_the_memory():
    process, _seconds, megabytes = ended(saved(Image.new("RGBA", (7071, 7071)), "PNG"), worker.Limits())
    assert "jpeg" in json.loads(process.stdout)
    assert megabytes < 700


@pytest.mark.parametrize(("limit", "much"), [("memory", 60 * MB), ("told", 1000), ("cpu_seconds", 0)])
def test_reading_that_takes_too_much_is_ended(monkeypatch, limit, much):
    limits = replace(worker.Limits(), **{limit: much})
    monkeypatch.setattr(reading.worker, "Limits", lambda: limits)
    with pytest.raises(refusals.PictureRefusal) as caught:
        read(saved(Image.effect_noise((3000, 3000), 99), "PNG") if limit != "told" else slip_picture(mini_qr()))
    assert type(caught.value) in {refusals.HeavyPicture, refusals.DamagedPicture}


def test_nobody_waits_for_a_process_that_does_not_end(monkeypatch):
    monkeypatch.setattr(reading, "WAIT_SECONDS", 0.01)
    with pytest.raises(refusals.HeavyPicture):
        read(slip_picture())
