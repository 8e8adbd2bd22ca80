"""gunicorn as in production: two sync workers, here for the site and for the hello-world view beside it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from bench import load
from bench.scratch import ROOT, Broken, Scratch
from tests import services

WORKERS = 2
READY_WITHIN = 60.0
OK = 200


@dataclass(frozen=True)
class Server:
    """A server that answers: its port, and the process that its workers come from."""

    port: int
    pid: int


@contextmanager
def serving(scratch: Scratch, application: str, probe: str) -> Iterator[Server]:
    """Serve a WSGI application until the block is left; ``probe`` is an address that answers 200 when it is ready."""
    port = services.free_port()
    log = scratch.folder / f"gunicorn-{port}.log"
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{load.HOST}:{port}"]
    command += ["--workers", str(WORKERS), "--log-level", "warning", "--no-control-socket"]
    with log.open("wb") as output:
        # In a session of its own, since Ctrl-C must not stop it before its answers have been heard.
        process = subprocess.Popen(  # noqa: S603 (our own command)
            command,
            cwd=ROOT,
            env=scratch.variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(process, Server(port, process.pid), probe, log)
        yield Server(port, process.pid)
    finally:
        services.stop(process)


def wait_until_ready(process: "subprocess.Popen[bytes]", server: Server, probe: str, log: Path) -> None:
    """Ask until the server answers; Broken with the last line of its log when it does not."""
    give_up_at = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < give_up_at:
        # A burst that ends at once: every worker may still be starting, and one answer is enough.
        heard = load.fire(server.port, repeat(load.get(probe)), connections=1, seconds=0.01)
        if heard.statuses[OK]:
            return
        time.sleep(0.1)
    raise Broken(f"The server of {probe} does not answer 200: {services.last_line(log.read_text(errors='replace'))}")
