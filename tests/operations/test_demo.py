"""The demo's parts: where it refuses to start, what it loads, how staff sign in."""

import datetime as dt
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import User
from goodsociety.operations import coming, demo
from goodsociety.operations.management.commands import demo as command
from tests.operations.edition_files import crowd, put, small, written
from tests.tables import everything
from zones.models import Edition

NOW = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)


@pytest.fixture
def in_demo(settings, monkeypatch, tmp_path):
    """Let the settings be those of the demo, without a database of the shell's."""
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    monkeypatch.delenv("DATABASE_URL", raising=False)


# Where it refuses to start.


def test_only_the_demo_is_a_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")


def test_a_database_of_the_shell_is_refused(in_demo, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://expo:secret@127.0.0.1/expo")
    with pytest.raises(CommandError, match="DATABASE_URL is set") as caught:
        call_command("demo")
    assert "DATABASE_URL= make run" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_port_that_is_taken(in_demo):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used .*Choose another: make run PORT=8001"):
            call_command("demo", port=port)


@pytest.mark.parametrize("port", ["0", "65536", "99999999999999999999", "-1", "http", "80.5", ""])
def test_what_is_no_port(in_demo, port):
    with pytest.raises(CommandError, match="is no port: write a number from 1 to 65535"):
        call_command("demo", f"--port={port}")


# What it prepares.


@pytest.fixture
def small_editions(tmp_path, monkeypatch):
    """Let one small file be all that is shipped, and the pattern of the coming edition."""
    shipped = tmp_path / "editions"
    shipped.mkdir()
    path = written(shipped, put(small(), "edition.status", "over"), "2027.yaml")
    monkeypatch.setattr(demo, "SHIPPED", shipped)
    monkeypatch.setattr(coming, "PATTERN", path)
    monkeypatch.setattr(coming, "CROWD", crowd(volunteers=2, attendees=4))


@pytest.mark.django_db
def test_what_is_missing_is_loaded_once(small_editions):
    assert demo.load_missing_editions(at=NOW) == [2026, 2027]
    before = everything()
    assert demo.load_missing_editions(at=NOW) == []
    assert everything() == before
    assert demo.load_missing_editions(at=NOW + dt.timedelta(days=40)) == [2028]


@pytest.mark.django_db
def test_an_organisers_own_open_edition_is_coming_enough(small_editions):
    demo.load_missing_editions(at=NOW)
    Edition.objects.filter(year=2026).update(is_sample=False)
    assert demo.load_missing_editions(at=NOW) == []


@pytest.mark.django_db
def test_the_staff_sign_in_is_kept_in_a_private_file(tmp_path):
    path = tmp_path / "sign-in.json"
    sign_in = demo.staff_sign_in(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()) == {"email": "staff@example.org", "password": sign_in.password}
    assert len(sign_in.password) >= 16
    user = authenticate(username=sign_in.email, password=sign_in.password)
    assert user.is_staff
    assert user.is_superuser
    before = everything()
    assert demo.staff_sign_in(path) == sign_in
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["", "{", "[]", '{"email": "staff@example.org"}', '{"email": "a", "password": "b"}'])
def test_a_broken_file_gets_a_new_sign_in(tmp_path, broken):
    path = tmp_path / "sign-in.json"
    first = demo.staff_sign_in(path)
    path.write_text(broken)
    path.chmod(0o644)
    second = demo.staff_sign_in(path)
    assert second.password != first.password
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert authenticate(username=second.email, password=second.password)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_what_is_printed_opens_the_site(tmp_path):
    path = tmp_path / "sign-in.json"
    demo.staff_sign_in(path)
    user = User.objects.get()
    user.set_password("something else")
    user.save()
    again = demo.staff_sign_in(path)
    assert authenticate(username=again.email, password=again.password)
    User.objects.all().delete()
    new = demo.staff_sign_in(path)
    assert authenticate(username=new.email, password=new.password)


# How it serves.


@pytest.fixture
def own_signals():
    """Put back what the command does with signals."""
    before = {number: signal.getsignal(number) for number in command.ENDINGS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db
def test_the_command_prints_where_to_look(in_demo, small_editions, own_signals, monkeypatch):
    called, served = [], []
    monkeypatch.setattr(command, "call_command", lambda name, **_options: called.append(name))
    monkeypatch.setattr(command, "serve", served.append)
    said = StringIO()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    call_command("demo", f"--port={port}", stdout=said)
    assert called == ["migrate", "build_fonts"]
    assert served == [port]
    password = json.loads((command.settings.VAR_DIR / "demo-sign-in.json").read_text())["password"]
    for words in (
        f"http://127.0.0.1:{port}/2019/impact/",
        "/mailbox/",
        "/admin/",
        password,
        "Loaded the edition 2027.",
    ):
        assert words in said.getvalue()
    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == 0


def test_what_runs_ends_with_the_block():
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    with command.running(sleeper, dict(os.environ)) as process:
        assert process.poll() is None
    assert process.returncode == -signal.SIGTERM


def test_a_server_that_ends_by_itself_is_told_of(settings, monkeypatch):
    started = []

    @contextmanager
    def running(words, environment):
        started.append((words, environment))
        with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as process:
            yield process

    monkeypatch.setattr(command, "running", running)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/0")
    with pytest.raises(CommandError, match="ended by itself with code 3"):
        command.serve(8123)
    (sender, environment), (server, _same) = started
    assert "send_outbox" in sender
    assert "127.0.0.1:8123" in server
    assert environment["SITE_URL"] == "http://127.0.0.1:8123"
    assert environment["REDIS_URL"] == "", "the demo leaves other people's Redis alone"
