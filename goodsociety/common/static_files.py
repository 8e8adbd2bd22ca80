"""Static files as production serves them: hashed, compressed, and the stylesheets of every page in one file.

Ten small stylesheets are written apart, since that is how people read them; a phone fetches one.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: What every page loads, in this order. Addresses inside are relative to a folder beside those of the parts.
STYLESHEETS = (
    "build/fonts.css",
    "css/tokens.css",
    "css/base.css",
    "css/header.css",
    "css/frame.css",
    "css/pattern.css",
    "css/pieces.css",
    "css/data.css",
    "css/progress.css",
    "css/notices.css",
    "css/forms.css",
    "css/programme.css",
    "css/favourites.css",
)
SITE_CSS = "build/site.css"
#: What reads QR codes where the browser cannot: there where npm has fetched it (package.json).
SCANNER = "build/qr-scanner.min.js"


class SiteStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Collects the files, and puts the stylesheets of every page together before their names are hashed."""

    #: Scripts of the desk import each other: by the hashed names too. What libraries ship says "import" in comments.
    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/desk/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001 (only its files differ)
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002 (Django's signature)
        """Write the one stylesheet beside the collected ones, and go on with it among them."""
        if not dry_run:
            self.delete(SITE_CSS)
            self.save(SITE_CSS, ContentFile(b"\n".join(content(*paths[name]) for name in STYLESHEETS)))
            paths[SITE_CSS] = (self, SITE_CSS)
        yield from super().post_process(paths, dry_run, **options)


def content(storage: Storage, path: str) -> bytes:
    """Return what stands in a file."""
    with storage.open(path) as file:
        return bytes(file.read())


def served(names: list[str]) -> list[str]:
    """Return the files that pages load for these: in production one stylesheet instead of its parts."""
    if not isinstance(staticfiles_storage, SiteStorage) or not set(STYLESHEETS) <= set(names):
        return names
    return [SITE_CSS, *(name for name in names if name not in STYLESHEETS)]


def stylesheets() -> list[str]:
    """Return the stylesheets that every page loads."""
    return served(list(STYLESHEETS))


def has_scanner() -> bool:
    """Say whether the QR scanner was fetched."""
    return finders.find(SCANNER) is not None
