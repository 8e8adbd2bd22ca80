"""Whether a page is sound HTML: what is opened is closed, names are used once, nothing comes from elsewhere."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("form", "action")}

#: Links that say where a page stands, and load nothing.
NAMES_A_PAGE = {"canonical", "alternate"}


class Reader(HTMLParser):
    """Notes every fault of a page."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.faults = []
        self.names = Counter()
        self.references = set()

    def handle_starttag(self, tag, attributes):
        """Open a tag and judge what it says."""
        self.look_at(tag, dict(attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        """Judge a tag that closes itself, as those of drawings do."""
        self.look_at(tag, dict(attributes))

    def handle_endtag(self, tag):
        """Close the tag that was opened last."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> in line {self.getpos()[0]} closes nothing")

    def look_at(self, tag, attributes):
        """Note names, what they are used for, pictures without words, and what is loaded from other hosts."""
        if "id" in attributes:
            self.names[attributes["id"]] += 1
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.references.update((attributes.get(name) or "").split())
        if tag == "img" and "alt" not in attributes:
            self.faults.append("a picture without words")
        self.faults += [
            f"{tag} loads {value}"
            for name, value in attributes.items()
            if (tag, name) in LOADED
            and "//" in (value or "").partition("?")[0]
            and attributes.get("rel") not in NAMES_A_PAGE
        ]


def faults(page):
    """Return what is wrong with a page, nothing for a sound one."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    doubled = [f"{name} names {times} things" for name, times in reader.names.items() if times > 1]
    missing = [f"nothing is named {name}" for name in reader.references - set(reader.names)]
    return reader.faults + [f"<{tag}> stays open" for tag in reader.open] + doubled + missing
