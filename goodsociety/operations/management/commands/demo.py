"""Show the whole platform on this machine."""

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from goodsociety.operations.demo import SignIn, load_missing_editions, staff_sign_in

ADDRESS = "127.0.0.1"
PORTS = range(1, 65536)
#: How a terminal, a supervisor and a closed window ask us to end.
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """``make run``: migrate, load what is missing, print where to look, serve until Ctrl-C."""

    help = "Serve the demo on this machine alone, with the real editions and a coming sample edition."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=port_number, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and serve."""
        refuse_real_site()
        port = options["port"]
        refuse_taken(port)
        for number in ENDINGS:
            signal.signal(number, lambda *_: sys.exit(0))
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        call_command("build_fonts")
        for year in load_missing_editions(at=timezone.now()):
            self.stdout.write(f"Loaded the edition {year}.")
        self.tell(f"http://{ADDRESS}:{port}", staff_sign_in(settings.VAR_DIR / "demo-sign-in.json"))
        serve(port)

    def tell(self, site: str, sign_in: SignIn) -> None:
        """Print the addresses to open."""
        self.stdout.write(
            f"""
  The coming expo      {site}/          in English {site}/en/
  The edition of 2019  {site}/2019/     its outcomes {site}/2019/impact/
  Mail that was sent   {site}/mailbox/  (nothing leaves this machine)
  Organisers' admin    {site}/admin/    sign in as {sign_in.email}  password {sign_in.password}
  API                  {site}/api/v1/   its document {site}/api/v1/schema/

  Everything is kept in {settings.VAR_DIR.name}/ . Stop with Ctrl-C.
"""
        )
        self.stdout.flush()


def port_number(typed: str) -> int:
    """Return a port that can be asked for, or say that it is none."""
    if not typed.isdecimal() or int(typed) not in PORTS:
        raise argparse.ArgumentTypeError(f"{typed!r} is no port: write a number from 1 to 65535.")
    return int(typed)


def refuse_real_site() -> None:
    """Refuse to start anywhere but in the demo, and beside the address of a database that may be a real one."""
    if not settings.DEMO:
        raise CommandError("The demo runs with DEMO=1, as `make run` sets it.")
    if os.environ.get("DATABASE_URL"):
        raise CommandError(
            "DATABASE_URL is set, but the demo keeps to a file of its own, so that no sample row ever gets into a real "
            "database. Start it without: DATABASE_URL= make run"
        )


def refuse_taken(port: int) -> None:
    """Refuse a port that something else listens on, with the way out."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT=8001"
            ) from error


def serve(port: int) -> None:
    """Run the server and, beside it, what sends the mail, until we are asked to end; both end with us."""
    # Without Redis: the demo writes into nobody's cache and wakes nobody's worker.
    environment = {**os.environ, "SITE_URL": f"http://{ADDRESS}:{port}", "REDIS_URL": ""}
    sender = [sys.executable, "manage.py", "send_outbox", "--forever"]
    server = [sys.executable, "-m", "gunicorn", "goodsociety.wsgi", "--bind", f"{ADDRESS}:{port}", "--workers", "2"]
    # A search of ten thousand letters is answered by the page it was typed on, not by the server in front of it.
    server += ["--limit-request-line", "0", "--log-level", "warning", "--no-control-socket"]
    with running(sender, environment), running(server, environment) as web:
        code = web.wait()
    raise CommandError(f"The server ended by itself with code {code}.")


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program from the project's folder for as long as the block."""
    with subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR) as process:  # noqa: S603 (our own commands)
        try:
            yield process
        finally:
            process.terminate()
