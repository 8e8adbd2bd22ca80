"""What tests of pages share: a form filled in, what a page says and draws, how often it asks the database."""

import re
from html import unescape
from uuid import uuid4

import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext

#: What no field of a form may stumble over.
HOSTILE = {
    "NUL bytes": "a\x00b",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of digits": "9" * 1_000_000,
    "control characters": "\r\nBcc: all@example.org\x1b\x7f",
    "markup": "<script>alert(1)</script>\"'",
    "a right-to-left override": "\u202egro.elpmaxe",
    "emoji": "🙏" * 50,
    "what templates are made of": "[]{}%s%(name)s{{ name }}{% now %}",
}


def typed(**answers):
    """Return a contact form as a visitor fills it in, under a fresh key."""
    contact = {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "phone": "", "consent": "on"}
    return {"key": str(uuid4()), **contact, **answers}


def text(response):
    """Return what a page says, without its marks."""
    return plain(response.content.decode())


def alert(response):
    """Return what the summary above a form says."""
    found = re.search(r'<div[^>]*role="alert".*?</div>', response.content.decode(), flags=re.DOTALL)
    return plain(found[0]) if found else "no summary"


def plain(html):
    """Return the words of a piece of a page."""
    shown = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def value_of(response, field):
    """Return what stands in a field of the page's form."""
    found = re.search(rf'<input[^>]*name="{field}"[^>]*>', response.content.decode())
    value = re.search(r'value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


def has_form(response):
    """Say whether the page lets a visitor type a name."""
    return b'name="name"' in response.content


def drawn(payload):
    """Return the line that draws a QR code of a text, to be looked for in a page."""
    code = segno.make(payload, error="m", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return re.findall(r' d="([^"]+)"', code)[-1]


def is_under_strict_rules(response):
    """Say whether a page brings no style, script or handler of its own; a block of data is none of them."""
    own = r"<script(?![^>]*(?:\ssrc=|type=\"application/ld\+json\"))|<style|\sstyle=|\son[a-z]+="
    return not re.search(own, response.content.decode())


def queries(client, path):
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
