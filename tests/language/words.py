"""What a page says to somebody who reads or hears it, and which of its words are of the wrong language."""

import re
from html.parser import HTMLParser

#: Attributes that are read out or shown.
SPOKEN = ("alt", "aria-label", "placeholder", "title")
#: What stands in these is code, or what somebody else has typed.
SILENT = {"script", "style", "svg", "textarea"}
BUTTONS = {"submit", "button", "reset"}
#: Addresses, codes and marks: no words of any language.
WORDLESS = re.compile(
    r"""
    https?://\S+ | [\w.+-]+@[\w.-]+\w | \b[\w-]+(?:\.[\w-]+)*\.org\b  # addresses
    | \b[A-Z0-9]{8}\b                                # references
    | \b[A-Z0-9]{4}(?:\ [A-Z0-9]{4}){6}\b           # codes of certificates
    | \#[0-9a-f]{6}\b | \b[0-9a-f]{32,}\b | \S+\*{4,}  # colours, digests, passwords that nobody can read
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b  # numbers of scans
    | \b[a-z]+(?:-[a-z]+)*-\d+\b                     # parts of addresses such as zone-7
    | \b\w+_\w+\b                                   # names that programs use
    """,
    re.VERBOSE,
)
LATIN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
THAI = re.compile(r"[ก-๛]+")
#: Names, and what Thai says in Latin letters too.
NAMES = frozenset(
    {"Good", "Society", "Expo", "English", "Control", "Command", "Mac", "JSON", "XML", "iCalendar", "object"}
    | {"SHA", "ID", "x", "y", "Shift", "Ctrl", "Delete", "Z", "LINE", "JavaScript"}
    | {"iPhone", "Google", "Outlook", "PDF", "URL", "CSV", "Python"}
    | {"ZIP", "Excel", "UTF", "MB", "xls", "xlsx", "csv"}
    | {"JPEG", "PNG", "WebP", "HEIC", "Biller", "e-Donation", "E-Donation"}
)


class Page(HTMLParser):
    """Collects what is said, piece by piece; what is marked as being in another language is left out."""

    def __init__(self, html):
        super().__init__()
        self.said = []
        self.open = []
        self.language = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Open a tag, and note what it says itself."""
        given = dict(attributes)
        foreign = tag != "html" and given.get("lang", "") != ""
        if tag == "html":
            self.language = given.get("lang", "")
        if tag not in {"br", "hr", "img", "input", "link", "meta", "path", "use", "rect", "circle"}:
            self.open.append((tag, foreign or tag in SILENT))
        if not self.is_silent:
            self.said += [given[name] for name in SPOKEN if given.get(name)]
            self.said += self.words_of(tag, given)

    def words_of(self, tag, given):
        """Return what a button, a group of choices or the page's description says."""
        if tag == "input" and given.get("type") in BUTTONS:
            return [given.get("value", "")]
        if tag == "optgroup":
            return [given.get("label", "")]
        return [given.get("content", "")] if tag == "meta" and given.get("name") == "description" else []

    def handle_endtag(self, tag):
        """Close the tag that was opened last under this name."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        """Note a piece of text."""
        if text.strip() and not self.is_silent:
            self.said.append(" ".join(text.split()))

    @property
    def is_silent(self):
        """Whether what comes is not for this page's readers."""
        return any(silent for _tag, silent in self.open)


def english_words(pieces, also=frozenset()):
    """Return every piece that holds an English word, names apart, with those words."""
    return found(pieces, LATIN, NAMES | set(also))


def thai_words(pieces, also=frozenset()):
    """Return every piece that holds Thai, with it."""
    return found(pieces, THAI, also)


def found(pieces, letters, allowed):
    """Return the pieces with words of these letters that are not allowed."""
    words = {piece: set(letters.findall(WORDLESS.sub(" ", piece))) - set(allowed) for piece in pieces}
    return {piece: sorted(words[piece]) for piece in words if words[piece]}
