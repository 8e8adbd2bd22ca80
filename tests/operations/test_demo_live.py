"""The demo as a newcomer starts it: a process that serves, keeps everything, and leaves nothing behind when it ends."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.conf import settings

pytestmark = pytest.mark.http
READY_WITHIN = 120
ENDED_WITHIN = 30
PAUSE = 0.1
TAKEN = "CommandError: Port {} cannot be used (Address already in use). Choose another: make run PORT=8001"


def free_port():
    """Return a port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def start_words(port):
    """Return the command."""
    return [sys.executable, "manage.py", "demo", "--port", str(port)]


def variables(folder):
    """Return the environment that `make run` gives, with a folder of our own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return kept | {"DEMO": "1", "DEBUG": "0", "VAR_DIR": str(folder / "var"), "PYTHONUNBUFFERED": "1"}


class Demo:
    """A running demo, with all that it started in one process group."""

    def __init__(self, folder, port):
        """Start it."""
        self.site = f"http://127.0.0.1:{port}"
        self.output = folder / "output"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 (our own command)
                start_words(port),
                cwd=settings.BASE_DIR,
                env=variables(folder),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.browser = build_opener(HTTPCookieProcessor(CookieJar()))

    @property
    def said(self):
        """What it printed so far."""
        return self.output.read_text()

    def wait_until_ready(self):
        """Wait for the first answer."""
        give_up_at = time.monotonic() + READY_WITHIN
        while time.monotonic() < give_up_at:
            assert self.process.poll() is None, self.said
            try:
                return self.page("/healthz")
            except URLError:
                time.sleep(PAUSE)
        raise TimeoutError(self.said)

    def page(self, path, **typed):
        """Return a page's text, or what comes of sending a form."""
        form = urlencode(typed).encode() if typed else None
        with self.browser.open(self.site + path, form, timeout=60) as response:
            assert response.status == 200
            return response.read().decode()

    @property
    def leaves_processes(self):
        """Whether anything that it started still runs."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


@contextmanager
def running(folder, port):
    """Run a demo until it has answered; whatever is left of it at the end is killed."""
    demo = Demo(folder, port)
    try:
        demo.wait_until_ready()
        yield demo
    finally:
        if demo.process.poll() is None or demo.leaves_processes:
            os.killpg(demo.process.pid, signal.SIGKILL)
        demo.process.wait()


def rows_in(folder):
    """Return how many rows each table of the demo's file holds."""
    with sqlite3.connect(folder / "var" / "goodsociety.sqlite3") as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in tables.fetchall()
        }


def ended(demo):
    """Say how a demo ended."""
    code = demo.process.wait(ENDED_WITHIN)
    return code, demo.leaves_processes, "Traceback" in demo.said


def test_a_newcomers_evening(tmp_path):
    """Start, look around, stop; start again and find everything, stop otherwise; one start is slow, so all in one."""
    port = free_port()
    with running(tmp_path, port) as demo:
        look_around(demo)
        password = sign_in(demo)
        assert start_beside(tmp_path, port) == (1, "", [TAKEN.format(port)])
        # Ctrl-C in a terminal reaches everybody at once.
        os.killpg(demo.process.pid, signal.SIGINT)
        assert ended(demo) == (0, False, False)
    before = rows_in(tmp_path)

    with running(tmp_path, port) as demo:
        assert "Loaded" not in demo.said
        assert f"password {password}" in demo.said
        demo.process.terminate()
        assert ended(demo) == (0, False, False)
    assert rows_in(tmp_path) == before

    with running(tmp_path, port) as demo:
        # The window is closed: the terminal hangs up on everybody.
        os.killpg(demo.process.pid, signal.SIGHUP)
        assert ended(demo) == (0, False, False)


def look_around(demo):
    """Open what the demo says one can open."""
    for year in (2017, 2018, 2019, 2020):
        assert f"Loaded the edition {year}." in demo.said
    assert "Warning" not in demo.said
    for path in ("/", "/en/", "/2019/", "/2019/impact/", "/mailbox/", "/admin/", "/api/v1/", "/api/v1/schema/"):
        assert f"{demo.site}{path}" in demo.said.split()
        demo.page(path)
    assert "Good Society Expo" in demo.page("/")
    assert "khonthaifoundation.org" in demo.page("/2019/impact/")
    assert "database" in demo.page("/readyz")


def sign_in(demo):
    """Sign in as the staff that the demo prints and return the password."""
    email, password = re.search(r"sign in as (\S+)  password (\S+)", demo.said).groups()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', demo.page("/en/admin/login/"))[1]
    page = demo.page("/en/admin/login/?next=/en/admin/", csrfmiddlewaretoken=token, username=email, password=password)
    assert "/en/admin/activities/session/" in page
    return password


def start_beside(folder, port):
    """Start a second demo on the same port and return how it ended and what it said."""
    done = subprocess.run(  # noqa: S603 (our own command)
        start_words(port), cwd=settings.BASE_DIR, env=variables(folder), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr.splitlines()
