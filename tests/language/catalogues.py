"""The Thai catalogues, and every sentence they have to hold: those of our code, and those of what it is built on."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
import django_filters
import rest_framework
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from tests.source import ROOT, SITE, files

#: A sentence and what tells it from the same words elsewhere: (context, msgid); of a plural the msgid is a pair.
Sentence = tuple[str | None, str | tuple[str, ...]]
OURS, THEIRS = settings.LOCALE_PATHS
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def sources(locale: Path) -> list[Path]:
    """Return the catalogues of a folder as people edit them."""
    return sorted((locale / "th" / "LC_MESSAGES").glob("*.po"))


def catalogue(path: Path) -> Catalog:
    """Return a catalogue as it is written, its forgotten sentences included."""
    with path.open("rb") as file:
        return read_po(file, locale="th")


def entries(path: Path) -> list[Message]:
    """Return the entries of a catalogue, its head apart."""
    return [entry for entry in catalogue(path) if entry.id] if path.exists() else []


def sentence(entry: Message) -> Sentence:
    """Return what an entry translates."""
    return entry.context, entry.id if isinstance(entry.id, str) else tuple(entry.id)


def written(entry: Message) -> list[str]:
    """Return the translations of an entry: of a plural one for each form, and Thai has one form."""
    return [entry.string or ""] if isinstance(entry.string, str | None) else list(entry.string)


def compiled(content: bytes) -> dict[Sentence, list[str]]:
    """Return what stands in a compiled catalogue."""
    return {sentence(entry): written(entry) for entry in read_mo(BytesIO(content)) if entry.id}


def compiled_afresh(path: Path) -> bytes:
    """Return a catalogue compiled now."""
    content = BytesIO()
    write_mo(content, catalogue(path))
    return content.getvalue()


def said_by_us() -> set[Sentence]:
    """Return every sentence that our code and templates mark for translation."""
    code = [path for folder in SITE for path in files(folder, "*.py")]
    pages = [path for pattern in ("*.html", "*.txt") for path in files("templates", pattern)]
    in_code = {found for path in code for found in marked(path.read_bytes())}
    return in_code | {found for path in pages for found in marked(as_code(path))}


def as_code(template: Path) -> bytes:
    """Return a template as Python that marks the same sentences; without indents, which would have to make sense."""
    lines = templatize(template.read_text(), str(template.relative_to(ROOT))).splitlines()
    return "\n".join(line.lstrip() for line in lines).encode()


def marked(code: bytes) -> Iterator[Sentence]:
    """Yield the sentences that a piece of Python marks."""
    for _line, message, _comments, context in extract("python", BytesIO(code), KEYWORDS):
        yield context, message


# What Django and its companions say

DJANGO = Path(str(django.__file__)).parent
BESIDE = [Path(str(package.__file__)).parent for package in (rest_framework, django_filters)]
CATALOGUES_OF_DJANGO = (
    DJANGO / "conf",
    *(DJANGO / "contrib" / name for name in ("admin", "auth", "contenttypes", "sessions")),
)
#: What nobody sees here: names of languages and of unused parts, pages for developers, kinds of columns.
UNSEEN_OF_DJANGO = (
    "conf/global_settings.py", "contrib/sitemaps/", "contrib/staticfiles/", "contrib/syndication/", "db/models/fields/",
    "views/generic/", "views/static.py", "views/templates/",
)  # fmt: skip
#: Files of the others: sign-in by other means than ours, descriptions in the API's document, names of filters.
UNSEEN_BESIDE = (
    "authentication.py", "authtoken/", "conf.py", "filters.py", "pagination.py", "schemas/", "utils.py", "widgets.py",
    "filterset.py",
)  # fmt: skip


def shown_by_libraries(domain: str) -> set[Sentence]:
    """Return the sentences of the installed releases that somebody may come to see."""
    seen = {
        sentence(entry)
        for folder in CATALOGUES_OF_DJANGO
        for entry in entries(folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po")
        if not all(place.startswith(UNSEEN_OF_DJANGO) for place, _line in entry.locations)
    }
    if domain == "django":
        for folder in BESIDE:
            paths = [path for path in folder.rglob("*.py") if not is_unseen(path.relative_to(folder).as_posix())]
            seen |= {found for path in paths for found in marked(path.read_bytes())}
    return seen


def is_unseen(name: str) -> bool:
    """Say whether a file says nothing to our visitors."""
    return name.startswith(UNSEEN_BESIDE) or name.endswith(UNSEEN_BESIDE)


def said_by_libraries(domain: str) -> set[Sentence]:
    """Return every sentence of the installed releases."""
    said = {
        sentence(entry)
        for folder in CATALOGUES_OF_DJANGO
        for entry in entries(folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po")
    }
    for folder in BESIDE:
        said |= {found for path in folder.rglob("*.py") for found in marked(path.read_bytes())}
    return said


def thai_of_libraries(domain: str) -> set[Sentence]:
    """Return the sentences that the installed releases themselves say in Thai."""
    folders = (*CATALOGUES_OF_DJANGO, *BESIDE)
    paths = [folder / "locale" / "th" / "LC_MESSAGES" / f"{domain}.po" for folder in folders]
    return {sentence(entry) for path in paths for entry in entries(path) if all(written(entry)) and not entry.fuzzy}


# Whether a translation keeps what it has to keep

PLACEHOLDER = re.compile(r"%\([^)]*\)[#0\- +]*\d*\.?\d*[a-z]|(?<!%)%[a-z]|\{[^{}]*\}|</?[a-z][^>]*>")


def kept(text: str) -> list[str]:
    """Return the placeholders and marks of a text that its translation keeps, each as often."""
    return sorted(PLACEHOLDER.findall(text))
