"""Makes the web fonts: Sarabun (SIL Open Font License) as small WOFF2 files with a stylesheet."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

PACKAGE = "fontpkg-sarabun"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
#: Basic Latin, Latin-1, Latin Extended-A, dashes, quotes, bullets and spaces, the euro, arrows, minus, and Thai.
CHARACTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2009, 0x2027), 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A,
    0x20AC, 0x2122, *range(0x2190, 0x2194), 0x2212, 0x2264, 0x2265, *range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C),
    0x25CC,
)  # fmt: skip
FACE = """\
@font-face {{
  font-family: "Sarabun";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url("sarabun-{weight}.woff2") format("woff2");
}}
"""
STAND_IN_FACE = """\
@font-face {{
  font-family: "Sarabun stand-in";
  src: {sources};
  unicode-range: {range};
  size-adjust: {size:.2%};
  ascent-override: {ascent:.2%};
  descent-override: {descent:.2%};
  line-gap-override: {gap:.2%};
}}
"""


@dataclass(frozen=True)
class StandIn:
    """A font of the visitor's machine that is made as wide and as high as Sarabun, so that nothing moves later."""

    sources: tuple[str, ...]
    range: str
    #: Letters as often as the language has them, and how wide the font sets them on average, in parts of its size.
    letters: str
    width: float


STAND_INS = (
    StandIn(
        ("Arial", "Liberation Sans", "Arimo", "Helvetica"),
        "U+0000-0DFF, U+0E80-FFFF",
        "aaabcdeeeefghiijklmnnoopqrrssttuvwxyz      ",
        0.4563,
    ),
    StandIn(
        ("Noto Sans Thai", "NotoSansThai-Regular", "Noto Sans Thai UI"),
        "U+0E00-0E7F",
        "าาาาาาาาาานนนนนนนนนรรรรรรร่่่่่่่งงงงงงออออออกกกกกก้้้้้้เเเเเมมมมมยยยยยลลลลลััััววววีีีีททททดดดดดบบบสสสคคคิิิหหหแแแตตะะชชืืจจพพใใูููไไปปุุขำโ",
        0.4178,
    ),
)


class Command(BaseCommand):
    """Writes static/build/fonts.css, its fonts and their licence; does nothing when they are there already."""

    help = (
        "Make the web fonts in static/build from the installed font package (nothing to do when they are up to date)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder, for tests."""
        parser.add_argument("--folder", type=Path, default=Path(settings.STATICFILES_DIRS[0]) / "build")

    def handle(self, **options: Any) -> None:
        """Make what is missing or out of date."""
        folder: Path = options["folder"]
        if is_up_to_date(folder):
            self.stdout.write("Web fonts are up to date.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sarabun-licence.txt").write_text(package_files().joinpath("LICENSE").read_text(encoding="utf-8"))
        sheet = stylesheet()
        for weight, font in fonts():
            keep_characters(font)
            font.save(folder / f"sarabun-{weight}.woff2")
        # Last, as its first line says that everything is there.
        (folder / "fonts.css").write_text(sheet)
        self.stdout.write(f"Made web fonts in {folder}")


def edition_of_fonts() -> str:
    """Return the comment that names what the fonts are made from: the package, and this recipe."""
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    return f"/* Sarabun, SIL Open Font License 1.1: {PACKAGE} {version(PACKAGE)}, recipe {recipe} */"


def stylesheet() -> str:
    """Return the rules that name the fonts and what stands in for them until they are there."""
    _, regular = next(fonts())
    rules = [FACE.format(weight=weight) for weight in WEIGHTS]
    rules += [stand_in_rule(stand_in, regular) for stand_in in STAND_INS]
    return "\n".join([edition_of_fonts(), *rules])


def is_up_to_date(folder: Path) -> bool:
    """Say whether the folder holds the fonts that would be made now."""
    sheet = folder / "fonts.css"
    has_fonts = all((folder / f"sarabun-{weight}.woff2").exists() for weight in WEIGHTS)
    return has_fonts and sheet.exists() and sheet.read_text().startswith(edition_of_fonts())


def package_files() -> Traversable:
    """Return the folder of the installed font package."""
    return files(PACKAGE.replace("-", "_"))


def fonts() -> Iterator[tuple[int, TTFont]]:
    """Open the package's font of each weight."""
    for weight, name in WEIGHTS.items():
        with as_file(package_files().joinpath("files", f"Sarabun-{name}.ttf")) as path:
            yield weight, TTFont(path, recalcTimestamp=False)


def stand_in_rule(stand_in: StandIn, font: TTFont) -> str:
    """Return the rule that gives a stand-in the font's width and height."""
    characters, widths, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    letters = [widths[characters[ord(letter)]][0] for letter in stand_in.letters]
    size = sum(letters) / len(letters) / units / stand_in.width
    lines = font["hhea"]
    return STAND_IN_FACE.format(
        sources=", ".join(f'local("{name}")' for name in stand_in.sources),
        range=stand_in.range,
        size=size,
        ascent=lines.ascent / units / size,
        descent=-lines.descent / units / size,
        gap=lines.lineGap / units / size,
    )


def keep_characters(font: TTFont) -> None:
    """Throw away what no page shows, and keep every rule that places Thai vowels and tone marks."""
    options = Options(layout_features=["*"], hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
