"""The load: so many connections ask without a pause for so many seconds, and every answer is timed.

One loop over plain sockets, since it shares the processors with what it measures: about a tenth of a millisecond each.
A sync worker of gunicorn closes the connection after its answer; the next request then opens a new one.
"""

import json
import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

HOST = "127.0.0.1"
#: So long nobody may be silent; the server's own limit for a request is the same.
SILENCE = 30.0
MOST_REQUESTS = 50_000
CHUNK = 65536
NO_ANSWER = 0
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
#: What a proxy of ours says: without it a production server sends everybody to HTTPS.
HEAD = "{method} {path} HTTP/1.1\r\nHost: " + HOST + "\r\nX-Forwarded-Proto: https\r\nAccept-Language: th\r\n{more}\r\n"


def get(path: str) -> bytes:
    """Return the request for a page, as browsers send it: they take it compressed."""
    return HEAD.format(method="GET", path=path, more="Accept-Encoding: gzip, deflate, br\r\n").encode()


def post(path: str, body: object, *, key: str) -> bytes:
    """Return a request that sends JSON under an idempotency key."""
    text = json.dumps(body).encode()
    more = f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\nIdempotency-Key: {key}\r\n"
    return HEAD.format(method="POST", path=path, more=more).encode() + text


@dataclass
class Heard:
    """What came back: how many answers of each status, how long each took, and in which time all of them came."""

    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds if self.seconds else 0.0


def percentile(waits: list[float], share: float) -> float:
    """Return the time within which a share of the answers came."""
    return sorted(waits)[max(ceil(len(waits) * share), 1) - 1] if waits else 0.0


class Caller:
    """One connection: it sends a request, hears the whole answer, and goes on."""

    def __init__(self, port: int) -> None:
        """Know the server; the connection is made with the first request."""
        self.port = port
        self.line: socket.socket | None = None
        self.heard = bytearray()
        self.needed: int | None = None
        self.asked_at = 0.0

    def ask(self, request: bytes) -> socket.socket:
        """Send a request, over a new connection where the last one was closed."""
        self.heard.clear()
        self.needed = None
        self.asked_at = time.perf_counter()
        if self.line is None:
            self.line = socket.create_connection((HOST, self.port), timeout=SILENCE)
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line.sendall(request)
        return self.line

    def has_heard(self) -> bool:
        """Read what is there; say whether the answer is whole. OSError where the server hung up."""
        part = self.line.recv(CHUNK) if self.line else b""
        self.heard += part
        if self.needed is None and END_OF_HEAD in self.heard:
            end = self.heard.index(END_OF_HEAD)
            length = LENGTH.search(self.heard, 0, end)
            self.needed = end + len(END_OF_HEAD) + int(length[1]) if length else 0
        if not part and (self.needed is None or len(self.heard) < self.needed):
            raise ConnectionError
        # Without a length, the answer ends with the connection.
        return len(self.heard) >= self.needed if self.needed else not part

    def status(self) -> int:
        """Return the status of the answer, and let go of a connection that the server closes."""
        if not self.needed or CLOSES.search(self.heard, 0, self.heard.index(END_OF_HEAD)):
            self.hang_up()
        return int(self.heard[9:12])

    def hang_up(self) -> None:
        """Close the connection."""
        if self.line is not None:
            self.line.close()
        self.line = None


class Burst:
    """Connections that ask until the time is over; every request that was sent is heard out."""

    def __init__(self, port: int, requests: Iterator[bytes], seconds: float) -> None:
        """Prepare; nothing is sent yet."""
        self.port, self.requests = port, requests
        self.heard = Heard()
        self.selector = selectors.DefaultSelector()
        self.begun_at = time.perf_counter()
        self.stop_at = self.begun_at + seconds
        self.left = MOST_REQUESTS

    def run(self, connections: int) -> Heard:
        """Send the requests and hear the answers."""
        with self.selector:
            for _ in range(connections):
                self.go_on(Caller(self.port))
            while self.selector.get_map():
                ready = self.selector.select(SILENCE)
                for key, _events in ready:
                    self.selector.unregister(key.fileobj)
                    self.hear(key.data)
                if not ready:
                    self.give_up()
        return self.heard

    def go_on(self, caller: Caller) -> None:
        """Let a caller send the next request, while there is time."""
        request = self.next_of(caller) if time.perf_counter() < self.stop_at and self.left else None
        if request is None:
            caller.hang_up()
            return
        self.left -= 1
        try:
            self.wait_for(caller, caller.ask(request))
        except OSError:
            self.fail(caller)

    def next_of(self, caller: Caller) -> bytes | None:  # noqa: ARG002 (whoever asks; errands are each caller's own)
        """Return what to ask next; None when there is nothing left."""
        return next(self.requests, None)

    def hear(self, caller: Caller) -> None:
        """Hear what there is of an answer."""
        try:
            is_whole = caller.has_heard()
        except OSError:
            self.fail(caller)
            return
        if not is_whole:
            self.wait_for(caller, caller.line)
            return
        at = time.perf_counter()
        self.heard.seconds = at - self.begun_at
        self.heard.waits.append(at - caller.asked_at)
        self.heard.size = len(caller.heard)
        self.heard.statuses[caller.status()] += 1
        self.go_on(caller)

    def wait_for(self, caller: Caller, line: socket.socket | None) -> None:
        """Look at a caller again when there is something to hear."""
        if line is not None:
            self.selector.register(line, selectors.EVENT_READ, caller)

    def fail(self, caller: Caller) -> None:
        """Note a request without an answer; its caller says no more, so that a broken server ends the burst soon."""
        caller.hang_up()
        self.heard.statuses[NO_ANSWER] += 1

    def give_up(self) -> None:
        """Let go of everybody who waits in vain."""
        for key in list(self.selector.get_map().values()):
            self.selector.unregister(key.fileobj)
            self.fail(key.data)


#: What one visitor does: it yields a request and is sent the whole answer, until it has no more to ask.
Errand = Generator[bytes, bytes, None]


class Errands(Burst):
    """Callers that each run an errand of their own, all at once."""

    def run_all(self, errands: Sequence[Errand]) -> Heard:
        """Run every errand to its end."""
        self.waiting = list(errands)
        self.errands: dict[Caller, Errand] = {}
        return self.run(len(errands))

    def next_of(self, caller: Caller) -> bytes | None:
        """Tell the caller's errand what came back and return what it asks next."""
        try:
            if caller not in self.errands:
                self.errands[caller] = self.waiting.pop()
                return next(self.errands[caller])
            return self.errands[caller].send(bytes(caller.heard))
        except StopIteration:
            return None


def run_errands(port: int, errands: Sequence[Errand], *, seconds: float) -> Heard:
    """Let as many callers as there are errands run them at once, within so many seconds; return what was heard."""
    return Errands(port, iter(()), seconds).run_all(errands)


def fire(port: int, requests: Iterator[bytes], *, connections: int, seconds: float) -> Heard:
    """Ask a server over so many connections for so many seconds, and return what was heard."""
    return Burst(port, requests, seconds).run(connections)
