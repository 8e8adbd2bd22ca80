"""What the certificates of a whole edition cost: time and memory, at 100 and at 735 people: ``make certificates``.

    .venv/bin/python bench/certificates.py

Loads the edition of 2019 with its sample volunteers into a database of its own and makes their certificates as the
workspace does, batch by batch in one process, then packs them into the archive that staff download. Memory is flat when
735 people take hardly more than 100. Ends with 1 where it is not, or where somebody got none.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # instead of bench/

from bench.machine import machine  # noqa: E402 - found through the line above
from bench.scratch import Broken, Scratch, on_sqlite  # noqa: E402

RESULTS = ROOT / "bench" / "CERTIFICATES.md"
YEAR = 2019
NUMBERS = (100, 735)
#: By so many MB more people may make it larger: what the program that draws keeps in its caches.
MOST_GROWTH = 16
WITHIN = 600
MEGA = 10**6


@dataclass(frozen=True)
class Made:
    """The certificates of so many people: seconds, megabytes of the process before, after a quarter and at most."""

    people: int
    seconds: float
    before: float
    quarter: float
    most: float
    packing_seconds: float
    most_while_packing: float
    archive: float


def resident() -> float:
    """Return how many megabytes of memory this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith("VmRSS"))
    return int(found.split()[1]) * 1024 / MEGA


def make(people: int) -> Made:
    """Make the certificates of the first so many volunteers, in the database that the environment names."""
    import django  # noqa: PLC0415 - only here, in the process that is measured

    django.setup()
    run = started(people)
    before, begun_at, sizes = resident(), time.perf_counter(), []
    while batch(run.pk):
        sizes.append(resident())
    seconds = time.perf_counter() - begun_at
    begun_at, packed = time.perf_counter(), [(len(piece), resident()) for piece in pieces(run)]
    return Made(
        people=run.sheets.counts()["drawn"],
        seconds=seconds,
        before=before,
        quarter=sizes[len(sizes) // 4],
        most=max(sizes),
        packing_seconds=time.perf_counter() - begun_at,
        most_while_packing=max(size for _length, size in packed),
        archive=sum(length for length, _size in packed) / MEGA,
    )


def started(people: int) -> Any:
    """Start a run over so many people: the hours of all others are taken back."""
    from django.utils import timezone  # noqa: PLC0415

    from goodsociety.common.audit import SYSTEM  # noqa: PLC0415
    from volunteers.actions import start_run  # noqa: PLC0415
    from volunteers.models import CertificateRun, SignUp  # noqa: PLC0415
    from zones.models import Edition  # noqa: PLC0415

    CertificateRun.objects.all().delete()
    edition = Edition.objects.get(year=YEAR)
    keys = list(SignUp.objects.people_with_hours(edition).order_by("pk").values_list("pk", flat=True)[:people])
    others = SignUp.objects.served(edition).exclude(person__in=keys)
    SignUp.objects.filter(pk__in=list(others.values_list("pk", flat=True))).update(
        approved_minutes=None, approved_at=None
    )
    return start_run(edition=edition, by=SYSTEM, at=timezone.now())


def batch(key: int) -> int:
    """Make the next batch; say how many people it was."""
    from django.utils import timezone  # noqa: PLC0415

    from volunteers.actions.certifying_all import go_on  # noqa: PLC0415

    return go_on(key, at=timezone.now())


def pieces(run: Any) -> Any:
    """Return the pieces of the archive."""
    from django.utils import timezone  # noqa: PLC0415

    from goodsociety.common.audit import SYSTEM  # noqa: PLC0415
    from volunteers.actions.certificate_files import take_files  # noqa: PLC0415

    return take_files(run=run, by=SYSTEM, at=timezone.now())


def measured(people: int) -> Made:
    """Measure in a process and a database of their own."""
    with on_sqlite() as scratch:
        scratch.inside("prepare")
        return Made(**json.loads(inside(scratch, people).splitlines()[-1]))


def inside(scratch: Scratch, people: int) -> str:
    """Let a process of its own make them; return what it says."""
    command = [sys.executable, __file__, "--inside", str(people)]
    done = subprocess.run(  # noqa: S603 (this module)
        command, cwd=ROOT, env=scratch.variables, capture_output=True, text=True, timeout=WITHIN, check=False
    )
    if done.returncode:
        raise Broken(f"The certificates were not made:\n{done.stderr.strip()}")
    return done.stdout


def table(rows: list[Made]) -> str:
    """Return the figures as a table."""
    lines = [
        f"{machine()}; SQLite; one process",
        "",
        "| people | s     | ms each | MB before | a quarter | at most | archive MB | packed in s | MB at most |",
        "| -----: | ----: | ------: | --------: | --------: | ------: | ---------: | ----------: | ---------: |",
    ]
    return "\n".join([*lines, *map(line, rows)])


def line(row: Made) -> str:
    """Return the figures of one run as a line."""
    each = f"{row.seconds / row.people * 1000:.0f}"
    memory = f"{row.before:.0f} | {row.quarter:.0f} | {row.most:.0f}"
    packing = f"{row.archive:.1f} | {row.packing_seconds:.1f} | {row.most_while_packing:.0f}"
    return f"| {row.people} | {row.seconds:.1f} | {each} | {memory} | {packing} |"


def faults(rows: list[Made]) -> list[str]:
    """Return what is wrong: somebody got none, or memory grew with the number of people."""
    wrong = [
        f"{row.people} instead of {number}" for row, number in zip(rows, NUMBERS, strict=True) if row.people != number
    ]
    few, many = rows
    growth = max(many.most, many.most_while_packing) - max(few.most, few.most_while_packing)
    return [*wrong, f"memory grew by {growth:.0f} MB"] if growth > MOST_GROWTH else wrong


def main() -> int:
    """Measure and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help="keep the table in bench/CERTIFICATES.md")
    asked = parser.parse_args()
    if asked.inside:
        sys.stdout.write("\n" + json.dumps(asdict(make(asked.inside))) + "\n")
        return 0
    try:
        rows = [measured(number) for number in NUMBERS]
    except Broken as error:
        raise SystemExit(str(error)) from error
    wrong = faults(rows)
    sys.stdout.write("\n".join([table(rows), *wrong]) + "\n")
    if asked.write:
        RESULTS.write_text(f"# Certificates, measured\n\n{table(rows)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
