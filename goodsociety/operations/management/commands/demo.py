"""Show the whole platform on this machine."""

import os
import signal
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from goodsociety.operations.demo import SignIn, load_shipped_editions, staff_sign_in

ADDRESS = "127.0.0.1"


class Command(BaseCommand):
    """``make run``: migrate, load what is missing, print where to look, serve until Ctrl-C."""

    help = "Serve the demo on this machine alone, with the real editions and a coming sample edition."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and serve."""
        if not settings.DEMO:
            raise CommandError("The demo runs with DEMO=1, as `make run` sets it.")
        port = options["port"]
        refuse_taken(port)
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        call_command("build_fonts")
        for year in load_shipped_editions():
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
    """Run the server and, beside it, what sends the mail; stop both together."""
    environment = {**os.environ, "SITE_URL": f"http://{ADDRESS}:{port}"}
    server = [sys.executable, "-m", "gunicorn", "goodsociety.wsgi", "--bind", f"{ADDRESS}:{port}", "--workers", "2"]
    sender = [sys.executable, "manage.py", "send_outbox", "--forever"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with subprocess.Popen(sender, env=environment, cwd=settings.BASE_DIR) as mail:  # noqa: S603 (our own commands)
        try:
            with subprocess.Popen([*server, "--log-level", "warning"], env=environment) as web:  # noqa: S603
                wait(web)
        finally:
            mail.terminate()


def wait(web: "subprocess.Popen[bytes]") -> None:
    """Wait for the server to end, or end it."""
    try:
        web.wait()
    except (KeyboardInterrupt, SystemExit):
        web.terminate()
