"""What processes used, from the system's own accounting, and the machine that they ran on."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
GIB = 2**30
#: Places in /proc/<pid>/stat behind the program's name (proc(5)): the parent; times of it and of its ended children.
PARENT, TIMES = 1, slice(11, 15)
#: Places in the first line of /proc/stat that are not work: idle, and waiting for the disk.
IDLE = (3, 4)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


def machine() -> str:
    """Return what the machine is, without its name."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIB
    return f"{cores()} cores, {memory:.0f} GiB"


def parent_of(pid: int) -> int:
    """Return the process that started another."""
    return int(stat_of(PROC / str(pid))[PARENT])


def program_of(pid: int) -> str:
    """Return the name of a process's program, empty where this machine has no such process."""
    try:
        return (PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


def stat_of(folder: Path) -> list[str]:
    """Return the fields of a process behind its name, which may hold blanks and brackets."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


@dataclass(frozen=True)
class Accounts:
    """The processor time of every process, and of the machine, at one moment."""

    parents: dict[int, int]
    seconds: dict[int, float]
    busy: float

    @classmethod
    def now(cls) -> Self:
        """Read the accounts."""
        parents, seconds = {}, {}
        for folder in PROC.glob("[0-9]*"):
            try:
                fields = stat_of(folder)
            except OSError:  # it ended meanwhile, and its parent's account has its time
                continue
            parents[int(folder.name)] = int(fields[PARENT])
            seconds[int(folder.name)] = sum(map(int, fields[TIMES])) / TICKS
        return cls(parents, seconds, busy_seconds())

    def used_by(self, roots: Iterable[int]) -> float:
        """Return the seconds that processes and everything they started have used so far, each counted once."""
        chosen = set(roots)
        return sum(used for pid, used in self.seconds.items() if chosen & self.line_of(pid))

    def line_of(self, pid: int) -> set[int]:
        """Return a process and those it comes from."""
        line: set[int] = set()
        while pid and pid not in line:
            line.add(pid)
            pid = self.parents.get(pid, 0)
        return line


def busy_seconds() -> float:
    """Return how long all processors together have worked since the machine started."""
    with (PROC / "stat").open() as file:
        # The guests' time, from the ninth field on, is contained in the fields before it.
        fields = [int(field) for field in file.readline().split()[1:9]]
    return sum(ticks for place, ticks in enumerate(fields) if place not in IDLE) / TICKS
