"""The benchmark itself: that it runs, that its load hears every answer, and that it calls wrong what is wrong."""

import os
import socket
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from threading import Thread

import pytest

from bench import costs, load, registering, weight
from bench.machine import Accounts
from bench.measuring import Bench, Course, Measured
from bench.scratch import Scratch
from bench.server import Server

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "RESULTS.md"
WITHIN = 240
KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CLOSED = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno!"
ENDLESS = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end"


def results():
    """Return what is kept of earlier runs."""
    return RESULTS.read_bytes() if RESULTS.exists() else None


@pytest.mark.http
def test_a_quick_run_prints_the_table_and_leaves_no_trace(tmp_path):
    before = results()
    variables = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    done = subprocess.run(
        [sys.executable, "bench/run.py", "--quick", "--sqlite"],
        cwd=ROOT,
        env=variables | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines() if line[:1] == "|"]
    over_http = [row for row in rows if len(row) == 10][2:]
    costs = [row for row in rows if len(row) == 5][2:]
    assert [row[0] for row in over_http] == ["home", "hello world", "register: one session", "bare SQL: one session"]
    assert all(float(row[2].split()[0].replace(",", "")) > 0 for row in over_http)
    assert [row[0] for row in costs] == ["home"]
    assert all(float(cell) > 0 for cell in costs[0][1:])
    assert "Wrong" not in done.stdout
    assert not list(tmp_path.iterdir())
    assert results() == before


@contextmanager
def answering(*answers):
    """Serve connections one by one, each with its own list of answers, one for every request that comes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=answer_all, args=(listener, answers), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
    thread.join(5)


def answer_all(listener, answers):
    """Give each connection its answers and close it."""
    for parts in answers:
        line, _ = listener.accept()
        with line:
            for part in parts:
                line.recv(65536)
                line.sendall(part)


def heard(port):
    """Return what one connection hears."""
    return load.fire(port, repeat(load.get("/")), connections=1, seconds=WITHIN)


@pytest.mark.parametrize(
    ("answer", "status"), [(KEPT, 200), (CLOSED, 503), (ENDLESS, 200)], ids=["kept", "closed", "endless"]
)
def test_the_load_hears_a_whole_answer(answer, status, monkeypatch):
    monkeypatch.setattr(load, "MOST_REQUESTS", 1)
    with answering([answer]) as port:
        said = heard(port)
    assert said.statuses == Counter({status: 1})
    assert said.size == len(answer)
    assert len(said.waits) == 1


def test_the_load_goes_on_over_the_same_connection_and_over_a_new_one():
    with answering([KEPT, CLOSED], [KEPT, b""]) as port:
        said = heard(port)
    assert said.statuses == Counter({200: 2, 503: 1, load.NO_ANSWER: 1})


def test_a_server_that_is_not_there_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert heard(port).statuses == Counter({load.NO_ANSWER: 1})


def test_percentiles_are_answers_that_came():
    waits = [0.4, 0.1, 0.3, 0.2]
    assert load.percentile(waits, 0.5) == 0.2
    assert load.percentile(waits, 0.99) == 0.4
    assert load.percentile([], 0.5) == 0.0


def test_time_is_counted_once_for_everything_a_process_started():
    accounts = Accounts(parents={1: 0, 2: 1, 3: 2, 4: 1}, seconds={1: 100.0, 2: 1.0, 3: 10.0, 4: 1000.0}, busy=0.0)
    assert accounts.used_by([2]) == 11.0
    assert accounts.used_by([2, 3]) == 11.0
    assert accounts.used_by([3, 4]) == 1010.0
    assert Accounts.now().used_by([os.getpid()]) > 0


@pytest.mark.parametrize(
    ("name", "cold", "warm", "sentences"),
    [
        ("home", 200.0, 1.0, []),
        ("programme", 20.0, 1.0, []),
        ("programme, all days", 20.5, 0.5, ["programme, all days: made anew in 20.5 ms, at most 20 are allowed"]),
        ("home", 5.0, 1.1, ["home: given out again at 2.2 × hello, at most 2 × are allowed"]),
    ],
)
def test_what_costs_too_much_is_wrong(name, cold, warm, sentences):
    assert costs.too_much(name, cold, warm, 0.5) == sentences


class Recounted(Scratch):
    """A scratch database whose rows are told."""

    def inside(self, *words):
        assert words == ("recount",)
        return {"registrations": 12, "answers": 10, "findings": ["session 1: 3 seats taken, its registrations hold 2"]}


def bench_for(folder):
    """Return a benchmark that asks nobody."""
    return Bench(Recounted(folder, {}, "none"), Server(0, 0), Server(0, 0), Course())


def test_rows_that_do_not_fit_the_answers_are_wrong(tmp_path):
    bench = bench_for(tmp_path)
    registering.recount(bench, {"registrations": 2, "answers": 2}, 10)
    assert bench.wrong == [
        "10 registrations were answered with 201, but 8 answers are stored",
        "check_invariants: session 1: 3 seats taken, its registrations hold 2",
    ]


def test_other_answers_and_silence_are_wrong(tmp_path):
    bench = bench_for(tmp_path)
    answers = load.Heard(Counter({201: 5, 500: 2, load.NO_ANSWER: 1}), [0.1] * 7, 1.0)
    bench.expect("register", Measured(answers, 0.0, 0.0, 0.0), 201)
    bench.expect("home", Measured(load.Heard(), 0.0, 0.0, 0.0), 200)
    assert bench.wrong == ["register: 1 × no answer", "register: 2 × 500", "home: nothing was answered"]


def test_a_visit_adds_up_what_came_and_notes_what_should_not():
    seen = weight.Visit()
    seen.asks({"requestId": "1", "request": {"url": "http://127.0.0.1:8000/2026/"}}, "127.0.0.1:8000")
    seen.asks({"requestId": "2", "request": {"url": "http://127.0.0.1:8000/static/base.css"}}, "127.0.0.1:8000")
    seen.asks({"requestId": "3", "request": {"url": "data:image/png;base64,xyz"}}, "127.0.0.1:8000")
    for number in "123":
        seen.ends({"requestId": number, "encodedDataLength": 1500 * int(number)})
    assert (seen.kilobytes, seen.heaviest, seen.wrong) == (4.5, "base.css 3.0, page 1.5", [])

    seen.asks({"requestId": "4", "request": {"url": "https://fonts.example.org/a.woff2"}}, "127.0.0.1:8000")
    seen.hears({"response": {"status": 404, "url": "/static/x.js"}}, is_page=False)
    seen.hears({"response": {"status": 404, "url": "/nothing/"}}, is_page=True)
    assert seen.wrong == ["asks another host: https://fonts.example.org/a.woff2", "/static/x.js answers 404"]


def test_the_programme_may_weigh_more():
    assert weight.limit_of("programme, all days") == weight.limit_of("grid") == 100
    assert weight.limit_of("home") == 80
