"""What pages cost the processor beside the hello-world view, and whether that is little enough."""

from bench import table
from bench.scratch import Scratch

#: The programme, as a list or as a grid, may take so long when it is made.
PROGRAMMES, MOST_COLD_MS = ("programme", "grid"), 20.0
#: A page that is given out again may take so many times what hello takes.
MOST_WARM = 2.0


def measured(scratch: Scratch, *, small: bool) -> tuple[list[table.Cost], list[str]]:
    """Measure every page in a process of its own; return the rows, and what costs too much."""
    found = scratch.inside("costs", *(["--small"] if small else []))["pages"]
    rows = [table.cost_row(name, *times) for name, times in found.items()]
    return rows, [sentence for name, times in found.items() for sentence in too_much(name, *times)]


def too_much(name: str, cold: float, warm: float, hello: float) -> list[str]:
    """Return what of a page costs more than it may."""
    sentences = []
    if name.startswith(PROGRAMMES) and cold > MOST_COLD_MS:
        sentences.append(f"{name}: made anew in {cold:.1f} ms, at most {MOST_COLD_MS:.0f} are allowed")
    if warm > MOST_WARM * hello:
        sentences.append(
            f"{name}: given out again at {warm / hello:.1f} × hello, at most {MOST_WARM:.0f} × are allowed"
        )
    return sentences
