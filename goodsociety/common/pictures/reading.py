"""Hands a picture to a process of its own and takes back what is seen on it."""

import base64
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.core.files import File

from goodsociety.common.pictures import refusals, worker

#: From start to end, so that nobody waits for a process that neither works nor ends.
WAIT_SECONDS = 15
MEGABYTE = 2**20
MOST_MEGABYTES = 10


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew as JPEG without anything that was hidden in the file, and the QR codes seen on it."""

    jpeg: bytes
    codes: tuple[str, ...]


def read_picture(upload: File) -> Picture:
    """Return a picture that somebody sent, upright and of a sensible size.

    Refuses with a PictureRefusal what is no JPEG, PNG or WebP, too large in bytes or pixels, damaged or too heavy.
    """
    if upload.size > MOST_MEGABYTES * MEGABYTE:
        raise refusals.PictureTooLarge(megabytes=MOST_MEGABYTES)
    told = told_by_worker(upload, worker.Limits())
    if "refused" in told:
        raise refusals.PICTURE_REFUSALS[told["refused"]](**told["values"])
    return Picture(base64.b64decode(told["jpeg"]), tuple(told["codes"]))


def told_by_worker(upload: File, limits: worker.Limits) -> dict[str, Any]:
    """Return what the process says about a file. Refuses what made it end before it could say anything."""
    with TemporaryFile() as given, TemporaryFile() as told:
        for piece in upload.chunks():
            given.write(piece)
        given.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 (our own file, our own figures)
                [sys.executable, "-I", "-X", "utf8", str(Path(worker.__file__)), json.dumps(asdict(limits))],
                stdin=given, stdout=told, stderr=subprocess.DEVNULL, env={}, timeout=WAIT_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise refusals.HeavyPicture from None
        # Below 0: the system ended it at one of its limits.
        if ended.returncode < 0 or ended.returncode == worker.TOO_HEAVY:
            raise refusals.HeavyPicture
        if ended.returncode:
            raise refusals.DamagedPicture
        told.seek(0)
        answer: dict[str, Any] = json.load(told)
        return answer
