"""A payment provider on this machine, over real HTTP, with controls for tests: pay, fail, expire, be slow or away."""

import base64
import hmac
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl

OK = 200
KEY = "skey_test_of_the_tests"
SECRET = base64.b64encode(b"only the provider and we know this").decode()
#: What a test may tell it to answer with instead of the truth.
BROKEN = {"nothing": b"", "no JSON": b"<html>502</html>", "a list": b"[]", "another thing": b'{"object": "card"}'}


class FakeProvider:
    """The books of the provider, and the controls of the tests."""

    def __init__(self):
        self.charges, self.links, self.asked = {}, {}, []
        self.numbers = count(1)
        self.status, self.pause, self.broken = OK, 0, None
        self.url = ""

    # What the provider's customers and its clock do

    def pay(self, key, **changes):
        """Pay a charge or a link; ``changes`` are what the provider then says otherwise."""
        return self.settle(key, "successful", paid=True, **changes)

    def fail(self, key, **changes):
        """Let a payment fail."""
        return self.settle(key, "failed", **changes)

    def expire(self, key):
        """Let the time of a charge pass."""
        return self.settle(key, "expired")

    def settle(self, key, status, **changes):
        """Change a charge, or try to pay a link once more; return the charge."""
        charge = self.charges.get(key) or self.attempt(self.links[key])
        charge.update({"status": status, "fee": 1825, "fee_vat": 128, **changes})
        return charge

    def attempt(self, link):
        """Add a charge to a link."""
        charge = self.charge(link["amount"], link=link["id"])
        link["charges"]["data"].append(charge)
        return charge

    # What is written in its books

    def charge(self, amount, **more):
        """Write down a charge."""
        key = f"chrg_test_{next(self.numbers)}"
        about = {"object": "charge", "id": key, "amount": amount, "currency": "THB", "status": "pending", "link": None}
        self.charges[key] = {**about, "fee": 0, "fee_vat": 0, "rate": 0.5, "authorize_uri": None, **more}
        return self.charges[key]

    def open_charge(self, form):
        """Open a charge with a PromptPay code."""
        code = {"image": {"download_uri": f"{self.url}/qr.svg"}}
        source = {"type": form["source[type]"], "scannable_code": code}
        return self.charge(int(form["amount"]), source=source, return_uri=form["return_uri"])

    def open_link(self, form):
        """Open a link."""
        key = f"link_test_{next(self.numbers)}"
        about = {"object": "link", "id": key, "amount": int(form["amount"]), "currency": "THB"}
        self.links[key] = {**about, "payment_uri": f"{self.url}/pay/{key}", "charges": {"data": []}}
        return self.links[key]

    def answer(self, method, path, form):
        """Return the status and the thing that a question is answered with."""
        room, _, key = path.strip("/").partition("/")
        if method == "POST":
            return 200, (self.open_link if room == "links" else self.open_charge)(form)
        found = (self.links if room == "links" else self.charges).get(key)
        return (200, found) if found else (404, {"object": "error", "code": "not_found"})


def event(about, number=1, **changes):
    """Return the body of a message about a charge."""
    message = {"object": "event", "id": f"evnt_test_{number}", "key": "charge.complete", "data": about, **changes}
    return json.dumps(message).encode()


def signed(body, secret=SECRET, stamp="1793599200"):
    """Return the headers under which the provider sends a body."""
    right = hmac.digest(base64.b64decode(secret), stamp.encode() + b"." + body, "sha256").hex()
    return {"Omise-Signature": right, "Omise-Signature-Timestamp": stamp}


class Handler(BaseHTTPRequestHandler):
    """Answers for the provider of its server."""

    def do_GET(self):
        """Answer what is read."""
        self.reply({})

    def do_POST(self):
        """Answer what is sent."""
        self.reply(dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))

    def reply(self, form):
        """Answer as the test wants it, else the truth."""
        provider = self.server.provider
        provider.asked.append((self.command, self.path, form))
        time.sleep(provider.pause)
        named = base64.b64encode(f"{KEY}:".encode()).decode()
        if self.headers["Authorization"] != f"Basic {named}":
            self.send(401, b"{}")
        elif provider.status != OK:
            self.send(provider.status, b"{}")
        elif provider.broken:
            self.send(OK, BROKEN[provider.broken])
        else:
            status, about = provider.answer(self.command, self.path, form)
            self.send(status, json.dumps(about).encode())

    def send(self, status, body):
        """Send a status and a body; a status that leads elsewhere says where."""
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Location", f"{self.server.provider.url}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def running():
    """Run a provider on a port of its own."""
    provider = FakeProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider, server.daemon_threads = provider, True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
